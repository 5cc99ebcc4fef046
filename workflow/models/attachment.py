"""Uploaded files: content stored once by its hash, owned by any object."""

from sqlalchemy import CheckConstraint, Index, LargeBinary, UniqueConstraint
from sqlmodel import Field

from workflow.models.base import Row, Stamped, any_id, ref


class FileContent(Row, table=True):
    """The bytes of a file. In the database, so that many web hosts and one backup see the same."""

    __table_args__ = (UniqueConstraint("sha256"),)

    sha256: str = Field(max_length=64)
    size: int
    content: bytes = Field(sa_type=LargeBinary)


class Attachment(Stamped, table=True):
    """A named file on an object.

    ``purpose``: basis 依据, adjustment 调整依据, plan 方案, estimate 测算, scan 扫描件 or other.
    """

    __table_args__ = (
        Index("ix_attachment_owner", "owner_kind", "owner_id"),
        CheckConstraint(
            "purpose IN ('basis', 'adjustment', 'plan', 'estimate', 'scan', 'other')", name="purpose_known"
        ),
        CheckConstraint("size > 0", name="size_positive"),
    )

    owner_kind: str = Field(max_length=32)
    owner_id: int = any_id()
    purpose: str = Field(max_length=16)
    name: str = Field(max_length=200)
    media_type: str = Field(max_length=120)
    sha256: str = Field(max_length=64, foreign_key="file_content.sha256", index=True)
    size: int
    uploaded_by: int | None = ref("user_account.id", nullable=True)
