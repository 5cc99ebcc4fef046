"""Ledger and payments summed per project: the one place that turns rows into ``execution.Money``."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, cast, or_, true
from sqlmodel import Session, col, func, select

from workflow.execution import Money
from workflow.execution.ledger import ENTRY_KINDS, MONEY_COLUMNS, kinds_of
from workflow.models import LedgerEntry, Payment, Project
from workflow.types import LedgerKind

IDS_PER_QUERY = 5_000


def project_money(session: Session, project_ids: Iterable[int], year: int, as_of: date) -> dict[int, Money]:
    """Money of each project in fiscal ``year``; every id asked for is in the answer.

    Budget and execution as of one day: entries in effect and payments made until then, refunds deducted, whenever
    they were entered or loaded.
    """
    money: dict[int, Money] = {}
    for ids in id_chunks(sorted(set(project_ids))):
        money |= dict.fromkeys(ids, Money())
        booked = session.exec(
            select(LedgerEntry.project_id, LedgerEntry.kind, func.sum(LedgerEntry.amount_fen))
            .where(LedgerEntry.fiscal_year == year, col(LedgerEntry.project_id).in_(ids), in_effect(as_of))
            .group_by(col(LedgerEntry.project_id), col(LedgerEntry.kind))
        )
        for project_id, kind, fen in booked:
            money[project_id] += Money(**{ENTRY_KINDS[LedgerKind(kind)].column: int(fen)})
        paid = session.exec(
            select(Payment.project_id, func.sum(Payment.amount_fen))
            .where(Payment.fiscal_year == year, col(Payment.project_id).in_(ids), Payment.paid_on <= as_of)
            .group_by(col(Payment.project_id))
        )
        for paid_project, fen in paid:
            if paid_project is not None:
                money[paid_project] = replace(money[paid_project], executed_fen=int(fen))
    return money


def in_effect(as_of: date) -> ColumnElement[bool]:
    """Entries that count on the day."""
    return or_(col(LedgerEntry.effective_on).is_(None), col(LedgerEntry.effective_on) <= as_of)


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


def money_query(region_id: int, year: int, as_of: date) -> Select[Any]:
    """The same for every project of a region that has a ledger or payments, as SQL: one row per project.

    Columns: project_id, unit_id, department_id, initial_fen, adjustment_fen, carry_over_fen, executed_fen.
    """
    booked = (
        select(
            col(LedgerEntry.project_id).label("project_id"),
            *(
                _sum_of(LedgerEntry.amount_fen, col(LedgerEntry.kind).in_(kinds_of(name)), name)
                for name in MONEY_COLUMNS
            ),
        )
        .join(Project, col(Project.id) == LedgerEntry.project_id)
        .where(Project.region_id == region_id, LedgerEntry.fiscal_year == year, in_effect(as_of))
        .group_by(col(LedgerEntry.project_id))
        .subquery()
    )
    paid = (
        select(col(Payment.project_id).label("project_id"), _sum_of(Payment.amount_fen, true(), "executed_fen"))
        .where(Payment.fiscal_year == year, Payment.region_id == region_id, Payment.paid_on <= as_of)
        .where(col(Payment.project_id).is_not(None))
        .group_by(col(Payment.project_id))
        .subquery()
    )
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
        .where(col(Project.region_id) == region_id)
        .where(or_(booked.c.project_id.is_not(None), paid.c.project_id.is_not(None)))
    )


def _sum_of(amount: Any, which: ColumnElement[bool], name: str) -> ColumnElement[int]:
    """A sum stays a whole number: PostgreSQL would widen it to NUMERIC."""
    return cast(func.coalesce(func.sum(amount).filter(which), 0), BigInteger).label(name)
