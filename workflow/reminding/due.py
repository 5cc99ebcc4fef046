"""What a step has come for that nobody has dealt with yet: one query per event, however many days 0 there are.

Of an object only its newest day counts: once that is in the log, everything older has been dealt with.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    Date,
    Integer,
    String,
    and_,
    bindparam,
    cast,
    column,
    exists,
    func,
    or_,
    true,
    type_coerce,
    union_all,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Session, col, select

from workflow import clock
from workflow.models import Region, ReminderLog, ReminderSetting
from workflow.reminding.plan import Step, passed
from workflow.reminding.readers import SOURCES
from workflow.reminding.sources import (
    Round,
    Source,
    Thing,
    dialect_of,
    joined,
    local_day,
    rounds,
    stored_day,
    things,
)
from workflow.reminding.sources import under_department as below_department
from workflow.reminding.stored import active_rules
from workflow.reminding.table import SHIPPED, ReminderRule
from workflow.types import Role


@dataclass(frozen=True)
class DueRound:
    """Objects with the same day 0 whose first step has come; ``steps`` by day, the newest first."""

    round: Round
    today: date
    steps: list[list[Step]]

    def steps_for(self, thing: Thing) -> Iterator[tuple[date, list[tuple[Step, tuple[Role, ...]]]]]:
        """What has come for one object since it was there, and which roles are told of it."""
        for of_day in self.steps:
            told = [(step, step.roles(under_department=thing.under_department)) for step in of_day]
            if of_day[0].day >= thing.opened_on and any(roles for _, roles in told):
                yield of_day[0].day, [(step, roles) for step, roles in told if roles]

    def newest(self, *, under_department: bool) -> list[Step]:
        """The steps of the newest day on which such an object has anybody to tell."""
        for steps in self.steps:
            if told := [step for step in steps if step.roles(under_department=under_department)]:
                return told
        return []


def due_rounds(session: Session, today: date) -> list[DueRound]:
    """Every round that holds an object with something to do, in the order of events, regions and days 0."""
    events = {rule.event for rule in SHIPPED.values() if rule.active}
    events |= set(session.exec(select(ReminderSetting.event).where(col(ReminderSetting.active)).distinct()))
    regions, rules = session.exec(select(Region).order_by(col(Region.id))).all(), _Rules(session)
    sources = [source for event, source in SOURCES.items() if event in events]
    come = [
        DueRound(one, today, steps)
        for one in rounds(session, sources, regions)
        if (steps := passed(rules.of(one), one.zero, today))
    ]
    return _with_something_due(session, come)


def things_due(session: Session, one: DueRound, after: int) -> Any:
    """The query for the objects of a round that have something to do; ``sources.thing_of`` reads a line of it."""
    below = below_department(one.round.source)
    newest = or_(
        *(
            and_(below if under else ~below, _opened_by(one.round, steps[0].day), _open_step(one, steps))
            for under in (True, False)
            if (steps := one.newest(under_department=under))
        )
    )
    return things(session, one.round).where(one.round.source.row.id > after, newest)


class _Rules:
    """The active rules, read once for a region and year."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[tuple[int, int], list[ReminderRule]] = {}

    def of(self, one: Round) -> list[ReminderRule]:
        """Those of the event of a round."""
        key = (one.region_id, one.year)
        if key not in self._known:
            self._known[key] = active_rules(self._session, *key)
        return [rule for rule in self._known[key] if rule.event == one.source.event]


def _with_something_due(session: Session, come: Sequence[DueRound]) -> list[DueRound]:
    """Those of the rounds that hold an object whose newest day is not in the log; one query per zone."""
    numbers: set[int] = set()
    for zone in {one.round.zone for one in come}:
        lines: dict[Source, list[tuple[Any, ...]]] = {}
        for number, one in enumerate(come):
            if one.round.zone == zone:
                lines.setdefault(one.round.source, []).extend(_lines(number, one))
        given = {f"lines_{source.event}": json.dumps(lines.get(source, [])) for source in SOURCES.values()}
        numbers |= set(session.scalars(_due_numbers(zone, dialect_of(session)), given))
    return [one for number, one in enumerate(come) if number in numbers]


def _lines(number: int, one: DueRound) -> list[tuple[Any, ...]]:
    """A round as ``_due_numbers`` takes it: its place and the steps of its newest day."""
    place = (number, one.round.region_id, one.round.year, one.round.stored.isoformat(), one.round.key)
    return [
        (*place, under, step.day.isoformat(), step.rule.code)
        for under in (True, False)
        for step in one.newest(under_department=under)
    ]


@cache
def _due_numbers(zone: ZoneInfo, dialect: str) -> Any:
    """The numbers of those lines of the parameters ``lines_<event>`` for which an object has a step to do.

    The lines come as JSON texts, so that the statement, kept for the next time, is the same however many there are.
    """
    return union_all(*(_due_numbers_of(source, zone, dialect) for source in SOURCES.values()))


def _due_numbers_of(source: Source, zone: ZoneInfo, dialect: str) -> Any:
    number, region_id, year, stored, key, below, day, rule = _columns(f"lines_{source.event}", dialect)
    opened = true() if source.opened is None else local_day(source.opened, zone, dialect) <= day
    place = and_(
        region_id == source.place.region_id, year == source.year, stored == stored_day(source, zone, dialect),
        key == source.key, below == below_department(source),
    )  # fmt: skip
    query = joined(source, select(number)).where(place, *source.open, opened, ~_in_log(source, rule, day))
    return query.distinct()


def _columns(name: str, dialect: str) -> list[Any]:
    types = (Integer, BigInteger, Integer, Date, BigInteger, Boolean, Date, String)
    if dialect == "sqlite":
        line = func.json_each(bindparam(name, type_=String)).table_valued("value").c.value
        return [type_coerce(func.json_extract(line, f"$[{at}]"), kind) for at, kind in enumerate(types)]
    lines = func.jsonb_array_elements(cast(bindparam(name, type_=String), JSONB))
    line = lines.table_valued(column("value", JSONB)).c.value
    return [cast(line[at].astext, kind) for at, kind in enumerate(types)]


def _opened_by(one: Round, day: date) -> ColumnElement[bool]:
    """Objects that were there on a day."""
    opened = one.source.opened
    return true() if opened is None else opened <= clock.end_of_day(day, one.zone)


def _open_step(one: DueRound, steps: Sequence[Step]) -> ColumnElement[bool]:
    return or_(*(~_in_log(one.round.source, step.rule.code, step.day) for step in steps))


def _in_log(source: Source, rule: Any, day: Any) -> ColumnElement[bool]:
    return exists().where(
        col(ReminderLog.object_kind) == source.kind,
        col(ReminderLog.object_id) == source.row.id,
        col(ReminderLog.rule) == rule,
        col(ReminderLog.day) == day,
    )
