"""A person's own messages."""

from sqlmodel import Session, col, select

from workflow.models import InboxMessage
from workflow.permissions import Actor

PAGE_SIZE = 50


def messages(session: Session, actor: Actor, before: int | None = None, size: int = PAGE_SIZE) -> list[InboxMessage]:
    """Newest first, one page (and one more to tell whether there are older ones)."""
    query = select(InboxMessage).where(InboxMessage.recipient_id == actor.user_id)
    if before:
        query = query.where(InboxMessage.id < before)
    return list(session.exec(query.order_by(col(InboxMessage.id).desc()).limit(size + 1)))
