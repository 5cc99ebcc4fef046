"""Budget ledger (预算指标台账) and treasury payments (国库支付), all keyed by fiscal year."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from workflow.models.base import Row, Stamped, any_id, fen, long_text, one_of, ref
from workflow.money_types import LedgerKind


class LedgerEntry(Stamped, table=True):
    """One immutable entry of a kind of ``workflow.execution.ledger.ENTRY_KINDS``; amounts are signed.

    A mistake is put right by a counter-entry, which names the entry it takes back (``corrects_id``). The two halves of
    a transfer between projects (调剂) are written together; the incoming one names the outgoing (``transfer_id``).
    ``effective_on`` is the day from which an entry counts; None = from the first day of the fiscal year.
    ``correction_id``: the corrective action (调减预算) that the entry carries out. ``function_code`` (支出功能分类),
    ``economic_code`` (部门预算支出经济分类) and ``nature`` are codes of ``execution.class_codes``; "" = 未分类.
    """

    __tablename__ = "budget_ledger_entry"
    __table_args__ = (
        one_of("kind", LedgerKind),
        CheckConstraint(
            "corrects_id IS NOT NULL OR ((kind NOT IN ('cut', 'recall', 'transfer_out') OR amount_fen < 0) "
            "AND (kind NOT IN ('addition', 'transfer_in') OR amount_fen > 0))",
            name="sign_of_kind",
        ),
        UniqueConstraint("corrects_id"),
        UniqueConstraint("transfer_id"),
        Index("ix_budget_ledger_entry_project", "project_id", "fiscal_year"),
    )

    project_id: int = ref("project.id", index=False)
    fiscal_year: int
    kind: str = Field(max_length=16)
    amount_fen: int = fen()
    effective_on: date | None = None
    document: str = Field(default="", max_length=200)
    reason: str = long_text()
    origin: str = Field(default="approval", max_length=16)
    declaration_id: int | None = ref("declaration.id", nullable=True)
    entered_by: int | None = ref("user_account.id", nullable=True)
    corrects_id: int | None = ref("budget_ledger_entry.id", nullable=True, index=False)
    transfer_id: int | None = ref("budget_ledger_entry.id", nullable=True, index=False)
    correction_id: int | None = ref("corrective_action.id", nullable=True)
    function_code: str = Field(default="", max_length=20)
    economic_code: str = Field(default="", max_length=20)
    nature: str = Field(default="", max_length=40)


class PaymentBatch(Stamped, table=True):
    """One loaded voucher file; every row of it is loaded, duplicate, in conflict or quarantined.

    ``problem`` (code and facts) says why nothing was loaded; ``ignored_sheets`` had no vouchers; ``account_key`` is a
    mark of the secret the accounts were turned with: another secret would make every duplicate look new.
    """

    __table_args__ = (
        CheckConstraint(
            "rows_loaded >= 0 AND rows_duplicate >= 0 AND rows_conflict >= 0 AND rows_quarantined >= 0",
            name="rows_not_negative",
        ),
        CheckConstraint(
            "rows_loaded + rows_duplicate + rows_conflict + rows_quarantined = rows_total", name="every_row_accounted"
        ),
    )

    region_id: int = ref("region.id")
    fiscal_year: int
    file_name: str = Field(max_length=200)
    sha256: str = Field(max_length=64, foreign_key="file_content.sha256", index=True)
    uploaded_by: int | None = ref("user_account.id", nullable=True)
    job_id: int | None = ref("job_run.id", nullable=True)
    rows_total: int = 0
    rows_loaded: int = 0
    rows_duplicate: int = 0
    rows_conflict: int = 0
    rows_quarantined: int = 0
    problem: dict[str, Any] = Field(default_factory=dict, sa_type=JSON, nullable=False)
    ignored_sheets: list[str] = Field(default_factory=list, sa_type=JSON, nullable=False)
    account_key: str = Field(default="", max_length=16)
    finished_at: datetime | None = None


class Payment(Row, table=True):
    """One voucher line in fen; negatives are refunds. Accounts are kept as HMAC and last four digits only.

    ``unit_key`` and ``project_key`` are what the line prints, normalised: what a match by hand is remembered by.
    """

    __table_args__ = (
        UniqueConstraint(
            "fiscal_year", "region_id", "voucher_no", "payee_account_hmac", "line_no", name="uq_payment_key"
        ),
        Index("ix_payment_project", "project_id", "fiscal_year", "paid_on"),
        Index("ix_payment_printed", "region_id", "fiscal_year", "project_key", "unit_key",
              postgresql_where=text("project_id IS NULL OR matched_by = 'hand'"),
              sqlite_where=text("project_id IS NULL OR matched_by = 'hand'")),
        CheckConstraint("(project_id IS NULL) = (matched_by = '')", name="matched_somehow"),
        CheckConstraint("amount_fen <> 0", name="amount_not_zero"),
    )  # fmt: skip

    fiscal_year: int
    region_id: int = ref("region.id", index=False)
    voucher_no: str = Field(max_length=60)
    line_no: int = 1
    payee_account_hmac: str = Field(default="", max_length=64)
    payee_account_tail: str = Field(default="", max_length=4)
    payee_name: str = Field(default="", max_length=200)
    paid_on: date
    amount_fen: int = fen()
    purpose: str = long_text()
    project_code: str = Field(default="", max_length=40)
    project_name: str = Field(default="", max_length=200)
    unit_code: str = Field(default="", max_length=40)
    unit_name: str = Field(default="", max_length=200)
    function_code: str = Field(default="", max_length=20)
    economic_code: str = Field(default="", max_length=20)
    nature: str = Field(default="", max_length=40)
    unit_key: str = Field(default="", max_length=200)
    project_key: str = Field(default="", max_length=200)
    content_hash: str = Field(max_length=64)
    batch_id: int = ref("payment_batch.id")
    row_no: int
    project_id: int | None = ref("project.id", index=False, nullable=True)
    matched_by: str = Field(default="", max_length=16)


class PaymentQuarantine(Row, table=True):
    """待核对数据: a row that could not be loaded, with its reason and raw cells; nothing is silently dropped."""

    __table_args__ = (
        UniqueConstraint("batch_id", "row_no"),
        CheckConstraint("status IN ('conflict', 'quarantined')", name="status_known"),
    )

    batch_id: int = ref("payment_batch.id", index=False)
    row_no: int
    status: str = Field(max_length=16)
    reason: str = Field(max_length=60)
    raw: dict[str, Any] = Field(default_factory=dict, sa_type=JSON, nullable=False)  # accounts masked
    conflicts_with_id: int | None = ref("payment.id", nullable=True)
    resolved_at: datetime | None = None
    resolved_by: int | None = ref("user_account.id", nullable=True)
    resolution: str = Field(default="", max_length=60)


class PaymentMatch(Stamped, table=True):
    """A match made by hand (unit + printed project name → project), remembered for the next file."""

    __table_args__ = (UniqueConstraint("region_id", "fiscal_year", "unit_key", "project_key"),)

    region_id: int = ref("region.id", index=False)
    fiscal_year: int
    unit_key: str = Field(max_length=200)
    project_key: str = Field(max_length=200)
    project_id: int = ref("project.id")
    matched_by: int | None = ref("user_account.id", nullable=True)


class PaymentAside(Stamped, table=True):
    """A payment of no project that waits no longer (暂不归集): why, and who said so; matching it makes this void."""

    __table_args__ = (UniqueConstraint("payment_id"), CheckConstraint("reason <> ''", name="with_reason"))

    payment_id: int = ref("payment.id", index=False)
    reason: str = Field(max_length=300)
    set_by: int | None = ref("user_account.id", nullable=True)


class SpendingPlan(Stamped, table=True):
    """用款计划: what a project means to pay in a month, in fen. A plan has all twelve months, or none."""

    __table_args__ = (
        UniqueConstraint("project_id", "fiscal_year", "month"),
        CheckConstraint("month BETWEEN 1 AND 12", name="month_in_year"),
        CheckConstraint("amount_fen >= 0", name="not_negative"),
    )

    project_id: int = ref("project.id", index=False)
    fiscal_year: int
    month: int
    amount_fen: int = fen()
    entered_by: int | None = ref("user_account.id", nullable=True)


class ExecutionRate(Row, table=True):
    """A stored execution rate: numerator and denominator in fen, as of a day; the rate itself is derived.

    ``scope`` is a key of ``workflow.rate_facts.SCOPES``. A scope of organisations names one by ``scope_id``; a scope of
    classes (科目, 资金性质 …) has the region there and the class in ``scope_key``.
    """

    __table_args__ = (
        UniqueConstraint("scope", "scope_id", "scope_key", "fiscal_year", "as_of"),
        Index("ix_execution_rate_board", "region_id", "fiscal_year", "as_of", "scope"),
    )

    region_id: int = ref("region.id", index=False)
    scope: str = Field(max_length=16)
    scope_id: int = any_id()
    scope_key: str = Field(default="", max_length=64)
    fiscal_year: int
    as_of: date
    projects: int
    executed_fen: int = fen()
    initial_fen: int = fen()
    adjustment_fen: int = fen()
    carry_over_fen: int = fen()
    arrival_fen: int = fen()
    plan_fen: int = fen()
    forecast_time_fen: int = fen()
    forecast_plan_fen: int = fen()
    forecast_recent_fen: int = fen()
    forecast_last_fen: int = fen()
    recent_fen: int = fen()
    last_part_fen: int = fen()
    last_year_fen: int = fen()
    computed_at: datetime
