"""Execution by class (科目、资金性质、来源、月份): budget and payments of each.

Payments of no project are a line of their own: with it the lines add up to all that the region has paid.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from sqlmodel import Session, col, func, select

from workflow.execution import Money, rate
from workflow.execution.class_codes import CodeLists
from workflow.models import ExecutionRate, Payment, Project
from workflow.permissions import Actor, regions_seen
from workflow.queries.execution import (
    BoardFilters,
    board_conditions,
    period_of,
    project_rates,
    split,
    total_of,
    unmatched,
)
from workflow.queries.payment_lines import PaymentFilters, aliases_of, seen_payments, seen_projects
from workflow.rate_facts import CLASSES, SCOPES, SUMS, Period, Scope, by_class
from workflow.regional.codes import code_lists

EVERYTHING = BoardFilters()


@dataclass(frozen=True)
class ClassLine:
    """``key`` "" = none is printed, entered or declared. ``projects``: those with money under the class."""

    key: str
    money: Money
    projects: int


@dataclass(frozen=True)
class Classes:
    """The lines in their order, and the sums beside them; ``unmatched_fen`` as on the board."""

    scope: Scope
    lines: list[ClassLine]
    total: Money
    as_of: date
    computed_at: datetime | None
    unmatched_fen: int | None
    lists: CodeLists = field(default_factory=CodeLists)

    @property
    def paid_fen(self) -> int:
        """All payments: those of the lines, and those of no project."""
        return self.total.executed_fen + (self.unmatched_fen or 0)

    def share(self, executed_fen: int) -> Fraction | None:
        """Of all that was paid."""
        return rate(executed_fen, self.paid_fen)


def classes(
    session: Session,
    actor: Actor,
    region_id: int,
    year: int,
    as_of: date | None,
    scope: str,
    filters: BoardFilters = EVERYTHING,
    *,
    known: date | None = None,
) -> Classes:
    """Every class that has money, as far as the actor sees the projects."""
    period, computed_at = period_of(session, region_id, year, as_of, known)
    lists = code_lists(session, year)
    period = replace(period, aliases=lists.aliases)
    whole = region_id in regions_seen(actor) and filters == EVERYTHING
    chosen = SCOPES[scope if scope in CLASSES else CLASSES[0]]
    rates = project_rates(period, stored=computed_at is not None)
    if whole and computed_at is not None:
        query: Any = _stored(chosen, period)
    else:
        query = by_class(chosen, period, rates, seen_projects(actor), *board_conditions(filters, period))
    lines = [_line(*row) for row in session.exec(query)]
    lines.sort(key=lambda line: (line.key == "", len(line.key) if scope == "month" else 0, line.key))
    everything, _outlook = total_of(session, actor, period, rates, filters)
    left = unmatched(session, period) if whole else None
    return Classes(chosen, lines, everything, period.as_of, computed_at, left, lists)


def _stored(scope: Scope, period: Period) -> Any:
    columns: list[Any] = [
        ExecutionRate.scope_key, *(getattr(ExecutionRate, name) for name in SUMS), ExecutionRate.projects,
    ]  # fmt: skip
    query: Any = select(*columns)
    return query.where(
        ExecutionRate.region_id == period.region_id,
        ExecutionRate.fiscal_year == period.year,
        ExecutionRate.as_of == period.as_of,
        ExecutionRate.scope == scope.key,
    )


def _line(key: str, *sums: int) -> ClassLine:
    money, outlook = split(*sums)
    return ClassLine(key, money, outlook.projects)


def sum_of(session: Session, actor: Actor, filters: PaymentFilters) -> tuple[int, int]:
    """Fen and number of the payments that ``payments`` lists under the same filters."""
    query: Any = (
        select(func.coalesce(func.sum(Payment.amount_fen), 0), func.count())
        .select_from(Payment)
        .outerjoin(Project, col(Project.id) == Payment.project_id)
        .where(seen_payments(actor), *filters.conditions(aliases_of(session, filters)))
    )
    fen, number = session.exec(query).one()
    return int(fen), number
