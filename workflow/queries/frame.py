"""The few facts every page's frame shows, in as few queries as possible."""

from dataclasses import dataclass

from sqlmodel import Session, select

from workflow.models import Region
from workflow.permissions import Actor
from workflow.queries import inbox, lists, worklist


@dataclass(frozen=True)
class FrameFacts:
    """Region, years with visible data (newest first), unread messages, files waiting."""

    region_name: str
    years: list[int]
    unread: int
    waiting: int


def frame_facts(session: Session, actor: Actor) -> FrameFacts:
    """For the top bar and the navigation."""
    region = actor.grants[0].region_id if actor.grants else None
    name = session.exec(select(Region.name).where(Region.id == region)).first() if region else ""
    return FrameFacts(
        name or "",
        lists.years_of(session, actor),
        inbox.unread(session, actor),
        worklist.count_waiting(session, actor),
    )
