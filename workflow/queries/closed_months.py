"""月结: the months of a year with their figures at closing and now, and what changed in them afterwards."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Select, cast
from sqlmodel import Session, col, func, select

from workflow.clock import business_date
from workflow.errors import NotFound
from workflow.execution import Money, last_day
from workflow.models import ClosedMonth, ClosedMonthChange, PaymentBatch, PaymentTotal, Project, UserAccount
from workflow.money_facts import month_ends
from workflow.permissions import Actor, regions_seen
from workflow.queries.keyset import PAGE_SIZE, Order, Window, window


@dataclass(frozen=True)
class MonthLine:
    """``net_fen`` is the month alone, ``money`` the year up to its end; ``then`` the same when it was closed."""

    month: int
    over: bool
    may_close: bool
    lines: int
    net_fen: int
    money: Money
    closed_at: datetime | None = None
    closed_by: str = ""
    closed_fen: int = 0
    then: Money | None = None

    @property
    def changed_fen(self) -> int:
        """What came to a closed month since; 0 of an open one."""
        return self.net_fen - self.closed_fen if self.closed_at else 0


@dataclass(frozen=True)
class MonthChange:
    """One change of a closed month. ``project_name`` empty: of no project."""

    id: int
    month: int
    made_at: datetime
    made_by: str
    cause: str
    lines: int
    amount_fen: int
    reason: str
    project_id: int | None
    project_name: str
    batch_id: int | None
    file_name: str


def months(session: Session, actor: Actor, region_id: int, year: int) -> list[MonthLine]:
    """Every month of the year that has begun; nothing for who does not see the region as a whole."""
    if region_id not in regions_seen(actor):
        return []
    paid, closed = _paid(session, region_id, year), _closed(session, region_id, year)
    today, found = business_date(), list[MonthLine]()
    next_one = max(closed, default=0) + 1
    for month, money in enumerate(month_ends(session, region_id, year), 1):
        over = today > last_day(year, month)
        if not over and last_day(year, month).replace(day=1) > today:
            break
        at, by, fen, then = closed.get(month, (None, "", 0, None))
        lines, net = paid.get(month, (0, 0))
        found.append(MonthLine(month, over, over and month == next_one, lines, net, money, at, by, fen, then))
    return found


def month(session: Session, actor: Actor, region_id: int, year: int, number: int) -> MonthLine:
    """One of them; raises ``NotFound``."""
    for line in months(session, actor, region_id, year):
        if line.month == number:
            return line
    raise NotFound("no_such_month_change")


def changes(
    session: Session, actor: Actor, region_id: int, year: int, cursor: str = "", size: int = PAGE_SIZE
) -> Window[MonthChange]:
    """Of the year, the newest first."""
    here = col(ClosedMonthChange.region_id) == region_id, col(ClosedMonthChange.fiscal_year) == year
    key = col(ClosedMonthChange.id)
    return window(session, _changes(actor).where(*here), Order(key, key, int, True), MonthChange, cursor, size)


def change(session: Session, actor: Actor, change_id: int) -> MonthChange:
    """One of them; raises ``NotFound``."""
    query: Any = _changes(actor).where(col(ClosedMonthChange.id) == change_id)
    found = session.exec(query).first()
    if found is None:
        raise NotFound("no_such_month_change")
    return MonthChange(*found)


def _changes(actor: Actor) -> Select[Any]:
    columns: list[Any] = [
        ClosedMonthChange.id, ClosedMonthChange.month, ClosedMonthChange.created_at,
        func.coalesce(UserAccount.name, ""), ClosedMonthChange.cause, ClosedMonthChange.lines,
        ClosedMonthChange.amount_fen, ClosedMonthChange.reason, Project.id, func.coalesce(Project.name, ""),
        ClosedMonthChange.batch_id, func.coalesce(PaymentBatch.file_name, ""),
    ]  # fmt: skip
    query: Select[Any] = select(*columns)
    return (
        query.join(UserAccount, col(UserAccount.id) == ClosedMonthChange.made_by, isouter=True)
        .join(Project, col(Project.id) == ClosedMonthChange.project_id, isouter=True)
        .join(PaymentBatch, col(PaymentBatch.id) == ClosedMonthChange.batch_id, isouter=True)
        .where(col(ClosedMonthChange.region_id).in_(sorted(regions_seen(actor))))
    )


def _paid(session: Session, region_id: int, year: int) -> dict[int, tuple[int, int]]:
    net = cast(func.sum(PaymentTotal.paid_fen + PaymentTotal.refunded_fen), BigInteger)
    columns: list[Any] = [PaymentTotal.month, cast(func.sum(PaymentTotal.lines), BigInteger), net]
    query: Any = select(*columns).where(PaymentTotal.region_id == region_id, PaymentTotal.fiscal_year == year)
    return {number: (lines, fen) for number, lines, fen in session.exec(query.group_by(col(PaymentTotal.month)))}


def _closed(session: Session, region_id: int, year: int) -> dict[int, tuple[datetime, str, int, Money]]:
    columns: list[Any] = [ClosedMonth, func.coalesce(UserAccount.name, "")]
    query: Any = (
        select(*columns)
        .join(UserAccount, col(UserAccount.id) == ClosedMonth.closed_by, isouter=True)
        .where(ClosedMonth.region_id == region_id, ClosedMonth.fiscal_year == year)
    )
    return {
        row.month: (
            row.created_at,
            name,
            row.month_fen,
            Money(row.initial_fen, row.adjustment_fen, row.carry_over_fen, row.executed_fen),
        )
        for row, name in session.exec(query)
    }
