"""Around the execution board: the departments and units to choose from, and how the year went month by month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import accumulate
from typing import Any

from sqlalchemy import BigInteger, cast, extract
from sqlmodel import Session, col, func, select

from workflow.execution import Money, rate, time_progress
from workflow.models import Organisation, Payment, Project
from workflow.money_facts import paid_until
from workflow.permissions import Actor
from workflow.queries.execution import BoardFilters, board_conditions
from workflow.queries.payment_lines import seen_projects
from workflow.rate_facts import Period

Place = tuple[int, str]


@dataclass(frozen=True)
class Places:
    """Departments and units whose projects the actor sees, by name."""

    departments: list[Place]
    units: list[Place]


def places(session: Session, actor: Actor, region_id: int, department_id: int | None = None) -> Places:
    """What the filters of the board offer; ``department_id`` narrows the units."""
    units = [col(Project.department_id) == department_id] if department_id else []
    return Places(
        _named(session, actor, region_id, Project.department_id, []),
        _named(session, actor, region_id, Project.unit_id, units),
    )


def _named(session: Session, actor: Actor, region_id: int, column: Any, conditions: list[Any]) -> list[Place]:
    seen: Any = select(column).where(Project.region_id == region_id, seen_projects(actor), *conditions)
    query = select(Organisation.id, Organisation.name).where(col(Organisation.id).in_(seen))
    return list(session.exec(query.order_by(col(Organisation.sort_key), col(Organisation.id))).all())


def months(
    session: Session,
    actor: Actor,
    region_id: int,
    year: int,
    as_of: date,
    filters: BoardFilters,
    *,
    known: date | None = None,
) -> list[int]:
    """Fen paid in each month from January to that of ``as_of``: together what the board shows as executed."""
    month: Any = extract("month", col(Payment.paid_on))
    period = Period(region_id, year, as_of, known=known)
    query: Any = (
        select(month, cast(func.sum(Payment.amount_fen), BigInteger))
        .join(Project, col(Project.id) == Payment.project_id)
        .where(Payment.region_id == region_id, *paid_until(year, as_of, known=known))
        .where(seen_projects(actor), *board_conditions(filters, period))
        .group_by(month)
    )
    paid = {int(number): int(fen) for number, fen in session.exec(query)}
    return [paid.get(number, 0) for number in range(1, as_of.month + 1)]


@dataclass(frozen=True)
class MonthLine:
    """One month of the year: what was paid in it, and how far the year had come with it."""

    month: int
    paid_fen: int
    total_fen: int
    reached: Fraction | None

    @property
    def time(self) -> Fraction:
        """序时进度 at its end."""
        return time_progress(self.month)

    @property
    def lead(self) -> Fraction | None:
        """Execution rate − time progress."""
        return None if self.reached is None else self.reached - self.time


def month_lines(paid: Sequence[int], money: Money) -> list[MonthLine]:
    """``paid`` of ``months``, held against the budget of the board."""
    sums = accumulate(paid)
    return [
        MonthLine(month, fen, total, rate(total, money.adjusted_fen))
        for month, (fen, total) in enumerate(zip(paid, sums, strict=True), 1)
    ]
