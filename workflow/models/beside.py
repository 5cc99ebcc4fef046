"""Money beside the treasury's payments: what units pay otherwise, and what the government above sends down."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from workflow.models.base import Row, Stamped, fen, long_text, one_of, ref
from workflow.money_types import OutsideChannel, OutsideState, TransferKind, TransferLevel


class OutsidePayment(Stamped, table=True):
    """国库外支付: paid from unit funds or paid on by others; entered with proof, confirmed by the finance section.

    Shown beside the treasury's payments and never added to them. Negative = money that came back.
    """

    __table_args__ = (
        one_of("channel", OutsideChannel),
        one_of("status", OutsideState),
        CheckConstraint("amount_fen <> 0", name="amount_not_zero"),
        CheckConstraint("(status IN ('entered', 'withdrawn')) = (decided_at IS NULL)", name="decided_at_by_status"),
        Index("ix_outside_payment_list", "region_id", "fiscal_year", "status", "id"),
        Index("ix_outside_payment_project", "project_id", "fiscal_year"),
    )

    region_id: int = ref("region.id", index=False)
    department_id: int = ref("organisation.id")
    unit_id: int = ref("organisation.id")
    project_id: int = ref("project.id", index=False)
    fiscal_year: int
    paid_on: date
    amount_fen: int = fen()
    channel: str = Field(max_length=16)
    payee_name: str = Field(default="", max_length=200)
    purpose: str = long_text()
    document: str = Field(default="", max_length=200)
    status: str = Field(default=OutsideState.entered.value, max_length=16)
    entered_by: int | None = ref("user_account.id", nullable=True, index=False)
    decided_by: int | None = ref("user_account.id", nullable=True, index=False)
    decided_at: datetime | None = None
    answer: str = long_text()


class UpperTransfer(Stamped, table=True):
    """上级转移支付文件: what was sent down by which document, and the regional targets that came with it."""

    __table_args__ = (
        one_of("kind", TransferKind),
        one_of("granted_by", TransferLevel),
        UniqueConstraint("region_id", "fiscal_year", "number"),
        CheckConstraint("amount_fen > 0", name="amount_positive"),
    )

    region_id: int = ref("region.id", index=False)
    fiscal_year: int
    number: str = Field(max_length=200)
    title: str = Field(max_length=200)
    kind: str = Field(max_length=16)
    received_on: date
    due_on: date
    amount_fen: int = fen()
    targets: str = long_text()
    entered_by: int | None = ref("user_account.id", nullable=True, index=False)
    granted_by: str = Field(default="unknown", max_length=16)
    function_code: str = Field(default="", max_length=20)
    economic_code: str = Field(default="", max_length=20)
    nature: str = Field(default="", max_length=40)


class UpperTransferPart(Row, table=True):
    """What of a transfer went to a project: the entry of its budget ledger; an entry taken back counts no more."""

    __table_args__ = (UniqueConstraint("entry_id"),)

    transfer_id: int = ref("upper_transfer.id")
    project_id: int = ref("project.id")
    entry_id: int = ref("budget_ledger_entry.id", index=False)
