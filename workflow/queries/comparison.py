"""对比: the targets of one project over the years, and what one unit costs it and others of its kind."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, select

from workflow.canonical import Declaration as Document
from workflow.canonical import unpack
from workflow.canonical.document import Indicator as Line
from workflow.documents.assemble import document_of
from workflow.indicators import ValueKind
from workflow.indicators.units import MONEY, PERCENT, PERIODS, YEAR
from workflow.models import Declaration, Indicator, Snapshot
from workflow.permissions import Actor, visible_to
from workflow.queries.file_bases import origins
from workflow.queries.file_page import FINANCE_SIDE
from workflow.rules.last_year import folded
from workflow.rules.readings import read_target
from workflow.types import Horizon, State

EARLIER_YEARS = 4
FEWEST_OTHERS = 5
"""With fewer others neither median nor rank says anything, and a single project could be made out."""
MOST_READ = 5000
"""Indicators of others that are read at most, the newest declarations first: a page, not a report."""
QUANTITY = "数量"
ENDED = (State.drafted, State.terminated)


@dataclass(frozen=True)
class Told:
    """What an indicator asked for in one year; ``declaration_id`` = as approved, None = this form's prior column."""

    text: str
    declaration_id: int | None = None


@dataclass(frozen=True)
class Over:
    """One indicator with its earlier targets by year."""

    now: Line
    earlier: Mapping[int, Told]


@dataclass(frozen=True)
class UnitCost:
    """Budget of the year ÷ quantity; in fen for one ``unit``. ``rank`` 1 is the cheapest of ``others`` + 1."""

    now: Line
    quantity: Decimal
    unit: str
    cost: Decimal
    others: int
    median: Decimal | None
    rank: int | None


@dataclass(frozen=True)
class Comparison:
    """Both tables; ``years`` are the earlier ones anything is known of, the oldest first."""

    years: tuple[int, ...]
    lines: tuple[Over, ...]
    budget_fen: int | None
    costs: tuple[UnitCost, ...]


def compare(session: Session, actor: Actor, row: Declaration) -> Comparison:
    """``row`` was found in the actor's scope; of other projects he is told nothing but the median."""
    document = document_of(session, row)
    approved = _approved(session, actor, row)
    tie = {now: was for now, was in origins(session, row).items() if now.startswith("indicators/")}
    lines = tuple(Over(line, _earlier(line, row.fiscal_year, approved, tie)) for line in document.indicators)
    years = sorted({year for line in lines for year in line.earlier})
    return Comparison(tuple(years), lines, _budget(row), tuple(_costs(session, row, document, _ranked(actor, row))))


# --- over the years --------------------------------------------------------------------------------------------------


def _approved(session: Session, actor: Actor, row: Declaration) -> dict[int, tuple[int, Document]]:
    """Year → the declaration in force and what was approved, the latest year first."""
    if row.project_id is None:
        return {}
    query = (
        select(Declaration.fiscal_year, Declaration.id, Snapshot.packed)
        .join(Snapshot, col(Declaration.approved_snapshot_id) == Snapshot.id)
        .where(
            visible_to(actor, Declaration),
            Declaration.project_id == row.project_id,
            col(Declaration.fiscal_year).between(row.fiscal_year - EARLIER_YEARS, row.fiscal_year - 1),
            col(Declaration.in_force),
        )
        .order_by(col(Declaration.fiscal_year).desc())
    )
    return {year: (key or 0, unpack(packed)) for year, key, packed in session.exec(query)}


def _earlier(
    line: Line, year: int, approved: Mapping[int, tuple[int, Document]], tie: Mapping[str, str]
) -> dict[int, Told]:
    """What was approved counts; the form's own prior columns fill the gaps. A renamed row is followed by its tie."""
    printed = zip((year - 2, year - 1), line.prior_years, strict=True)
    found = {then: Told(text) for then, text in printed if text.strip()}
    names = {folded(line.level3)} - {""}
    for then, (key, document) in approved.items():
        origin = tie.get(f"indicators/{line.uid}", "") if then == year - 1 else ""
        same = [item for item in document.indicators if item.horizon == line.horizon]
        was = next((item for item in same if origin and item.uid == origin), None)
        was = was or next((item for item in same if folded(item.level3) in names), None)
        if was:
            names.add(folded(was.level3))
            found[then] = Told(was.target, key)
    return found


