"""Who is reminded of what when: what was sent, and what would be sent if everything stayed as it is now."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from sqlmodel import Session, col, select

from workflow.models import Organisation, Region, ReminderLog, UserAccount
from workflow.reminding.plan import Step, days_of, too_late
from workflow.reminding.readers import SOURCES
from workflow.reminding.sources import Round, Thing, people_for, rounds, thing_of, things
from workflow.reminding.stored import rules_in_force
from workflow.reminding.table import EVENTS, ReminderRule, Words

MOST_LINES = 500
OUTCOMES: dict[str, Words] = {
    "planned": ("将提醒", "will be told"),
    "sent": ("已提醒", "told"),
    "overtaken": ("未发：已由后一次提醒代替", "left out: a later one was due"),
    "late": ("未发：发现时已过 31 天", "left out: found 31 days too late"),
    "missed": ("未发：下次运行时由最近一次提醒代替", "not sent: made up for by the newest one"),
    "off": ("不提醒：规则已停用", "nobody: the rule is off"),
    "nobody": ("不提醒：没有人担任这一岗位", "nobody holds this role"),
    "no_department": ("不提醒：本级单位没有上级主管部门审核", "the unit has no department above it"),
    "opened_later": ("不提醒：事项在这一天之后才产生", "it came up after this day"),
}


@dataclass(frozen=True)
class Planned:
    """One object on one day of a rule; ``people`` empty where ``outcome`` says why nobody is told."""

    day: date
    rule: ReminderRule
    kind: str
    object_id: int
    title: str
    unit: str
    people: tuple[str, ...]
    outcome: str


def preview(
    session: Session,
    region_id: int,
    today: date,
    first: date,
    last: date,
    *,
    event: str = "",
    with_off: bool = False,
    only: ReminderRule | None = None,
) -> list[Planned]:
    """By day, at most ``MOST_LINES`` and one more to tell that there are others.

    ``only``: what this rule alone would do if it were in force, whatever is stored.
    """
    region = session.get_one(Region, region_id)
    look = _Look(session, region, today, first, last, with_off, [only] if only else None)
    found = islice(look.lines(only.event if only else event), MOST_LINES + 1)
    return sorted(found, key=lambda line: (line.day, line.rule.code, line.unit, line.object_id))


@dataclass
class _Look:
    """One look ahead with the names it has read."""

    session: Session
    region: Region
    today: date
    first: date
    last: date
    with_off: bool
    given: list[ReminderRule] | None = None

    def __post_init__(self) -> None:
        self._people: dict[tuple[Any, ...], tuple[str, ...]] = {}
        self._names: dict[int, str] = {}
        self._rules: dict[int, list[ReminderRule]] = {}

    def lines(self, event: str) -> Iterator[Planned]:
        for key in [event] if event in EVENTS else EVENTS:
            for one in rounds(self.session, [SOURCES[key]], [self.region]):
                if steps := self._steps(one):
                    yield from self._of_round(one, steps)

    def _steps(self, one: Round) -> list[Step]:
        return [
            Step(rule, day)
            for rule in self._rules_of(one.year)
            if rule.event == one.source.event and (rule.active or self.with_off)
            for day in days_of(rule, one.zero, self.last)
            if day >= self.first
        ]

    def _rules_of(self, year: int) -> list[ReminderRule]:
        if self.given is not None:
            return self.given
        if year not in self._rules:
            self._rules[year] = [line.rule for line in rules_in_force(self.session, self.region.id, year)]
        return self._rules[year]

    def _of_round(self, one: Round, steps: list[Step]) -> Iterator[Planned]:
        found = [thing_of(one, line) for line in self.session.exec(things(self.session, one).limit(MOST_LINES + 1))]
        logged = self._logged(one, found)
        for step in steps:
            for thing in found:
                outcome, people = self._told(step, thing, logged.get((thing.id, step.rule.code, step.day)))
                facts = thing.facts
                yield Planned(
                    step.day, step.rule, one.source.about_kind, thing.about_id, facts["project_name"],
                    self._name(thing), people, outcome,
                )  # fmt: skip

    def _told(self, step: Step, thing: Thing, logged: tuple[str, list[str]] | None) -> tuple[str, tuple[str, ...]]:
        if logged:
            return logged[0], tuple(logged[1])
        roles = step.roles(under_department=thing.under_department)
        if not step.rule.active:
            return "off", ()
        if step.day < thing.opened_on:
            return "opened_later", ()
        if not roles:
            return "no_department", ()
        people = self._holders(roles, thing)
        if not people:
            return "nobody", ()
        if step.day < self.today:
            return ("late" if too_late(step.day, self.today) else "missed"), ()
        return "planned", people

    def _holders(self, roles: tuple[Any, ...], thing: Thing) -> tuple[str, ...]:
        key = (roles, thing.unit_id, thing.department_id)
        if key not in self._people:
            ids = people_for(self.session, roles, thing)
            names = select(UserAccount.name).where(col(UserAccount.id).in_(ids)).order_by(col(UserAccount.id))
            self._people[key] = tuple(self.session.exec(names))
        return self._people[key]

    def _name(self, thing: Thing) -> str:
        """The unit or department; the region where it is the matter of everybody in it."""
        organisation_id = thing.unit_id or thing.department_id
        if not organisation_id:
            return self.region.name
        if organisation_id not in self._names:
            self._names[organisation_id] = self.session.get_one(Organisation, organisation_id).name
        return self._names[organisation_id]

    def _logged(self, one: Round, found: list[Thing]) -> dict[tuple[int, str, date], tuple[str, list[str]]]:
        """What became of each step: its outcome, or why it was left out, with the people."""
        query = (
            select(ReminderLog, UserAccount.name)
            .join(UserAccount, col(UserAccount.id) == ReminderLog.recipient_id)
            .where(
                ReminderLog.object_kind == one.source.kind,
                col(ReminderLog.object_id).in_([thing.id for thing in found]),
                col(ReminderLog.day).between(self.first, self.last),
            )
            .order_by(col(ReminderLog.recipient_id))
        )
        told: dict[tuple[int, str, date], tuple[str, list[str]]] = {}
        for row, name in self.session.exec(query):
            told.setdefault((row.object_id, row.rule, row.day), (row.reason or row.outcome, []))[1].append(name)
        return told
