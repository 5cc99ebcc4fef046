"""How reminders find their objects in the database; ``readers`` has one ``Source`` per event.

A ``Round`` is all open objects of a region and year with the same day 0 (of one campaign, say): they share the days of
their reminders, so one query finds those that are due, however many there are.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Date, and_, bindparam, cast, literal, null, true, union_all
from sqlmodel import Session, col, func, select

from workflow import clock
from workflow.models import Organisation, Region
from workflow.permissions import people_at, people_in_region
from workflow.types import Role

Join = tuple[Any, ColumnElement[bool]]


class Reach(StrEnum):
    """Whose matter an object is: one unit's, a department's as a whole, or everybody's in the region."""

    unit = "unit"
    department = "department"
    region = "region"


@dataclass(frozen=True, eq=False)
class Source:
    """The open objects of one event, as SQL. ``row`` is what is logged and locked, ``about`` what a message opens."""

    event: str
    row: Any
    place: Any
    about: Any
    year: Any
    zero: Any
    open: tuple[ColumnElement[bool], ...]
    joins: tuple[Join, ...] = ()
    key: Any = field(default_factory=lambda: literal(0))
    instant: bool = False
    shift: int = 0
    opened: Any = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    due_name: str = "deadline"
    reach: Reach = Reach.unit
    days: Callable[[Any], Any] | None = None
    """The days 0 of regions where tables of their own name them: then not every object is read to find them."""

    @property
    def kind(self) -> str:
        """How the log calls its objects."""
        return str(self.row.__tablename__)

    @property
    def about_kind(self) -> str:
        """How a message calls what it opens."""
        return str(self.about.__tablename__)


@dataclass(frozen=True)
class Round:
    """Objects that share their day 0."""

    source: Source
    region_id: int
    zone: ZoneInfo
    year: int
    stored: date
    key: int

    @property
    def place(self) -> tuple[int, int, date, int]:
        """What tells it from the other rounds of its source, in the order of lists."""
        return self.region_id, self.year, self.stored, self.key

    @property
    def zero(self) -> date:
        """Day 0."""
        return self.stored + timedelta(days=self.source.shift)


@dataclass(frozen=True)
class Thing:
    """One object, placed where people hold roles over it. ``opened_on``: no step of an earlier day is for it.

    ``of_region``: it is the matter of everybody in the region who holds the role.
    """

    id: int
    about_id: int
    region_id: int
    department_id: int
    unit_id: int
    under_department: bool
    opened_on: date
    facts: dict[str, Any]
    of_region: bool = False


def rounds(session: Session, sources: Iterable[Source], regions: Iterable[Region]) -> list[Round]:
    """The days 0 of all open objects of some regions, source by source, oldest first; one query per time zone."""
    asked, ids = tuple(sources), dict[str, list[int]]()
    for region in regions:
        ids.setdefault(region.zone, []).append(region.id)
    found: list[tuple[int, Round]] = []
    for name, here in ids.items() if asked else ():
        zone = ZoneInfo(name)
        for number, *row in session.exec(_days_zero(asked, zone, dialect_of(session)), params={"here": here}):
            found.append((number, Round(asked[number], row[0], zone, *row[1:])))
    return [one for _, one in sorted(found, key=lambda line: (line[0], *line[1].place))]


@cache
def _days_zero(sources: tuple[Source, ...], zone: ZoneInfo, dialect: str) -> Any:
    """The query for the days 0 of the regions in the parameter ``here``; asked every few seconds, so it is kept.

    One statement for all sources: each line begins with the number of its source.
    """
    here: Any = bindparam("here", expanding=True)
    parts = []
    for number, source in enumerate(sources):
        days = source.days(here) if source.days else _of_objects(source, zone, dialect, here)
        columns = days.subquery().c
        parts.append(select(literal(number), *columns))
    return union_all(*parts)


def _of_objects(source: Source, zone: ZoneInfo, dialect: str, here: Any) -> Any:
    columns = (
        source.place.region_id.label("region_id"), source.year.label("year"),
        stored_day(source, zone, dialect).label("stored"), source.key.label("key"),
    )  # fmt: skip
    return joined(source, select(*columns)).where(*source.open, source.place.region_id.in_(here)).distinct()


def things(session: Session, one: Round) -> Any:
    """The query for the objects of a round, oldest first; ``thing_of`` reads a line of it."""
    source = one.source
    place = source.place
    department_id = literal(0) if source.reach is Reach.region else place.department_id
    unit_id = place.unit_id if source.reach is Reach.unit else literal(0)
    opened = null() if source.opened is None else source.opened
    columns = (
        source.row.id, source.about.id, place.region_id, department_id, unit_id, under_department(source),
        opened, *source.facts.values(),
    )  # fmt: skip
    wanted = (
        *source.open,
        place.region_id == one.region_id,
        source.year == one.year,
        stored_day(source, one.zone, dialect_of(session)) == one.stored,
        source.key == one.key,
    )
    return joined(source, select(*columns)).where(*wanted).order_by(source.row.id)


def thing_of(one: Round, line: Any) -> Thing:
    """A line of ``things``."""
    number, about_id, region_id, department_id, unit_id, under, opened, *facts = line
    said = [fact.isoformat() if isinstance(fact, date) else fact for fact in facts]
    named = dict(zip(one.source.facts, said, strict=True)) | {one.source.due_name: one.zero.isoformat()}
    opened_on = clock.local(opened, one.zone).date() if opened else date.min
    of_region = one.source.reach is Reach.region
    return Thing(number, about_id, region_id, department_id, unit_id, bool(under), opened_on, named, of_region)


def people_for(session: Session, roles: Iterable[Role], thing: Thing) -> list[int]:
    """Who is told of an object, in a fixed order."""
    if thing.of_region:
        return sorted(people_in_region(session, roles, thing.region_id))
    return sorted(people_at(session, roles, thing))


def joined(source: Source, query: Any) -> Any:
    """``query`` from the objects of a source, with the tables beside them."""
    query = query.select_from(source.row)
    for table, on in source.joins:
        query = query.join(table, on)
    return query


def under_department(source: Source) -> Any:
    """Objects with a department above their unit, as SQL."""
    if source.reach is not Reach.unit:
        return true()
    return and_(col(Organisation.own_level).is_(False), source.place.unit_id != source.place.department_id)


def dialect_of(session: Session) -> str:
    """Which database answers."""
    return session.get_bind().dialect.name


def stored_day(source: Source, zone: ZoneInfo, dialect: str) -> Any:
    """The stored day, or the day of the stored instant on the region's clock."""
    return local_day(source.zero, zone, dialect) if source.instant else source.zero


def local_day(instant: Any, zone: ZoneInfo, dialect: str) -> Any:
    """The day of a stored instant on a region's clock, as SQL (its zone knows no summer time)."""
    if dialect == "sqlite":
        offset = zone.utcoffset(clock.now().replace(tzinfo=None)) or timedelta()
        return func.date(instant, f"{offset.total_seconds() / 60:+.0f} minutes", type_=Date)
    return cast(func.timezone(zone.key, instant), Date)
