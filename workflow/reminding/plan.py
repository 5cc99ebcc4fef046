"""Which steps of the rules have come on a day. Pure; ``workdays`` knows the days of 调休."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import groupby
from operator import attrgetter

from workflow.reminding.table import ReminderRule
from workflow.types import Role
from workflow.workdays import workdays_from

MAKE_UP_DAYS = 31
"""A step that nobody could send for longer than this is written down as too late, not sent any more."""


@dataclass(frozen=True)
class Step:
    """A rule on one of its days."""

    rule: ReminderRule
    day: date

    def roles(self, *, under_department: bool) -> tuple[Role, ...]:
        """Who is to be told; a unit that is the department itself has no department above it."""
        if under_department:
            return self.rule.roles
        return tuple(role for role in self.rule.roles if role is not Role.department_reviewer)


def days_of(rule: ReminderRule, zero: date, until: date) -> list[date]:
    """The days of a rule up to ``until``, oldest first; of endless repetitions only those a look back reaches."""
    days = _counted(zero, rule.days, rule.working, rule.every, rule.times)
    found = [day for day in days if day <= until]
    return found + list(_endless(days[-1], rule, until)) if rule.every and not rule.times and days else found


@lru_cache(maxsize=4096)  # every look asks for the days of every day 0 again
def _counted(zero: date, offsets: tuple[int, ...], working: bool, every: int, times: int) -> tuple[date, ...]:
    """The days that were named, and behind the last of them the repetitions, if there is an end of them."""
    days = [shifted(zero, offset, working=working) for offset in sorted(offsets)]
    for _ in range(times if every and days else 0):
        days.append(shifted(days[-1], every, working=working))
    return tuple(days)


def _endless(last: date, rule: ReminderRule, until: date) -> Iterator[date]:
    back = until - timedelta(days=MAKE_UP_DAYS + rule.every)
    if not rule.working and last < back:
        last += timedelta(days=(back - last).days // rule.every * rule.every)
    while (last := shifted(last, rule.every, working=rule.working)) <= until:
        if last >= back:
            yield last


def shifted(day: date, count: int, *, working: bool) -> date:
    """``count`` days after ``day``, or before it."""
    return workdays_from(day, count) if working else day + timedelta(days=count)


def passed(rules: Iterable[ReminderRule], zero: date, today: date) -> list[list[Step]]:
    """Steps whose day has come, by day, the newest day first; within a day in the order of the rules."""
    steps = [Step(rule, day) for rule in rules for day in days_of(rule, zero, today)]
    steps.sort(key=attrgetter("day"), reverse=True)  # stable: the order of the rules stays
    return [list(of_day) for _, of_day in groupby(steps, key=attrgetter("day"))]


def too_late(day: date, today: date) -> bool:
    """Whether nobody is told of this step any more."""
    return (today - day).days > MAKE_UP_DAYS
