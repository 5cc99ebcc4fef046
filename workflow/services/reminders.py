"""Reminding people: the beat asks "what is due", as often as it likes.

Of each object only the newest day whose steps have come is sent; what was missed before it is written down as skipped.
The unique row of ``ReminderLog`` decides, so two schedulers, a killed worker or a lost day change nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, exists, false, or_
from sqlmodel import Session, col, select

from workflow import clock
from workflow.db import insert_all_once, unit_of_work
from workflow.failpoints import reached
from workflow.models import Region, ReminderLog, ReminderSetting
from workflow.notifications.outbox import Message, notify_all
from workflow.permissions import people_at
from workflow.reminding.plan import Step, passed, too_late
from workflow.reminding.sources import SOURCES, Round, Thing, opened_by, rounds, thing_of, things, under_department
from workflow.reminding.stored import active_rules
from workflow.reminding.table import MAIL, SHIPPED, ReminderRule
from workflow.types import Role

OBJECTS_PER_RUN = 200


@dataclass
class Reminded:
    """What a run did: people told and steps skipped; ``last_id`` is the last object looked at, 0 = none was due."""

    sent: int = 0
    skipped: int = 0
    last_id: int = 0


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


def remind_all(today: date) -> Reminded:
    """Every open object of every region, a transaction per chunk; called as often as the schedule likes."""
    with unit_of_work() as session:
        work = due_rounds(session, today)
    told = Reminded()
    for one in work:
        after = 0
        while _something_due(one, after):
            reached("reminder.found")
            with unit_of_work(write=True) as session:
                chunk = remind(session, one, after, OBJECTS_PER_RUN)
            reached("reminder.committed")
            told.sent, told.skipped = told.sent + chunk.sent, told.skipped + chunk.skipped
            if not chunk.last_id:
                break  # all of it is being moved at this moment; the next run looks again
            after = chunk.last_id
    return told


def due_rounds(session: Session, today: date) -> list[DueRound]:
    """What at least one step has come for."""
    events = {rule.event for rule in SHIPPED.values() if rule.active}
    events |= set(session.exec(select(ReminderSetting.event).where(col(ReminderSetting.active)).distinct()))
    found: list[DueRound] = []
    rules: dict[tuple[int, int], list[ReminderRule]] = {}
    for region in session.exec(select(Region).order_by(col(Region.id))):
        for event, source in SOURCES.items():
            for one in rounds(session, source, region) if event in events else ():
                if (region.id, one.year) not in rules:
                    rules[region.id, one.year] = active_rules(session, region.id, one.year)
                of_event = (rule for rule in rules[region.id, one.year] if rule.event == event)
                steps = passed(of_event, one.zero, today)
                found += [DueRound(one, today, steps)] if steps else []
    return found


def remind(session: Session, one: DueRound, after: int = 0, limit: int = OBJECTS_PER_RUN) -> Reminded:
    """One chunk of objects in the caller's transaction: the newest step is sent, what was missed is written down."""
    source = one.round.source
    query = _due(session, one, after).limit(limit).with_for_update(of=source.row, skip_locked=True)
    found = [thing_of(one.round, line) for line in session.exec(query)]
    logged = _logged(session, source.kind, [thing.id for thing in found])
    people = People(session)
    send: list[tuple[Due, Message]] = []
    skip: dict[str, list[Due]] = {"overtaken": [], "late": []}
    for thing in found:
        for number, (day, lines) in enumerate(_reached(one, thing, people)):
            new = [line for line in lines if (thing.id, line.rule, day) not in logged]
            if too_late(day, one.today):
                skip["late"] += [due for line in new for due in line.dues(thing)]
            elif number:
                skip["overtaken"] += [due for line in new for due in line.dues(thing)]
            else:
                send += [(due, line.message(one, thing, due)) for line in new for due in line.dues(thing)]
            if len(new) < len(lines):
                break  # this day and all older ones have been dealt with
    kind = source.kind
    new_lines = _log(session, kind, [due for due, _ in send], "sent")
    reached("reminder.logged")
    sent = notify_all(session, [message for due, message in send if due in new_lines])
    skipped = sum(len(_log(session, kind, dues, "skipped", reason)) for reason, dues in skip.items())
    reached("reminder.written")
    return Reminded(sent, skipped, found[-1].id if found else 0)


