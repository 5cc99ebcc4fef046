"""Ledger and payments summed per project: the one place that turns rows into ``execution.Money``."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import islice

from sqlmodel import Session, col, func, select

from workflow.execution import Money
from workflow.models import LedgerEntry, Payment
from workflow.types import LedgerKind

IDS_PER_QUERY = 5_000
COLUMN_OF = {
    LedgerKind.initial: "initial_fen",
    LedgerKind.adjustment: "adjustment_fen",
    LedgerKind.carry_over: "carry_over_fen",
}


def project_money(session: Session, project_ids: Iterable[int], year: int, as_of: date) -> dict[int, Money]:
    """Money of each project in fiscal ``year``; every id asked for is in the answer.

    The budget is the whole ledger of the year (an entry has no business date of its own); executed counts payments
    with ``paid_on`` ≤ ``as_of``, refunds deducted.
    """
    money: dict[int, Money] = {}
    for ids in _chunks(sorted(set(project_ids))):
        money |= dict.fromkeys(ids, Money())
        booked = session.exec(
            select(LedgerEntry.project_id, LedgerEntry.kind, func.sum(LedgerEntry.amount_fen))
            .where(LedgerEntry.fiscal_year == year, col(LedgerEntry.project_id).in_(ids))
            .group_by(col(LedgerEntry.project_id), col(LedgerEntry.kind))
        )
        for project_id, kind, fen in booked:
            money[project_id] = replace(money[project_id], **{COLUMN_OF[LedgerKind(kind)]: int(fen)})
        paid = session.exec(
            select(Payment.project_id, func.sum(Payment.amount_fen))
            .where(Payment.fiscal_year == year, col(Payment.project_id).in_(ids), Payment.paid_on <= as_of)
            .group_by(col(Payment.project_id))
        )
        for paid_project, fen in paid:
            if paid_project is not None:
                money[paid_project] = replace(money[paid_project], executed_fen=int(fen))
    return money


def _chunks(ids: list[int]) -> Iterator[list[int]]:
    rest = iter(ids)
    while chunk := list(islice(rest, IDS_PER_QUERY)):
        yield chunk
