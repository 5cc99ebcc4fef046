"""What of an adjustment (目标调整) stands in the budget ledger already: it is linked to, never booked again."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from workflow.execution.adjustments import same_paper
from workflow.execution.ledger import kinds_of
from workflow.lifecycle.ledger import standing
from workflow.models import Declaration, LedgerEntry, TargetAdjustmentTask


def entries_of(session: Session, row: Declaration) -> Sequence[LedgerEntry]:
    """Entries that are not its own: with the number of its document, or causes of the task it answers; oldest first."""
    if row.project_id is None or row.revision == 1:
        return []
    causes = {entry for task in _tasks(session, row) for entry in task.cause_ids}
    query = select(LedgerEntry).where(
        *standing(row.project_id, row.fiscal_year, kinds_of("adjustment_fen")),
        col(LedgerEntry.declaration_id).is_distinct_from(row.id),
    )
    found = session.exec(query.order_by(col(LedgerEntry.id)))
    return [entry for entry in found if entry.id in causes or same_paper(entry.document, row.adjustment_document)]


def own_entry(session: Session, row: Declaration) -> LedgerEntry | None:
    """What its approval booked."""
    query = select(LedgerEntry).where(LedgerEntry.declaration_id == row.id, col(LedgerEntry.corrects_id).is_(None))
    return session.exec(query.order_by(col(LedgerEntry.id))).first()


def _tasks(session: Session, row: Declaration) -> Sequence[TargetAdjustmentTask]:
    return session.exec(select(TargetAdjustmentTask).where(TargetAdjustmentTask.adjustment_id == row.id)).all()
