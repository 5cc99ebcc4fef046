"""What is kept beside the payments: totals by month, closed months and what changed in them, columns of files."""

from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from workflow.models.base import Row, Stamped, any_id, fen, long_text, ref


class PaymentTotal(Row, table=True):
    """What payments add up to; kept by ``services.payments.totals``, never written elsewhere.

    Per project × month × 资金性质 × 功能科目 × 部门经济科目; refunds apart and negative. Project 0 = of no project.
    """

    __table_args__ = (
        UniqueConstraint(
            "region_id", "fiscal_year", "month", "project_id", "nature", "function_code", "economic_code",
            name="uq_payment_total_key",
        ),
        Index("ix_payment_total_project", "project_id", "fiscal_year"),
        CheckConstraint("month BETWEEN 1 AND 12", name="month_of_year"),
    )  # fmt: skip

    region_id: int = ref("region.id", index=False)
    fiscal_year: int
    month: int
    project_id: int = any_id()
    nature: str = Field(default="", max_length=40)
    function_code: str = Field(default="", max_length=20)
    economic_code: str = Field(default="", max_length=20)
    lines: int
    paid_fen: int = fen()
    refunded_fen: int = fen()


class ClosedMonth(Stamped, table=True):
    """月结: a month of payments that the treasury section closed, with the figures as they stood then, in fen.

    ``executed_fen`` and the budget are of the year up to the month's end and of projects only; ``month_fen`` is the
    month alone with the payments of no project.
    """

    __table_args__ = (
        UniqueConstraint("region_id", "fiscal_year", "month"),
        CheckConstraint("month BETWEEN 1 AND 12", name="month_of_year"),
    )

    region_id: int = ref("region.id", index=False)
    fiscal_year: int
    month: int
    closed_by: int | None = ref("user_account.id", nullable=True)
    lines: int
    month_fen: int = fen()
    executed_fen: int = fen()
    initial_fen: int = fen()
    adjustment_fen: int = fen()
    carry_over_fen: int = fen()


class ClosedProject(Stamped, table=True):
    """A project as its year was closed with December, in fen: its rate of then stands beside that of now."""

    __table_args__ = (UniqueConstraint("project_id", "fiscal_year"),)

    project_id: int = ref("project.id", index=False)
    fiscal_year: int
    executed_fen: int = fen()
    initial_fen: int = fen()
    adjustment_fen: int = fen()
    carry_over_fen: int = fen()


class ClosedMonthChange(Stamped, table=True):
    """补记、更正: what changed the sums of a closed month, who did it and why; per project (0 = of none) and deed."""

    __table_args__ = (
        Index("ix_closed_month_change_month", "region_id", "fiscal_year", "month"),
        CheckConstraint("month BETWEEN 1 AND 12", name="month_of_year"),
        CheckConstraint("cause IN ('loaded', 'corrected', 'matched', 'unmatched')", name="cause_known"),
    )

    region_id: int = ref("region.id", index=False)
    fiscal_year: int
    month: int
    project_id: int = any_id()
    lines: int
    amount_fen: int = fen()
    cause: str = Field(max_length=16)
    batch_id: int | None = ref("payment_batch.id", nullable=True)
    made_by: int | None = ref("user_account.id", nullable=True)
    reason: str = long_text()


class PaymentColumns(Stamped, table=True):
    """Which column is what in the files of a treasury, as a person said once; found again by the header's print.

    ``columns``: key of ``documents.payment_columns`` → place in the row, from 0.
    """

    __table_args__ = (UniqueConstraint("region_id", "header_print"),)

    region_id: int = ref("region.id", index=False)
    header_print: str = Field(max_length=64)
    headers: list[str] = Field(default_factory=list, sa_type=JSON, nullable=False)
    columns: dict[str, Any] = Field(default_factory=dict, sa_type=JSON, nullable=False)
    said_by: int | None = ref("user_account.id", nullable=True)
