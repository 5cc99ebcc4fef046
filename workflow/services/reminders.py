"""Reminding people: the beat asks "what is due", as often as it likes.

Of each object only the newest day whose steps have come is sent; what was missed before it is written down as skipped.
The unique row of ``ReminderLog`` decides, so two schedulers, a killed worker or a lost day change nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from workflow import clock
from workflow.db import insert_all_once, unit_of_work
from workflow.failpoints import reached
from workflow.models import ReminderLog
from workflow.notifications.outbox import Message, notify_all
from workflow.reminding.due import DueRound, due_rounds, things_due
from workflow.reminding.plan import Step, too_late
from workflow.reminding.sources import Thing, people_for, thing_of
from workflow.types import Role

OBJECTS_PER_RUN = 200


@dataclass
class Reminded:
    """What a run did: people told and steps skipped; how many objects it looked at, and the last of them."""

    sent: int = 0
    skipped: int = 0
    looked_at: int = 0
    last_id: int = 0


def remind_all(today: date) -> Reminded:
    """Every open object of every region, a transaction per chunk; called as often as the schedule likes."""
    with unit_of_work() as session:
        work = due_rounds(session, today)
    told = Reminded()
    for one in work:
        chunk = Reminded(looked_at=OBJECTS_PER_RUN)
        while chunk.looked_at == OBJECTS_PER_RUN:  # what is being moved at this moment is left to the next run
            reached("reminder.found")
            with unit_of_work(write=True) as session:
                chunk = remind(session, one, chunk.last_id, OBJECTS_PER_RUN)
            reached("reminder.committed")
            told.sent, told.skipped = told.sent + chunk.sent, told.skipped + chunk.skipped
    return told


def remind(session: Session, one: DueRound, after: int = 0, limit: int = OBJECTS_PER_RUN) -> Reminded:
    """One chunk of objects in the caller's transaction: the newest step is sent, what was missed is written down."""
    source = one.round.source
    query = things_due(session, one, after).limit(limit).with_for_update(of=source.row, skip_locked=True)
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
    return Reminded(sent, skipped, len(found), found[-1].id if found else 0)


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
        to, group = due.recipient_id, thing.department_id
        return Message(to, rule.template, key, source.about_kind, thing.about_id, facts, rule.channels, group)


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
        self._known: dict[tuple[tuple[Role, ...], int, int, int], list[int]] = {}

    def of(self, roles: tuple[Role, ...], thing: Thing) -> list[int]:
        """Ids in a fixed order."""
        key = (roles, thing.unit_id, thing.department_id, thing.region_id)
        if key not in self._known:
            self._known[key] = people_for(self._session, roles, thing)
        return self._known[key]


def _logged(session: Session, kind: str, ids: Iterable[int]) -> set[tuple[int, str, date]]:
    query = select(ReminderLog.object_id, ReminderLog.rule, col(ReminderLog.day)).where(
        ReminderLog.object_kind == kind, col(ReminderLog.object_id).in_(list(ids))
    )
    return set(session.exec(query).all())
