"""Effects of approve and revoke_approval: batch, documents, revision in force, budget ledger."""

from collections.abc import Iterable

from sqlalchemy import func
from sqlmodel import Session, col, select

from workflow import clock
from workflow.db import insert_once
from workflow.execution.adjustments import booked_as
from workflow.lifecycle.adjustments import budget_fen
from workflow.lifecycle.booked import entries_of
from workflow.lifecycle.case import Case
from workflow.lifecycle.ledger import APPROVAL, BUDGET, TREASURY, standing
from workflow.models import ApprovalBatch, ApprovalDocument, Declaration, LedgerEntry
from workflow.money_facts import day_in
from workflow.money_types import LedgerKind
from workflow.types import DocumentState, State


def join_batch(case: Case) -> None:
    """The declaration joins the batch of this click (made here for a single one); one document per department."""
    row = case.row
    batch_id = _open_batch(case) or open_batch_for(case.session, row, case.actor.user_id, row.project_name).id
    insert_once(
        case.session,
        ApprovalDocument,
        created_at=clock.now(),
        region_id=row.region_id,
        batch_id=batch_id,
        department_id=row.department_id,
        held_since=clock.now(),
    )
    case.made["batch_id"] = batch_id


def _open_batch(case: Case) -> int | None:
    """The batch of this click, unless the department's letter of it has left the drafter's hands already."""
    gone = select(ApprovalDocument.id).where(
        ApprovalDocument.batch_id == case.inputs.batch_id,
        ApprovalDocument.department_id == case.row.department_id,
        ApprovalDocument.state != DocumentState.drafting,
    )
    return None if case.session.exec(gone).first() else case.inputs.batch_id


def open_batch_for(session: Session, row: Declaration, user_id: int, name: str) -> ApprovalBatch:
    """A new batch in the region and year of ``row``."""
    batch = ApprovalBatch(
        created_at=clock.now(),
        region_id=row.region_id,
        fiscal_year=row.fiscal_year,
        name=name[:120],
        approved_by=user_id,
    )
    session.add(batch)
    session.flush()  # declarations point to its id
    return batch


def lift_predecessor(case: Case) -> None:
    """The revision in force until now steps back before the new one may step in (partial unique index)."""
    if case.row.supersedes_id is None:
        return
    old = case.session.exec(
        select(Declaration)
        .where(Declaration.id == case.row.supersedes_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one()
    old.in_force = False
    old.version += 1
    case.made["superseded"] = old
    case.made["was_monitored"] = old.state == State.monitored
    case.session.flush()  # the index allows one revision in force at any moment


def mark_approved(case: Case) -> None:
    """Approval columns, snapshot and the revision in force. What is filed (备案) joins no batch: it needs no letter."""
    row = case.row
    row.approved_at, row.approved_by = clock.now(), case.actor.user_id
    row.approved_snapshot_id, row.approval_batch_id = case.made["snapshot_id"], case.made.get("batch_id")
    row.in_force = True


def unmark_approved(case: Case) -> None:
    """revoke_approval: as if it had not been approved; it leaves the batch."""
    row = case.row
    row.approved_at = row.approved_by = row.approved_snapshot_id = row.approval_batch_id = None
    row.cleared_by = None
    row.in_force = False


def write_ledger(case: Case) -> None:
    """The initial entry unless finance gave one; for a revision the difference unless it stands in the ledger."""
    old: Declaration | None = case.made.get("superseded")
    if old is None:
        if not _booked(case, [LedgerKind.initial], origins=(TREASURY, BUDGET)):
            _book(case, LedgerKind.initial, budget_fen(case.session, case.row))
        return
    difference = budget_fen(case.session, case.row) - budget_fen(case.session, old)
    if difference and not entries_of(case.session, case.row):
        kind = booked_as(case.row.adjustment_type, difference)
        _book(case, kind, difference, document=case.row.adjustment_document)


def write_counter_entry(case: Case) -> None:
    """revoke_approval: what the approval booked is booked back."""
    booked = case.session.exec(
        select(func.sum(LedgerEntry.amount_fen)).where(LedgerEntry.declaration_id == case.row.id)
    ).one()  # only approvals book under a declaration, and what is revoked superseded nothing: all of it is initial
    if booked:
        _book(case, LedgerKind.initial, -booked)


def _booked(case: Case, kinds: Iterable[LedgerKind], origins: Iterable[str]) -> bool:
    query = select(LedgerEntry.id).where(*standing(case.row.project_id, case.row.fiscal_year, kinds))
    return case.session.exec(query.where(col(LedgerEntry.origin).in_(tuple(origins)))).first() is not None


def _book(case: Case, kind: LedgerKind, amount: int, document: str = "") -> None:
    if case.row.project_id is None:
        return  # an overall declaration has no ledger of its own: its money is its projects' money
    case.session.add(
        LedgerEntry(
            created_at=clock.now(),
            project_id=case.row.project_id,
            fiscal_year=case.row.fiscal_year,
            kind=kind,
            amount_fen=amount,
            effective_on=None if kind is LedgerKind.initial else day_in(case.row.fiscal_year, clock.business_date()),
            document=document,
            reason=case.inputs.reason,
            origin=APPROVAL,
            declaration_id=case.row.id,
            entered_by=case.actor.user_id or None,
        )
    )