class Due(NamedTuple):
    """One line of the log: a step of an object for one person."""

    rule: str
    object_id: int
    recipient_id: int
    day: date


@dataclass(frozen=True)
class Line:
    """A step of one object with the people it is for."""

    step: Step
    people: list[int]

    @property
    def rule(self) -> str:
        """Its name in the log."""
        return self.step.rule.code

    def dues(self, thing: Thing) -> list[Due]:
        """A line of the log for everybody."""
        return [Due(self.rule, thing.id, user, self.step.day) for user in self.people]

    def message(self, one: DueRound, thing: Thing, due: Due) -> Message:
        """What a person is told; a sentence of the region's own goes with it, so that it stays as it was told."""
        rule, source = self.step.rule, one.round.source
        facts: dict[str, Any] = thing.facts | {"days": max((one.today - one.round.zero).days, 0)}
        if rule.text[0]:
            facts["said"] = list(rule.text)
        key = f"{rule.code}:{thing.id}:{due.day.isoformat()}"
        mail = MAIL in rule.channels
        return Message(due.recipient_id, rule.template, key, source.about_kind, thing.about_id, facts, mail=mail)


def _reached(one: DueRound, thing: Thing, people: "People") -> Iterator[tuple[date, list[Line]]]:
    """The days on which somebody can be told; a step nobody holds the role for gives way to the one before."""
    for day, steps in one.steps_for(thing):
        lines = [Line(step, who) for step, roles in steps if (who := people.of(roles, thing))]
        if lines:
            yield day, lines


def _log(session: Session, kind: str, lines: Sequence[Due], outcome: str, reason: str = "") -> set[Due]:
    """Write the lines down; those that nobody had written before."""
    shared = {"created_at": clock.now(), "object_kind": kind, "outcome": outcome, "reason": reason}
    rows = [line._asdict() | shared for line in lines]
    return {Due(*line) for line in insert_all_once(session, ReminderLog, rows, *Due._fields)}


class People:
    """Who holds a role over an object; units have many of them, so the answer is kept for the chunk."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[tuple[tuple[Role, ...], int, int], list[int]] = {}

    def of(self, roles: tuple[Role, ...], thing: Thing) -> list[int]:
        """Ids in a fixed order."""
        key = (roles, thing.unit_id, thing.department_id)
        if key not in self._known:
            self._known[key] = sorted(people_at(self._session, roles, thing))
        return self._known[key]


def _logged(session: Session, kind: str, ids: Iterable[int]) -> set[tuple[int, str, date]]:
    query = select(ReminderLog.object_id, ReminderLog.rule, col(ReminderLog.day)).where(
        ReminderLog.object_kind == kind, col(ReminderLog.object_id).in_(list(ids))
    )
    return set(session.exec(query).all())


def _due(session: Session, one: DueRound, after: int) -> Any:
    """Objects with a step of their newest day that is not in the log."""
    below = under_department(one.round)
    newest = or_(
        and_(below, _newest_open(one, under_department=True)), and_(~below, _newest_open(one, under_department=False))
    )
    return things(session, one.round).where(one.round.source.row.id > after, newest)


def _newest_open(one: DueRound, *, under_department: bool) -> ColumnElement[bool]:
    for steps in one.steps:
        if told := [step for step in steps if step.roles(under_department=under_department)]:
            return and_(opened_by(one.round, told[0].day), or_(*(~_in_log(one.round, step) for step in told)))
    return false()


def _in_log(one: Round, step: Step) -> ColumnElement[bool]:
    return exists().where(
        col(ReminderLog.object_kind) == one.source.kind,
        col(ReminderLog.object_id) == one.source.row.id,
        col(ReminderLog.rule) == step.rule.code,
        col(ReminderLog.day) == step.day,
    )


def _something_due(one: DueRound, after: int) -> bool:
    """Looked up without the write lock: most of the time there is nothing."""
    with unit_of_work() as session:
        return session.exec(_due(session, one, after).limit(1)).first() is not None
