"""Entries of the budget ledger that stand: an entry that was taken back counts as never booked."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement
from sqlmodel import col, select

from workflow.models import LedgerEntry
from workflow.money_types import LedgerKind

APPROVAL, TREASURY, BUDGET = "approval", "treasury", "budget"
"""Where an entry comes from: an approval, a file of the treasury, the budget section by hand."""


def standing(project_id: int | None, year: int, kinds: Iterable[LedgerKind]) -> tuple[ColumnElement[bool], ...]:
    """The WHERE clause: of these kinds, neither taken back nor a counter-entry."""
    taken_back = select(LedgerEntry.corrects_id).where(
        LedgerEntry.project_id == project_id, col(LedgerEntry.corrects_id).is_not(None)
    )
    return (
        col(LedgerEntry.project_id) == project_id,
        col(LedgerEntry.fiscal_year) == year,
        col(LedgerEntry.kind).in_(tuple(kinds)),
        col(LedgerEntry.corrects_id).is_(None),
        col(LedgerEntry.id).not_in(taken_back),
    )
