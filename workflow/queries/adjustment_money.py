"""目标调整 beside its money: what an adjustment finds in the ledger, what a task proposes for one, what leads where."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session, col, select

from workflow.execution.adjustments import type_of
from workflow.lifecycle.adjustments import LONGEST
from workflow.lifecycle.booked import entries_of, own_entry
from workflow.lifecycle.letters.content import bureau_of
from workflow.models import CorrectiveAction, Declaration, LedgerEntry, TargetAdjustmentTask
from workflow.money_facts import project_money
from workflow.money_types import LedgerKind, TargetTaskEnd
from workflow.queries.ledger import LedgerLine, lines_of, open_task_of
from workflow.types import CorrectionKind

LONGEST_DOCUMENT = 200


@dataclass(frozen=True)
class Grounds:
    """What an adjustment that answers a task rests on, as far as the ledger says it."""

    adjustment_type: str
    document: str
    document_date: date
    document_issuer: str
    counterpart: str
    reason: str


@dataclass(frozen=True)
class BookedMoney:
    """Entries an adjustment is linked to (``linked``, as finance entered them) or has booked itself (``own``).

    ``task_id``: the task it answers.
    """

    linked: list[LedgerLine] = field(default_factory=list)
    own: list[LedgerLine] = field(default_factory=list)
    task_id: int | None = None

    @property
    def linked_fen(self) -> int:
        """What of the change stood in the ledger before the approval."""
        return sum(line.amount_fen for line in self.linked)


@dataclass(frozen=True)
class Followed:
    """What came of an entry: the task it is a cause of, and the revision that answers it."""

    task_id: int
    adjustment_id: int | None = None


def grounds_of(session: Session, row: Declaration) -> Grounds | None:
    """For the form of ``open_adjustment``; None where no task waits. The caller has checked the scope."""
    task_id = open_task_of(session, row.project_id, row.fiscal_year) if row.project_id else None
    if task_id is None:
        return None
    task = session.get_one(TargetAdjustmentTask, task_id)
    causes = _standing(lines_of(session, task.cause_ids))
    if not causes:
        return None
    left = project_money(session, [task.project_id], row.fiscal_year, date(row.fiscal_year, 12, 31))
    kinds = {LedgerKind(line.kind) for line in causes}
    return Grounds(
        adjustment_type=type_of(kinds, task.change_fen, left[task.project_id].adjusted_fen),
        document=_joined((line.document for line in causes), LONGEST_DOCUMENT),
        document_date=max(line.counts_from for line in causes),
        document_issuer=bureau_of(session, row.region_id)[: LONGEST["document_issuer"]],
        counterpart=_joined((line.other_project or "" for line in causes), LONGEST["counterpart"]),
        reason=_joined((line.reason for line in causes), LONGEST_DOCUMENT),
    )


def booked_money(session: Session, row: Declaration) -> BookedMoney:
    """Of a revision; the caller has checked the scope."""
    own = own_entry(session, row)
    task = session.exec(
        select(TargetAdjustmentTask.id)
        .where(TargetAdjustmentTask.adjustment_id == row.id)
        .order_by(col(TargetAdjustmentTask.id).desc())
    ).first()
    linked = [] if own else [entry.id for entry in entries_of(session, row)]
    return BookedMoney(lines_of(session, linked), lines_of(session, [own.id] if own else []), task)


def followed(session: Session, project_id: int, year: int) -> dict[int, Followed]:
    """By entry of the ledger of a project; entries that moved no targets are left out."""
    tasks = session.exec(
        select(TargetAdjustmentTask).where(
            TargetAdjustmentTask.project_id == project_id, TargetAdjustmentTask.fiscal_year == year
        )
    )
    return {entry: Followed(one.id, _answer(one)) for one in tasks for entry in one.cause_ids}


@dataclass(frozen=True)
class CarriedOut:
    """What came of an order to cut (调减预算并调整绩效目标): its entries of the ledger, with their tasks."""

    project_id: int
    entries: list[LedgerLine]
    tasks: Sequence[TargetAdjustmentTask]


def of_correction(session: Session, order: CorrectiveAction) -> CarriedOut | None:
    """None for any other order, and where the declaration is of no project. The caller has checked the scope."""
    project_id = session.get_one(Declaration, order.declaration_id).project_id
    if order.kind != CorrectionKind.cut or project_id is None:
        return None
    ids = session.exec(select(LedgerEntry.id).where(LedgerEntry.correction_id == order.id)).all()
    tasks = session.exec(
        select(TargetAdjustmentTask)
        .where(TargetAdjustmentTask.project_id == project_id, TargetAdjustmentTask.fiscal_year == order.fiscal_year)
        .order_by(col(TargetAdjustmentTask.id))
    )
    return CarriedOut(project_id, lines_of(session, ids), [one for one in tasks if set(one.cause_ids) & set(ids)])


def _answer(task: TargetAdjustmentTask) -> int | None:
    """The declaration that closed the task, or is meant to."""
    if task.closed_as == TargetTaskEnd.open:
        return task.adjustment_id
    return task.declaration_id


def _standing(lines: Sequence[LedgerLine]) -> list[LedgerLine]:
    return [line for line in lines if not line.taken_back and not line.corrects_id]


def _joined(texts: Iterable[str], longest: int) -> str:
    """Each once, in their order."""
    return "、".join(dict.fromkeys(text for text in texts if text))[:longest]
