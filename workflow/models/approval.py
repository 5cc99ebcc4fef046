"""Approval batches (批复批次) and their documents (one per department), versioned."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from workflow.models.base import Stamped, ref


class ApprovalBatch(Stamped, table=True):
    """One approve click over one or many declarations."""

    region_id: int = ref("region.id")
    fiscal_year: int
    name: str = Field(max_length=120)
    approved_by: int = ref("user_account.id")


class ApprovalDocument(Stamped, table=True):
    """The 批复 of one batch to one department; the number (文号) belongs to it and comes when it is issued."""

    __table_args__ = (
        UniqueConstraint("batch_id", "department_id"),
        Index(
            "uq_approval_document_number",
            "region_id",
            "number",
            unique=True,
            sqlite_where=text("number IS NOT NULL"),
            postgresql_where=text("number IS NOT NULL"),
        ),
    )

    region_id: int = ref("region.id", index=False)
    batch_id: int = ref("approval_batch.id", index=False)
    department_id: int = ref("organisation.id")
    number: str | None = Field(default=None, max_length=60)
    issued_at: datetime | None = None
    voids_id: int | None = ref("approval_document.id", nullable=True)


class ApprovalDocumentVersion(Stamped, table=True):
    """One rendering of an approval document; identical content renders to identical bytes."""

    __table_args__ = (UniqueConstraint("document_id", "version"),)

    document_id: int = ref("approval_document.id", index=False)
    version: int
    content_hash: str = Field(max_length=64)
    created_by: int | None = ref("user_account.id", nullable=True)
