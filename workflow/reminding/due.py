"""What a step has come for that nobody has dealt with yet: one query per event, however many days 0 there are.

Of an object only its newest day counts: once that is in the log, everything older has been dealt with.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    Date,
    Integer,
    String,
    and_,
    column,
    exists,
    or_,
    true,
    values,
)
from sqlmodel import Session, col, select

from workflow import clock
from workflow.models import MonitoringReport, Region, ReminderLog, ReminderSetting
from workflow.reminding.plan import Step, passed
from workflow.reminding.sources import SOURCES, Round, Source, Thing, joined, stored_day, things, under_department
from workflow.reminding.sources import rounds as rounds_of
from workflow.reminding.stored import active_rules
from workflow.reminding.table import SHIPPED, ReminderRule
from workflow.types import Role

ROUNDS_PER_QUERY = 100
"""Each takes a few parameters, and a statement has at most 32,766 of them."""


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
    """Every round that holds an object with something to do, in the order of regions, events and days 0."""
    events = {rule.event for rule in SHIPPED.values() if rule.active}
    events |= set(session.exec(select(ReminderSetting.event).where(col(ReminderSetting.active)).distinct()))
    found: list[DueRound] = []
    for region in session.exec(select(Region).order_by(col(Region.id))):
        rules: dict[int, list[ReminderRule]] = {}
        for event, source in SOURCES.items():
            come = list(_come(session, source, region, rules, today)) if event in events else []
            for start in range(0, len(come), ROUNDS_PER_QUERY):
                found += _with_something_due(session, source, come[start : start + ROUNDS_PER_QUERY])
    return found


def things_due(session: Session, one: DueRound, after: int) -> Any:
    """The query for the objects of a round that have something to do; ``sources.thing_of`` reads a line of it."""
    below = under_department(one.round.source)
    newest = or_(
        *(
            and_(
                below if under else ~below, _opened_by(one.round.source, _end(one.round, steps)), _open_step(one, steps)
            )
            for under in (True, False)
            if (steps := one.newest(under_department=under))
        )
    )
    return things(session, one.round).where(one.round.source.row.id > after, newest)


def _come(
    session: Session, source: Source, region: Region, rules: dict[int, list[ReminderRule]], today: date
) -> Iterator[DueRound]:
    """Rounds for which at least one step has come; ``rules`` by year is filled as they are met."""
    for one in rounds_of(session, source, region):
        if one.year not in rules:
            rules[one.year] = active_rules(session, region.id, one.year)
        of_event = (rule for rule in rules[one.year] if rule.event == source.event)
        if steps := passed(of_event, one.zero, today):
            yield DueRound(one, today, steps)


def _with_something_due(session: Session, source: Source, some: Sequence[DueRound]) -> list[DueRound]:
    """Those of some rounds of a source that hold an object whose newest day is not in the log: one query for all."""
    lines = [
        (
            number,
            one.round.year,
            one.round.stored,
            one.round.key,
            under,
            _end(one.round, steps),
            step.day,
            step.rule.code,
        )
        for number, one in enumerate(some)
        for under in (True, False)
        if (steps := one.newest(under_department=under))
        for step in steps
    ]
    if not lines:
        return []
    steps_table = values(
        column("number", Integer), column("year", Integer), column("stored", Date), column("key", BigInteger),
        column("below", Boolean), column("ends", MonitoringReport.__table__.c.created_at.type),  # type: ignore[attr-defined]
        column("day", Date), column("rule", String),
    ).data(lines).cte("steps")  # fmt: skip
    step, first = steps_table.c, some[0].round
    query = (
        joined(source, select(step.number))
        .join(
            steps_table,
            and_(
                step.year == source.year, step.stored == stored_day(session, source, first.zone),
                step.key == source.key, step.below == under_department(source),
            ),
        )
        .where(
            *source.open, source.place.region_id == first.region_id, _opened_by(source, step.ends),
            ~_in_log(source, step.rule, step.day),
        )
    )  # fmt: skip
    numbers = set(session.exec(query.distinct()))
    return [one for number, one in enumerate(some) if number in numbers]


def _end(one: Round, steps: Sequence[Step]) -> Any:
    return clock.end_of_day(steps[0].day, one.zone)


def _opened_by(source: Source, end: Any) -> ColumnElement[bool]:
    """Objects that were there at an instant."""
    return true() if source.opened is None else source.opened <= end


def _open_step(one: DueRound, steps: Sequence[Step]) -> ColumnElement[bool]:
    return or_(*(~_in_log(one.round.source, step.rule.code, step.day) for step in steps))


def _in_log(source: Source, rule: Any, day: Any) -> ColumnElement[bool]:
    return exists().where(
        col(ReminderLog.object_kind) == source.kind,
        col(ReminderLog.object_id) == source.row.id,
        col(ReminderLog.rule) == rule,
        col(ReminderLog.day) == day,
    )
