"""Reading messages."""

from sqlalchemy import update
from sqlmodel import Session, col, select

from workflow import clock
from workflow.errors import NotFound
from workflow.models import InboxMessage
from workflow.permissions import Actor


def mark_read(session: Session, actor: Actor, message_id: int) -> InboxMessage:
    """The actor's own message, read from now on; anybody else's does not exist."""
    query = select(InboxMessage).where(InboxMessage.id == message_id, InboxMessage.recipient_id == actor.user_id)
    message = session.exec(query).first()
    if message is None:
        raise NotFound("no_such_file")
    message.read_at = message.read_at or clock.now()
    return message


def mark_all_read(session: Session, actor: Actor) -> None:
    """Every unread message of the actor."""
    session.exec(
        update(InboxMessage)
        .where(col(InboxMessage.recipient_id) == actor.user_id, col(InboxMessage.read_at).is_(None))
        .values(read_at=clock.now())
    )
