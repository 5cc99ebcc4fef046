"""The order in which the examples come into an empty database."""

from datetime import timedelta

from sqlalchemy import update
from sqlmodel import Session, col

from workflow import clock
from workflow.errors import Conflict
from workflow.models import InboxMessage
from workflow.services.examples import (
    beside,
    declarations,
    evaluations,
    has_users,
    letters,
    money,
    monitoring,
    overall,
    people,
)
from workflow.services.examples.world import World
from workflow.services.library.build import build_region

NEWS_DAYS = 3


def load(session: Session, *, full: bool) -> None:
    """Everything; see ``load_examples``."""
    if has_users(session):
        raise Conflict("examples_present")
    world = World(session, full)
    world.tell([people.settling(world)])
    story = people.task_events(world) + people.overall_events(world) + declarations.events(world)
    story += overall.events(world)
    story += letters.events(world)
    story += money.events(world) + beside.events(world) + monitoring.events(world) + evaluations.events(world)
    world.tell(story)
    people.give_addresses(world)
    for region in world.regions.values():
        build_region(session, region.id)
    _have_read_old_news(session)


def _have_read_old_news(session: Session) -> None:
    since = clock.now() - timedelta(days=NEWS_DAYS)
    old = update(InboxMessage).where(col(InboxMessage.created_at) < since).values(read_at=col(InboxMessage.created_at))
    session.exec(old.execution_options(synchronize_session=False))
