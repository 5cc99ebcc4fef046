"""每日汇总: one e-mail a day instead of one per message, for everybody who wants it so.

The digest of a day is one row of the outbox with its own key, so that two schedulers write it once; what a lost day
left over is in the next one. The messages themselves stand in the inbox at once, whatever is mailed.
"""

from datetime import date, timedelta

from sqlmodel import Session, col, select

from workflow import clock
from workflow.db import insert_all_once, unit_of_work
from workflow.lifecycle.record import append_audit
from workflow.models import InboxMessage, OutboxMessage, UserAccount
from workflow.permissions import Actor
from workflow.types import OutboxState

TEMPLATE = "reminder.digest"
MOST_LINES = 50
OVERLAP = timedelta(minutes=10)
"""A message may be committed after a digest that was written later; the lines of the last one are not told again."""
FIRST_LOOK_BACK = timedelta(days=1)


def set_digest(session: Session, actor: Actor, *, wanted: bool) -> None:
    """One mail a day from now on, or one per message again."""
    user = session.get_one(UserAccount, actor.user_id, with_for_update={"key_share": True})
    if user.mail_digest is wanted:
        return
    user.mail_digest = wanted
    append_audit(
        session, actor_id=actor.user_id, actor_name=actor.name, action="set_digest", object_kind="user_account",
        object_id=user.id, details={"wanted": wanted},
    )  # fmt: skip


def has_digest(session: Session, actor: Actor) -> bool:
    """Whether the person gets one mail a day."""
    return session.get_one(UserAccount, actor.user_id).mail_digest


def write_digests(today: date) -> int:
    """The digests of a day that nobody has written yet; how many were written. A day without messages has none."""
    with unit_of_work() as session:
        people = [user_id for user_id in _takers(session) if not _written(session, user_id, today)]
    return sum(_write_one(user_id, today) for user_id in people)


def _takers(session: Session) -> list[int]:
    query = select(UserAccount.id).where(col(UserAccount.active), col(UserAccount.mail_digest), UserAccount.email != "")
    return list(session.exec(query.order_by(col(UserAccount.id))))


def _written(session: Session, user_id: int, today: date) -> bool:
    query = select(OutboxMessage.id).where(OutboxMessage.dedupe_key == _key(user_id, today))
    return session.exec(query).first() is not None


def _key(user_id: int, today: date) -> str:
    return f"digest:{today.isoformat()}:{user_id}"


def _write_one(user_id: int, today: date) -> int:
    """One person in a transaction of his own."""
    with unit_of_work(write=True) as session:
        user = session.get_one(UserAccount, user_id)
        found = _untold(session, user_id)
        if not found:
            return 0
        now = clock.now()
        facts = {
            "day": today.isoformat(),
            "count": len(found),
            "ids": [message.id for message in found],
            "lines": [
                [message.template, message.facts, message.object_kind, message.object_id]
                for message in found[:MOST_LINES]
            ],
        }
        row = {
            "created_at": now, "dedupe_key": _key(user_id, today), "template": TEMPLATE, "facts": facts,
            "recipient_id": user_id, "address": user.email, "not_before": now, "status": OutboxState.due.value,
        }  # fmt: skip
        return len(insert_all_once(session, OutboxMessage, [row], "id"))


def _untold(session: Session, user_id: int) -> list[InboxMessage]:
    """Unread messages since the last digest, the oldest first."""
    last = session.exec(
        select(OutboxMessage)
        .where(OutboxMessage.recipient_id == user_id, OutboxMessage.template == TEMPLATE)
        .order_by(col(OutboxMessage.id).desc())
        .limit(1)
    ).first()
    since = last.created_at - OVERLAP if last else clock.now() - FIRST_LOOK_BACK
    told = set(last.facts["ids"]) if last else set()
    query = select(InboxMessage).where(
        InboxMessage.recipient_id == user_id, col(InboxMessage.read_at).is_(None), InboxMessage.created_at >= since
    )
    return [message for message in session.exec(query.order_by(col(InboxMessage.id))) if message.id not in told]
