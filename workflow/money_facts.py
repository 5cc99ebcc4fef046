"""Ledger and payments summed per project: the one place that turns rows into ``execution.Money``.

Two days govern a number as of a day. What *belongs* to the day: entries in effect and payments made until then,
whenever they were entered or loaded. What was *known* on a day (``known``): of these only what had been entered, or
came with a file received, by the end of it; which project a payment was matched to is taken as it is now.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from itertools import accumulate, islice
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, Subquery, and_, cast, or_, true, union_all
from sqlmodel import Session, col, func, select

from workflow import clock
from workflow.execution import Money, last_day
from workflow.execution.ledger import ENTRY_KINDS, MONEY_COLUMNS, kinds_of
from workflow.models import LedgerEntry, Payment, PaymentBatch, PaymentTotal, Project
from workflow.money_types import LedgerKind

IDS_PER_QUERY = 5_000


def project_money(
    session: Session, project_ids: Iterable[int], year: int, as_of: date, *, known: date | None = None
) -> dict[int, Money]:
    """Money of each project in fiscal ``year``; every id asked for is in the answer.

    Budget and execution as of one day, refunds deducted.
    """
    money: dict[int, Money] = {}
    for ids in id_chunks(sorted(set(project_ids))):
        money |= dict.fromkeys(ids, Money())
        booked = session.exec(
            select(LedgerEntry.project_id, LedgerEntry.kind, func.sum(LedgerEntry.amount_fen))
            .where(col(LedgerEntry.project_id).in_(ids), *booked_until(year, as_of, known=known))
            .group_by(col(LedgerEntry.project_id), col(LedgerEntry.kind))
        )
        for project_id, kind, fen in booked:
            money[project_id] += Money(**{ENTRY_KINDS[LedgerKind(kind)].column: int(fen)})
        found = of_projects(year, as_of, partial(_among, ids), known=known)
        sums: Any = select(found.c.project_id, func.sum(found.c.fen)).group_by(found.c.project_id)
        for paid_project, fen in session.exec(sums):
            money[paid_project] = replace(money[paid_project], executed_fen=int(fen))
    return money


def in_effect(as_of: date) -> ColumnElement[bool]:
    """Entries that count on the day."""
    return or_(col(LedgerEntry.effective_on).is_(None), col(LedgerEntry.effective_on) <= as_of)


def booked_until(year: int, as_of: date, *, known: date | None = None) -> list[ColumnElement[bool]]:
    """Ledger entries of the year that count as of the day."""
    found = [col(LedgerEntry.fiscal_year) == year, in_effect(as_of)]
    return [*found, col(LedgerEntry.created_at) < _day_after(known)] if known else found


def paid_until(year: int, as_of: date, *, known: date | None = None) -> list[ColumnElement[bool]]:
    """Payments of the year that count as of the day."""
    found = [col(Payment.fiscal_year) == year, col(Payment.paid_on) <= as_of]
    if known:
        received = select(PaymentBatch.id).where(col(PaymentBatch.created_at) < _day_after(known))
        found.append(col(Payment.batch_id).in_(received))
    return found


def of_projects(
    year: int,
    as_of: date,
    which: Callable[[Any], ColumnElement[bool]],
    *,
    known: date | None = None,
    also: tuple[str, ...] = (),
) -> Subquery:
    """What was paid for projects as of the day: project_id, fen and the columns of ``also``; to be summed.

    Whole months come from the kept totals, the month that is under way from its payments; what was known on a day
    from payments alone. ``which`` narrows both tables by a column they share.
    """
    if known:
        return _payments(which, also, *paid_until(year, as_of, known=known)).subquery()
    over = _whole_months(year, as_of)
    kept = (PaymentTotal.fiscal_year == year, PaymentTotal.month <= over, PaymentTotal.project_id != 0)
    net = col(PaymentTotal.paid_fen) + col(PaymentTotal.refunded_fen)
    columns: list[Any] = [PaymentTotal.project_id, net.label("fen"), *(getattr(PaymentTotal, name) for name in also)]
    parts: list[Any] = [select(*columns).where(*kept, which(PaymentTotal))]
    if as_of.year == year and over < as_of.month:
        running = col(Payment.paid_on).between(as_of.replace(day=1), as_of)
        parts.append(_payments(which, also, col(Payment.fiscal_year) == year, running))
    return union_all(*parts).subquery()


def _payments(
    which: Callable[[Any], ColumnElement[bool]], also: tuple[str, ...], *counted: ColumnElement[bool]
) -> Select[Any]:
    names = (getattr(Payment, name) for name in also)
    columns: list[Any] = [Payment.project_id, col(Payment.amount_fen).label("fen"), *names]
    query: Select[Any] = select(*columns)
    return query.where(col(Payment.project_id).is_not(None), *counted, which(Payment))


def _whole_months(year: int, as_of: date) -> int:
    """How many months of the year are over on the day."""
    if as_of.year != year:
        return 12 if as_of.year > year else 0
    return as_of.month if as_of == last_day(year, as_of.month) else as_of.month - 1


def paid_in_region(
    region_id: int, year: int, as_of: date, *, project_id: int | None = None, known: date | None = None,
    also: tuple[str, ...] = (),
) -> Subquery:  # fmt: skip
    """``of_projects`` of a region, or of one project of it."""
    return of_projects(year, as_of, partial(_of_region, region_id, project_id), known=known, also=also)


def _of_region(region_id: int, project_id: int | None, table: Any) -> ColumnElement[bool]:
    one = true() if project_id is None else col(table.project_id) == project_id
    return and_(col(table.region_id) == region_id, one)


def _among(ids: list[int], table: Any) -> ColumnElement[bool]:
    return col(table.project_id).in_(ids)


def _day_after(day: date) -> datetime:
    """The instant with which the day is over."""
    return clock.start_of_day(day + timedelta(days=1))


def paid_by(region_id: int, year: int, as_of: date, *keys: Any, known: date | None = None) -> Select[Any]:
    """Payments of a region added up by the keys (columns of ``payment``), as ``executed_fen``."""
    columns: list[Any] = [*keys, sum_of(Payment.amount_fen, true(), "executed_fen")]
    query: Select[Any] = select(*columns)
    query = query.where(col(Payment.region_id) == region_id, *paid_until(year, as_of, known=known))
    return query.group_by(*keys)


def projects_of_units(session: Session, unit_ids: Iterable[int]) -> dict[int, list[int]]:
    """The projects of each unit; every unit asked for is in the answer."""
    found: dict[int, list[int]] = {unit_id: [] for unit_id in unit_ids}
    query = select(Project.unit_id, Project.id).where(col(Project.unit_id).in_(sorted(found)))
    for unit_id, project_id in session.exec(query):
        found[unit_id].append(project_id)
    return found


def day_in(year: int, day: date) -> date:
    """The day, or the end of the fiscal year it lies beyond: last year stands as of December 31."""
    return min(max(day, date(year, 1, 1)), date(year, 12, 31))


def id_chunks(ids: list[int]) -> Iterator[list[int]]:
    """As many as one query takes."""
    rest = iter(ids)
    while chunk := list(islice(rest, IDS_PER_QUERY)):
        yield chunk


def money_query(
    region_id: int, year: int, as_of: date, project_id: int | None = None, *, known: date | None = None
) -> Select[Any]:
    """The same for every project of a region (or for one) that has a ledger or payments, as SQL: one row per project.

    Columns: project_id, unit_id, department_id, initial_fen, adjustment_fen, carry_over_fen, executed_fen.
    """
    one = [] if project_id is None else [col(Project.id) == project_id]
    booked = (
        select(
            col(LedgerEntry.project_id).label("project_id"),
            *(
                sum_of(LedgerEntry.amount_fen, col(LedgerEntry.kind).in_(kinds_of(name)), name)
                for name in MONEY_COLUMNS
            ),
        )
        .join(Project, col(Project.id) == LedgerEntry.project_id)
        .where(Project.region_id == region_id, *one, *booked_until(year, as_of, known=known))
        .group_by(col(LedgerEntry.project_id))
        .subquery()
    )
    made = paid_in_region(region_id, year, as_of, project_id=project_id, known=known)
    paid = select(made.c.project_id, sum_of(made.c.fen, true(), "executed_fen")).group_by(made.c.project_id).subquery()
    money = [*(booked.c[name] for name in MONEY_COLUMNS), paid.c.executed_fen]
    columns: list[Any] = [
        col(Project.id).label("project_id"),
        col(Project.unit_id),
        col(Project.department_id),
        *(func.coalesce(column, 0).label(column.name) for column in money),
    ]
    query: Select[Any] = select(*columns)
    return (
        query.join(booked, booked.c.project_id == Project.id, isouter=True)
        .join(paid, paid.c.project_id == Project.id, isouter=True)
        .where(col(Project.region_id) == region_id, *one)
        .where(or_(booked.c.project_id.is_not(None), paid.c.project_id.is_not(None)))
    )


def sum_of(amount: Any, which: ColumnElement[bool], name: str) -> ColumnElement[int]:
    """A sum stays a whole number: PostgreSQL would widen it to NUMERIC."""
    return cast(func.coalesce(func.sum(amount).filter(which), 0), BigInteger).label(name)


def month_ends(session: Session, region_id: int, year: int) -> list[Money]:
    """Money of all projects of a region at the end of each month, January first: two statements for the year."""
    changes = [Money() for _month in range(12)]
    net = cast(func.sum(PaymentTotal.paid_fen + PaymentTotal.refunded_fen), BigInteger)
    here = col(PaymentTotal.region_id) == region_id, col(PaymentTotal.fiscal_year) == year
    paid: Any = select(PaymentTotal.month, net).where(*here, PaymentTotal.project_id != 0)
    for month, fen in session.exec(paid.group_by(col(PaymentTotal.month))):
        changes[month - 1] += Money(executed_fen=int(fen))
    entry: list[Any] = [LedgerEntry.effective_on, LedgerEntry.kind, cast(func.sum(LedgerEntry.amount_fen), BigInteger)]
    booked: Any = select(*entry).join(Project, col(Project.id) == LedgerEntry.project_id)
    booked = booked.where(Project.region_id == region_id, LedgerEntry.fiscal_year == year)
    for day, kind, fen in session.exec(booked.group_by(col(LedgerEntry.effective_on), col(LedgerEntry.kind))):
        changes[day.month - 1 if day else 0] += Money(**{ENTRY_KINDS[LedgerKind(kind)].column: int(fen)})
    return list(accumulate(changes))
