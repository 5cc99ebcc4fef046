"""The few facts every page's frame shows, in two queries."""

from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from workflow.models import InboxMessage, Region
from workflow.permissions import Actor
from workflow.queries import errands, letters, lists, no_targets, special, target_tasks, worklist


@dataclass(frozen=True)
class FrameFacts:
    """Region, years with visible data (newest first), unread messages, lines of the work list."""

    region_name: str
    years: list[int]
    unread: int
    waiting: int


def frame_facts(session: Session, actor: Actor) -> FrameFacts:
    """For the top bar and the navigation."""
    region = actor.grants[0].region_id if actor.grants else 0
    unread = select(func.count()).select_from(InboxMessage)
    unread = unread.where(InboxMessage.recipient_id == actor.user_id, col(InboxMessage.read_at).is_(None))
    counts = (
        unread.scalar_subquery(), *worklist.waiting_counts(actor), special.open_point_count(actor),
        *errands.errand_counts(actor), letters.letter_count(actor), target_tasks.task_count(actor),
        *no_targets.pressing_count(actor),
    )  # fmt: skip
    name = select(Region.name).where(Region.id == region).scalar_subquery()
    region_name, unread_count, *waiting = session.execute(select(name, *counts)).one()
    return FrameFacts(region_name or "", lists.years_of(session, actor), unread_count, sum(waiting))
