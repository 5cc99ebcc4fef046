"""The numbers of the overview: one statement per kind of file, whatever the size; money from the execution board."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import case
from sqlmodel import Session, col, func, select

from workflow.errors import NotFound
from workflow.execution import Light, Money, rate
from workflow.models import MonitoringCampaign, Organisation
from workflow.permissions import Actor, DepartmentPlace
from workflow.queries.dashboard.measures import MEASURES, NUMBERS, Asked, Number, newest_campaign, standing
from workflow.queries.dashboard.standing import MODELS, Stood, stood
from workflow.queries.execution import Board, BoardFilters, board
from workflow.queries.no_targets import count_without_targets
from workflow.types import FINANCE_ROLES, OrganisationKind, Role

MOST_LINES = 2_000
"""Departments or units on one overview; more than any region has."""
SLOWEST = 50
"""Projects on the overview of a unit: those furthest behind."""


@dataclass
class Line:
    """One department, unit or project; a project has money alone."""

    id: int
    name: str = ""
    counts: Counter[Number] = field(default_factory=Counter)
    money: Money = field(default_factory=Money)

    @property
    def unspent_fen(self) -> int:
        """未支出: adjusted budget − paid."""
        return self.money.adjusted_fen - self.money.executed_fen

    def count(self, measure: str, value: str = "") -> int:
        """One number."""
        return self.counts[measure, value]


@dataclass(frozen=True)
class Overview:
    """Everything on the page. ``by`` says what a line is; ``as_of``: payments are counted until that day.

    ``unmatched_fen`` and ``without_targets`` (有钱无目标) are None where their lists cannot be narrowed to the place or
    the day.
    """

    asked: Asked
    by: str
    total: Line
    lines: list[Line]
    as_of: date
    computed_at: datetime | None
    unmatched_fen: int | None
    without_targets: int | None
    campaign: tuple[int, str] | None

    @property
    def empty(self) -> bool:
        """Nothing was declared, budgeted or paid."""
        return not self.total.counts and self.total.money == Money() and not self.without_targets


RANKS: dict[str, Callable[[Line], Any]] = {
    "rate": lambda line: line.money.execution_rate,
    "left": lambda line: line.unspent_fen,
    "share": lambda line: rate(line.count("submitted"), line.count("due")),
    "passed": lambda line: rate(line.count("passed"), line.count("submitted")),
    "unsubmitted": lambda line: line.count("unsubmitted"),
    "late": lambda line: line.count("unsubmitted_late"),
    "money_red": lambda line: line.count("money_light", Light.red),
    "target_red": lambda line: line.count("target_light", Light.red),
}
"""By what the lines may be ranked."""


def ranked(lines: Iterable[Line], by: str = "rate", *, descending: bool = False) -> list[Line]:
    """In that order, ties by name; who has no such number (no budget, nothing due) stands at the end."""
    value = RANKS.get(by, RANKS["rate"])
    named = sorted(lines, key=lambda line: (line.name, line.id))
    without = [line for line in named if value(line) is None]
    return [*sorted((line for line in named if value(line) is not None), key=value, reverse=descending), *without]


def lines_by(actor: Actor, asked: Asked) -> str:
    """What the lines are about: departments for finance, units for a department, projects for a unit."""
    if asked.unit_id or not actor.roles - {Role.filer, Role.unit_head}:
        return "project"
    whole_region = actor.roles & (FINANCE_ROLES | {Role.auditor})
    return "department" if whole_region and not asked.department_id else "unit"


def overview(session: Session, actor: Actor, asked: Asked, as_of: date | None = None) -> Overview:
    """The page; each count is the number of lines of ``behind`` with the same words, each sum that of the board."""
    by = lines_by(actor, asked)
    lines = _counted(session, actor, asked, "department" if by == "department" else "unit")
    counts: Counter[Number] = Counter()
    for line in lines.values():
        counts += line.counts
    found = _money(session, actor, asked, by, as_of)
    if by == "project":
        lines = {}
    _add_money(lines, found)
    if by != "project":
        _name(session, lines)
    narrowed = asked.department_id or asked.unit_id
    without_targets = (
        None if narrowed or asked.past else count_without_targets(session, actor, asked.region_id, asked.year)
    )
    return Overview(
        asked, by, Line(0, "", counts, found.total), list(lines.values()), found.as_of, found.computed_at,
        None if narrowed else found.unmatched_fen,
        without_targets,
        _campaign(session, asked),
    )  # fmt: skip


def place_name(session: Session, actor: Actor, asked: Asked) -> str:
    """Whose overview it is, "" = of all the actor sees; raises ``NotFound`` for what lies outside his reach."""
    wanted = asked.unit_id or asked.department_id
    if not wanted:
        return ""
    row = session.get(Organisation, wanted)
    if row is None or row.region_id != asked.region_id or not actor.sees(_place(row)):
        raise NotFound("no_such_department")
    return row.name


def _place(row: Organisation) -> DepartmentPlace:
    of_unit = row.kind == OrganisationKind.unit
    return DepartmentPlace(row.region_id, (row.parent_id or 0) if of_unit else row.id, row.id if of_unit else 0)


def _campaign(session: Session, asked: Asked) -> tuple[int, str] | None:
    """The campaign whose lights are shown: its id and name."""
    query = select(MonitoringCampaign.id, MonitoringCampaign.name)
    found = session.exec(query.where(MonitoringCampaign.id == newest_campaign(asked).scalar_subquery())).first()
    return (found[0], found[1]) if found else None


def _counted(session: Session, actor: Actor, asked: Asked, by: str) -> dict[int, Line]:
    lines: dict[int, Line] = {}
    for kind in MODELS:
        numbers = [number for number in NUMBERS if MEASURES[number[0]].of == kind]
        at = stood(kind, asked.past)
        key: Any = getattr(at.model, f"{by}_id")
        sums = [_how_many(asked, at, number) for number in numbers]
        query: Any = at.join(select(key, *sums).select_from(at.model)).where(*standing(actor, asked, at)).group_by(key)
        for place, *found in session.exec(query):
            line = lines.setdefault(place, Line(place))
            line.counts.update({number: int(count) for number, count in zip(numbers, found, strict=True) if count})
    return lines


def _how_many(asked: Asked, at: Stood, number: Number) -> Any:
    measure, value = number
    return func.sum(case((MEASURES[measure].condition(asked, at, value), 1), else_=0))


def _money(session: Session, actor: Actor, asked: Asked, by: str, as_of: date | None) -> Board:
    filters = BoardFilters(asked.department_id, asked.unit_id)
    size = SLOWEST if by == "project" else MOST_LINES
    return board(
        session, actor, asked.region_id, asked.year, as_of, grouping=by, sort="rate", filters=filters, size=size
    )


def _add_money(lines: dict[int, Line], found: Board) -> None:
    for row in found.lines:
        line = lines.setdefault(row.id, Line(row.id))
        line.name, line.money = row.name, row.money


def _name(session: Session, lines: dict[int, Line]) -> None:
    unnamed = [key for key, line in lines.items() if not line.name]
    for key, name in _names(session, unnamed):
        lines[key].name = name


def _names(session: Session, ids: Iterable[int]) -> list[tuple[int, str]]:
    query = select(Organisation.id, Organisation.name).where(col(Organisation.id).in_(sorted(ids)))
    return [(key, name) for key, name in session.exec(query)]
