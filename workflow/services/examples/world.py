"""What the steps of the story share: who and what exists by now, and the calendar."""

import hashlib
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlmodel import Session, select

from workflow import clock
from workflow.lifecycle import LIFECYCLES, pair_of
from workflow.models import Organisation, Region, UserAccount
from workflow.permissions import Actor, Placed, load_actor, people_at
from workflow.types import Role
from workflow.workdays import is_workday


@dataclass(frozen=True)
class Event:
    """Something that happens on a day; of one day's events those of one story keep their order."""

    at: datetime
    do: Callable[[], None]


@dataclass
class World:
    """The session, today, and the rows by the names the seed files use."""

    session: Session
    full: bool = False
    today: date = field(default_factory=clock.business_date)
    regions: dict[str, Region] = field(default_factory=dict)
    organisations: dict[tuple[str, str], Organisation] = field(default_factory=dict)
    tasks: dict[str, int] = field(default_factory=dict)
    task_regions: dict[str, str] = field(default_factory=dict)
    files: dict[str, int] = field(default_factory=dict)
    batches: dict[str, int] = field(default_factory=dict)
    campaigns: dict[str, int] = field(default_factory=dict)
    dice: random.Random = field(default_factory=lambda: random.Random(420700))
    _actors: dict[int, Actor] = field(default_factory=dict)
    _firsts: dict[tuple[tuple[Role, ...], int], int] = field(default_factory=dict)

    def day(self, offset: int) -> date:
        """The date so many days from today."""
        return self.today + timedelta(days=offset)

    def workday(self, offset: int) -> date:
        """That day, or the last working day before it: when papers are dated and people are in their offices."""
        day = self.day(offset)
        while not is_workday(day):
            day -= timedelta(days=1)
        return day

    def instant(self, offset: int, step: int = 0) -> datetime:
        """An instant of office hours on the working day of ``offset``."""
        opening = datetime.combine(self.workday(offset), time(9), clock.DEFAULT_ZONE)
        return (opening + timedelta(minutes=13 * step)).astimezone(UTC)

    def tell(self, events: list[Event]) -> None:
        """Let everything happen in the order of time, each event as a transaction of its own in the audit trail."""
        own = self.session.info["transaction"]
        for number, event in enumerate(sorted(events, key=lambda item: item.at)):
            self.session.info["transaction"] = hashlib.sha256(f"{event.at} {number}".encode()).hexdigest()[:32]
            with clock.fixed(event.at):
                event.do()
        self.session.info["transaction"] = own

    def actor(self, user_id: int) -> Actor:
        """A person with today's grants."""
        if user_id not in self._actors:
            found = load_actor(self.session, user_id)
            assert found is not None, user_id  # noqa: S101 - the seed made the account a moment ago
            self._actors[user_id] = found
        return self._actors[user_id]

    def named(self, username: str) -> Actor:
        """The same by user name."""
        return self.actor(self.session.exec(select(UserAccount.id).where(UserAccount.username == username)).one())

    def mover(self, row: Any, action: str, username: str | None = None) -> Actor:
        """Who takes this action from where the file lies: the person named, else the first who may."""
        if username:
            return self.named(username)
        move = LIFECYCLES[type(row)].by_pair[action, pair_of(row)]
        return self.first(move.who, row)

    def first(self, roles: tuple[Role, ...], place: Placed) -> Actor:
        """Of the first role that anybody holds over the place, who has the oldest account."""
        key = (roles, place.unit_id)
        if key not in self._firsts:
            holders = (people_at(self.session, [role], place) for role in roles)
            self._firsts[key] = min(next(people for people in holders if people))
        return self.actor(self._firsts[key])
