"""支付对账: what was paid month by month, and the projects whose payments do not fit their budget."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, case, cast, or_
from sqlmodel import Session, col, func, select

from workflow.execution import Money
from workflow.models import JobRun, Organisation, PaymentTotal, Project
from workflow.money_facts import money_query
from workflow.permissions import Actor, regions_seen
from workflow.queries.keyset import PAGE_SIZE, Order, Window, window
from workflow.queries.payment_lines import seen_projects
from workflow.types import JobKind, JobState

NIGHTS = 3
"""Of how many nights the newest result is looked for: the newest may be of a year that had no payments yet."""


@dataclass(frozen=True)
class MonthPaid:
    """Payments with their day in one month; refunds are negative, ``unmatched_fen`` belongs to no project."""

    month: int
    lines: int
    paid_fen: int
    refunded_fen: int
    unmatched_fen: int

    @property
    def net_fen(self) -> int:
        """What counts."""
        return self.paid_fen + self.refunded_fen


@dataclass(frozen=True)
class Misfit:
    """A project that was refunded more than paid, or paid more than its budget of the year."""

    id: int
    name: str
    code: str
    unit_name: str
    money: Money

    @property
    def fault(self) -> str:
        """``refunded`` is the graver of the two."""
        return "refunded" if self.money.executed_fen < 0 else "overspent"

    @property
    def over_fen(self) -> int:
        """By how much."""
        money = self.money
        return -money.executed_fen if money.executed_fen < 0 else money.executed_fen - max(money.adjusted_fen, 0)


@dataclass(frozen=True)
class TotalsCheck:
    """When the kept totals were last held against the payments, and how many of them differed."""

    at: datetime
    differences: int


def last_check(session: Session, actor: Actor, region_id: int, year: int) -> TotalsCheck | None:
    """Of the nightly job; None where it has not looked at the year, or for who does not see the region as a whole."""
    if region_id not in regions_seen(actor):
        return None
    done = JobRun.kind == JobKind.payment_totals, JobRun.status == JobState.done
    found = session.exec(select(JobRun).where(*done).order_by(col(JobRun.id).desc()).limit(NIGHTS))
    name = f"{region_id}:{year}"
    return next((TotalsCheck(one.finished_at, one.result[name]) for one in found
                 if one.finished_at and name in one.result), None)  # fmt: skip


def months(session: Session, actor: Actor, region_id: int, year: int) -> list[MonthPaid]:
    """Every month in which something was paid, as far as the actor sees payments."""
    total = PaymentTotal
    month, net = col(total.month), col(total.paid_fen) + col(total.refunded_fen)
    seen = or_(col(total.region_id).in_(sorted(regions_seen(actor))), col(total.project_id).in_(_seen_ids(actor)))
    query: Any = (
        select(  # type: ignore[call-overload]
            month, _sum(total.lines), _sum(total.paid_fen), _sum(total.refunded_fen),
            _sum(case((col(total.project_id) == 0, net), else_=0)),
        )
        .where(total.region_id == region_id, total.fiscal_year == year, seen)
        .group_by(month)
        .order_by(month)
    )  # fmt: skip
    return [MonthPaid(*(int(value) for value in row)) for row in session.exec(query)]


def _seen_ids(actor: Actor) -> Any:
    return select(Project.id).where(seen_projects(actor))


def misfits(
    session: Session, actor: Actor, region_id: int, year: int, cursor: str = "", size: int = PAGE_SIZE
) -> Window[Misfit]:
    """Over the whole year, by name; a budget that was cut below zero counts as none."""
    money = money_query(region_id, year, date(year, 12, 31)).subquery("money")
    budget = money.c.initial_fen + money.c.adjustment_fen + money.c.carry_over_fen
    columns: list[Any] = [
        Project.id, Project.name, func.coalesce(Project.code, ""), Organisation.name, money.c.initial_fen,
        money.c.adjustment_fen, money.c.carry_over_fen, money.c.executed_fen,
    ]  # fmt: skip
    query: Any = (
        select(*columns)
        .join(money, money.c.project_id == Project.id)
        .join(Organisation, col(Organisation.id) == Project.unit_id)
        .where(seen_projects(actor), or_(money.c.executed_fen < 0, _above(money.c.executed_fen, budget)))
    )
    return window(session, query, Order(col(Project.sort_key), col(Project.id)), _misfit, cursor, size)


def _misfit(key: int, name: str, code: str, unit_name: str, *sums: int) -> Misfit:
    return Misfit(key, name, code, unit_name, Money(*sums))


def _above(executed: Any, budget: Any) -> Any:
    return executed > case((budget > 0, budget), else_=0)


def _sum(value: Any) -> Any:
    """A sum stays a whole number: PostgreSQL would widen it to NUMERIC."""
    return cast(func.coalesce(func.sum(value), 0), BigInteger)
