"""整改: what the bureau orders after monitoring, what the unit does about it, and how it ends."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from workflow.models.base import Stamped, long_text, one_of, ref
from workflow.types import CorrectionKind, CorrectionState


class CorrectiveAction(Stamped, table=True):
    """One order on one declaration; ``report_id`` or ``evaluation_id`` is the form that gave rise to it.

    Pausing and stopping payments rest on a document; ending them rests on another one (``release_document``). What is
    overwritten when the order is opened again stays in the audit trail.
    """

    __table_args__ = (
        one_of("kind", CorrectionKind),
        one_of("state", CorrectionState),
        CheckConstraint("kind NOT IN ('pause', 'stop') OR document <> ''", name="payments_held_by_document"),
        CheckConstraint("(report_id IS NULL) <> (evaluation_id IS NULL)", name="one_origin"),
        CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed_at_by_state"),
        Index("ix_corrective_action_list", "region_id", "fiscal_year", "state", "id"),
    )

    report_id: int | None = ref("monitoring_report.id", nullable=True)
    evaluation_id: int | None = ref("self_evaluation.id", nullable=True)
    declaration_id: int = ref("declaration.id")
    region_id: int = ref("region.id", index=False)
    fiscal_year: int
    department_id: int = ref("organisation.id")
    unit_id: int = ref("organisation.id")
    kind: str = Field(max_length=16)
    state: str = Field(default=CorrectionState.ordered.value, max_length=16)
    version: int = 1
    problem: str = long_text()
    demand: str = long_text()
    document: str = Field(default="", max_length=200)
    due_on: date
    ordered_by: int | None = ref("user_account.id", nullable=True)
    owner: str = Field(default="", max_length=60)
    measure: str = long_text()
    result: str = long_text()
    answered_at: datetime | None = None
    remark: str = long_text()
    release_document: str = Field(default="", max_length=200)
    closed_at: datetime | None = None