# --- unit cost -------------------------------------------------------------------------------------------------------


def _budget(row: Declaration) -> int | None:
    return row.budget_year_fen if row.budget_year_fen is not None else row.budget_total_fen


def quantity_of(level2: str, level3: str, target: str) -> tuple[Decimal, str] | None:
    """How many of what a 数量 indicator promises; None for shares, prices, money, spans of time, words,
    and counts of a month or day, which the budget of a year is not divided by."""
    value = read_target(target, level3)
    measure = value.measure
    number = measure.low if measure.low is not None else measure.high
    yearly = {*measure.per, measure.period or YEAR} <= {YEAR}
    counted = QUANTITY in level2 and value.kind is ValueKind.quantitative and yearly
    if not counted or not number or number <= 0 or not measure.unit:
        return None
    return None if measure.unit in MONEY | set(PERIODS) | {PERCENT} else (number, measure.unit)


def _ranked(actor: Actor, row: Declaration) -> bool:
    """Whoever can still change the figures would find each of the others by trying which rank they give."""
    return row.state != State.drafted or actor.holds_any(FINANCE_SIDE, row)


def _costs(session: Session, row: Declaration, document: Document, ranked: bool) -> Iterator[UnitCost]:
    budget = _budget(row)
    own = [
        (line, found)
        for line in document.indicators
        if line.horizon != Horizon.long_term and (found := quantity_of(line.level2, line.level3, line.target))
    ]
    if not own or not budget:
        return
    others = list(_others(session, row)) if row.project_type or row.project_category else []
    for line, (quantity, unit) in own:
        cost = Decimal(budget) / quantity
        theirs = list(_by_project(others, unit, folded(line.level3)).values())
        enough = len(theirs) >= FEWEST_OTHERS
        rank = 1 + sum(other < cost for other in theirs)
        yield UnitCost(
            line, quantity, unit, cost, len(theirs), median(theirs) if enough else None,
            rank if enough and ranked else None,
        )  # fmt: skip


@dataclass(frozen=True)
class _Other:
    project_id: int
    name: str
    unit: str
    cost: Decimal


def _by_project(others: Iterable[_Other], unit: str, name: str) -> dict[int, Decimal]:
    """One figure per project: of the indicator of the same name, else of its first one counted in this unit."""
    found: dict[int, Decimal] = {}
    alike = [other for other in others if other.unit == unit]
    for other in sorted(alike, key=lambda other: other.name != name):
        found.setdefault(other.project_id, other.cost)
    return found


def _others(session: Session, row: Declaration) -> Iterator[_Other]:
    """Quantities of the other projects of this kind, region and year that lie at finance or are in force."""
    query = (
        select(  # type: ignore[call-overload]
            Declaration.project_id, Declaration.id, Declaration.budget_year_fen, Declaration.budget_total_fen,
            Indicator.level2, Indicator.level3, Indicator.target,
        )
        .join(Indicator, col(Indicator.declaration_id) == Declaration.id)
        .where(*_of_the_same_kind(row), col(Indicator.level2).contains(QUANTITY))
        .where(Indicator.horizon != Horizon.long_term)
        .order_by(col(Declaration.id).desc(), col(Indicator.position), col(Indicator.id))
        .limit(MOST_READ)
    )  # fmt: skip
    newest: dict[int, int] = {}
    for project, key, year_fen, total_fen, level2, level3, target in session.exec(query):
        budget, found = year_fen if year_fen is not None else total_fen, quantity_of(level2, level3, target)
        if newest.setdefault(project, key) == key and budget and found:
            yield _Other(project, folded(level3), found[1], Decimal(budget) / found[0])


def _of_the_same_kind(row: Declaration) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Declaration.region_id) == row.region_id,
        col(Declaration.fiscal_year) == row.fiscal_year,
        col(Declaration.kind) == row.kind,
        col(Declaration.project_id) != row.project_id,
        col(Declaration.state).not_in(ENDED),
        or_(col(Declaration.in_force), col(Declaration.approved_at).is_(None)),
        col(Declaration.project_type).is_not_distinct_from(row.project_type),
        col(Declaration.project_category).is_not_distinct_from(row.project_category),
    )
