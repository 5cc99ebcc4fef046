"""Approval batches (批复批次) and their documents (批复文件): a letter per department, its signers, frozen versions."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from workflow.models.base import Row, Stamped, long_text, one_of, ref
from workflow.types import DocumentState


class ApprovalBatch(Stamped, table=True):
    """One approve click over one or many declarations."""

    region_id: int = ref("region.id")
    fiscal_year: int
    name: str = Field(max_length=120)
    approved_by: int = ref("user_account.id")


def _unique_where(name: str, condition: str, *columns: str) -> Index:
    return Index(name, *columns, unique=True, sqlite_where=text(condition), postgresql_where=text(condition))


class ApprovalDocument(Stamped, table=True):
    """The 批复 of one batch to one department; the number (文号) belongs to it and comes when it is issued.

    ``voids_id``: the letter this one takes the place of; ``reason`` says why. ``files_hash``: which approved contents
    the letter was sent for signing with. ``forward_*``: how the department passed it on to its units (转批复).
    """

    __table_args__ = (
        _unique_where("uq_approval_document_original", "voids_id IS NULL", "batch_id", "department_id"),
        _unique_where("uq_approval_document_number", "number IS NOT NULL", "region_id", "number"),
        _unique_where("uq_approval_document_forward", "forward_number IS NOT NULL", "department_id", "forward_number"),
        Index("ix_approval_document_series", "region_id", "number_code", "number_year"),
        one_of("state", DocumentState),
        CheckConstraint(
            "state NOT IN ('sealing', 'issued', 'voided') OR issued_at IS NOT NULL", name="issued_by_state"
        ),
    )

    region_id: int = ref("region.id", index=False)
    batch_id: int = ref("approval_batch.id")
    department_id: int = ref("organisation.id")
    state: str = Field(default=DocumentState.drafting.value, max_length=16, index=True)
    version: int = 1
    held_since: datetime | None = None
    updated_at: datetime | None = None
    title: str = Field(default="", max_length=200)
    body: str = long_text()
    leader_id: int | None = ref("user_account.id", nullable=True)
    drafter_id: int | None = ref("user_account.id", nullable=True)
    files_hash: str = Field(default="", max_length=64)
    signed_at: datetime | None = None
    signed_by: int | None = ref("user_account.id", nullable=True)
    signed_for: int | None = ref("user_account.id", nullable=True, index=False)
    number: str | None = Field(default=None, max_length=60)
    number_code: str = Field(default="", max_length=40)
    number_year: int = 0
    number_place: int = 0
    issued_at: datetime | None = None
    sealed_at: datetime | None = None
    sealed_by: int | None = ref("user_account.id", nullable=True)
    voids_id: int | None = ref("approval_document.id", nullable=True)
    reason: str = long_text()
    forward_number: str | None = Field(default=None, max_length=60)
    forwarded_at: datetime | None = None
    forwarded_by: int | None = ref("user_account.id", nullable=True)

    @property
    def unit_id(self) -> int:
        """A letter belongs to a department as a whole: no role of a unit reaches it."""
        return 0


class DocumentCosigner(Row, table=True):
    """会签: who is asked to agree before the leader signs; a letter that is sent again asks them again."""

    __table_args__ = (UniqueConstraint("document_id", "user_id"),)

    document_id: int = ref("approval_document.id", index=False)
    user_id: int = ref("user_account.id")
    agreed_at: datetime | None = None
    agreed_for: int | None = ref("user_account.id", nullable=True, index=False)
    opinion: str = long_text()


class DocumentLeftOut(Row, table=True):
    """A declaration that a replacing letter leaves out: its approval is revoked when that letter is issued."""

    __table_args__ = (UniqueConstraint("document_id", "declaration_id"),)

    document_id: int = ref("approval_document.id", index=False)
    declaration_id: int = ref("declaration.id")


class ApprovalDocumentVersion(Stamped, table=True):
    """What an issued letter says, frozen: identical inputs render to identical bytes.

    ``inputs`` is canonical JSON (numbers, words, hashes of the approved contents), ``content_hash`` its SHA-256; the
    other two are the SHA-256 of the files made of it.
    """

    __table_args__ = (UniqueConstraint("document_id", "version"),)

    document_id: int = ref("approval_document.id", index=False)
    version: int
    content_hash: str = Field(max_length=64)
    inputs: str = long_text()
    pdf_sha256: str = Field(default="", max_length=64)
    docx_sha256: str = Field(default="", max_length=64)
    created_by: int | None = ref("user_account.id", nullable=True)


class DocumentFile(Row, table=True):
    """One declaration that a frozen letter approves; ``content_hash`` is the code by which anybody can check it."""

    __table_args__ = (UniqueConstraint("version_id", "declaration_id"),)

    version_id: int = ref("approval_document_version.id", index=False)
    document_id: int = ref("approval_document.id")
    declaration_id: int = ref("declaration.id")
    unit_id: int = ref("organisation.id")
    content_hash: str = Field(max_length=64, index=True)
