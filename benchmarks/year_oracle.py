"""Who is to be reminded of what on which day: the rules of the simulated year, written down a second time.

Nothing here is read from the product: days, roles and holidays are what was agreed, and days are counted one by one.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

OFF = (
    (date(2025, 1, 1), date(2025, 1, 1)), (date(2025, 1, 28), date(2025, 2, 4)), (date(2025, 4, 4), date(2025, 4, 6)),
    (date(2025, 5, 1), date(2025, 5, 5)), (date(2025, 5, 31), date(2025, 6, 2)), (date(2025, 10, 1), date(2025, 10, 8)),
    (date(2026, 1, 1), date(2026, 1, 3)),
)  # fmt: skip
"""国办发明电〔2024〕12号: the holidays of 2025, first and last day; of 2026 only what a due day reaches into."""
WORKED = {
    date(2025, 1, 26), date(2025, 2, 8), date(2025, 4, 27), date(2025, 9, 28), date(2025, 10, 11), date(2026, 1, 4),
}  # fmt: skip
"""调休: the days at weekends that were worked for them."""
TOO_LATE = 31


class Rule(NamedTuple):
    """Of one event: on which days, counted how, again after how many, for whom, and how often again (0: for ever)."""

    event: str
    days: tuple[int, ...]
    working: bool
    every: int
    roles: tuple[str, ...]
    times: int = 0


RULES: dict[str, Rule] = {
    "monitoring_report-7": Rule("monitoring_due", (-7,), False, 0, ("filer",)),
    "monitoring_report-3": Rule("monitoring_due", (-3,), False, 0, ("filer",)),
    "monitoring_report+0": Rule("monitoring_due", (0,), False, 0, ("filer",)),
    "monitoring_report+1": Rule("monitoring_due", (1,), False, 0, ("unit_head",)),
    "monitoring_report+3": Rule("monitoring_due", (3,), False, 0, ("department_reviewer",)),
    "monitoring_report+5": Rule("monitoring_due", (5,), False, 0, ("section_reviewer",)),
    "monitoring_report_leader": Rule("monitoring_due", (10,), True, 0, ("leader",)),
    "declaration_due_soon": Rule("declaration_due", (-3, -1), True, 0, ("filer",)),
    "declaration_overdue": Rule("declaration_due", (1,), True, 3, ("unit_head", "department_reviewer"), 4),
    "declaration_overdue_section": Rule("declaration_due", (15,), True, 0, ("section_reviewer", "section_head")),
    "return_due_soon": Rule("return_due", (-1, 0), True, 0, ("filer",)),
    "return_overdue": Rule("return_due", (1,), True, 3, ("filer", "unit_head"), 4),
    "return_overdue_section": Rule("return_due", (15,), True, 0, ("department_reviewer", "section_reviewer")),
    "review_due_soon": Rule("review_due", (-2, 0), True, 0, ("section_reviewer",)),
    "review_overdue": Rule("review_due", (1,), True, 5, ("section_head",), 2),
    "review_overdue_performance": Rule("review_due", (15,), True, 0, ("performance",)),
    "signing_head": Rule("signing_waiting", (2,), True, 2, ("unit_head",), 5),
    "special_point_overdue": Rule("special_point_due", (1, 3, 7), False, 7, ("filer", "performance"), 4),
    "special_point_leader": Rule("special_point_due", (42,), False, 0, ("leader",)),
    "letter_forward_due": Rule("letter_forward_due", (-3, 0, 1, 7), False, 0, ("department_reviewer",)),
    "evaluation_due_soon": Rule("evaluation_due", (-7, -3), False, 0, ("filer",)),
    "evaluation_due_today": Rule("evaluation_due", (0,), False, 0, ("filer",)),
    "evaluation_overdue": Rule("evaluation_due", (1,), False, 0, ("unit_head",)),
    "evaluation_overdue_of_unit": Rule("evaluation_due", (3,), True, 5, ("department_reviewer",), 2),
    "evaluation_overdue_section": Rule("evaluation_due", (15,), True, 0, ("section_reviewer",)),
    "correction_due_soon": Rule("correction_due", (-3, 0), True, 0, ("filer",)),
    "correction_overdue": Rule("correction_due", (1,), True, 5, ("unit_head", "section_reviewer"), 4),
    "task_opened": Rule("task_opened", (0,), False, 0, ("filer",)),
    "campaign_opened": Rule("campaign_opened", (0,), False, 0, ("filer",)),
    "evaluation_opened": Rule("evaluation_opened", (0,), False, 0, ("filer",)),
}


@dataclass(frozen=True)
class Life:
    """An object that is open from one morning to another; ``zero`` is the day 0 of its event."""

    event: str
    kind: str
    id: int
    unit: str
    zero: date
    opened_on: date
    closed_on: date


People = Callable[[str, str, date], set[str]]
"""Who holds a role over a unit on a day."""


class Told(NamedTuple):
    """A line of the log."""

    rule: str
    kind: str
    id: int
    who: str
    day: date
    outcome: str


def is_workday(day: date) -> bool:
    """Whether offices worked on a day of 2025 or of the first days of 2026."""
    return day in WORKED or (day.weekday() < 5 and not any(first <= day <= last for first, last in OFF))


def after(zero: date, count: int, *, working: bool) -> date:
    """``count`` days after a day, one by one."""
    step = 1 if count > 0 else -1
    while count:
        zero += timedelta(days=step)
        count -= step * (is_workday(zero) or not working)
    return zero


def days(rule: Rule, zero: date, until: date) -> list[date]:
    """The days of a rule, the repetitions one by one."""
    found = [after(zero, count, working=rule.working) for count in rule.days]
    last, again = found[-1], 0
    while rule.every and last <= until and again < (rule.times or again + 1):
        last, again = after(last, rule.every, working=rule.working), again + 1
        found.append(last)
    return [day for day in found if day <= until]


def expected(lives: Iterable[Life], looked: list[date], people: People) -> Counter[Told]:
    """The whole log; ``looked`` are the days on which somebody looked to the end."""
    return Counter(told for life in lives for told in _of(life, looked, people))


def _of(life: Life, looked: list[date], people: People) -> Iterable[Told]:
    """Who holds the role on the day somebody looks is told; a step without anybody gives way to the one before."""
    steps: dict[date, list[str]] = {}
    for code, rule in RULES.items():
        if rule.event == life.event:
            for day in days(rule, life.zero, looked[-1]):
                steps.setdefault(day, []).append(code)
    dealt: set[date] = set()
    for today in (day for day in looked if life.opened_on <= day < life.closed_on):
        come = sorted((day for day in steps if life.opened_on <= day <= today and day not in dealt), reverse=True)
        told = {day: list(_people(life, steps[day], today, people)) for day in come}
        come = [day for day in come if any(who for _, who in told[day])]
        if not come or (dealt and come[0] < max(dealt)):
            continue
        for number, day in enumerate(come):
            if dealt and day < max(dealt):
                break
            late = (today - day).days > TOO_LATE
            outcome = "late" if late else "overtaken" if number else "sent"
            for code, who in told[day]:
                yield from (Told(code, life.kind, life.id, name, day, outcome) for name in sorted(who))
        dealt |= set(come)


def _people(life: Life, codes: list[str], today: date, people: People) -> Iterable[tuple[str, set[str]]]:
    for code in codes:
        yield code, set().union(*(people(role, life.unit, today) for role in RULES[code].roles))
