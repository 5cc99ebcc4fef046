"""Lists that were exported in the background: who asked for what, and the file until it expires."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, LargeBinary, UniqueConstraint
from sqlmodel import Field

from workflow.models.base import Row, Stamped, long_text, one_of, ref
from workflow.types import ExportFormat


class ListExport(Stamped, table=True):
    """One export. ``given`` is what the page was asked for, ``about`` the first line of the file once it is written.

    ``ready_at`` and ``expires_at`` are set together with the parts of the file.
    """

    __table_args__ = (one_of("format", ExportFormat), Index("ix_list_export_expires_at", "expires_at"))

    owner_id: int = ref("user_account.id")
    job_id: int | None = ref("job_run.id", nullable=True)
    listing: str = Field(max_length=40)
    given: dict[str, Any] = Field(default_factory=dict, sa_type=JSON, nullable=False)
    format: str = Field(max_length=8)
    language: str = Field(max_length=8)
    title: str = Field(max_length=100)
    about: str = long_text()
    rows: int = 0
    size: int = 0
    ready_at: datetime | None = None
    expires_at: datetime | None = None


class ExportPart(Row, table=True):
    """A piece of the file, so that neither writing nor sending it needs the whole in memory."""

    __table_args__ = (UniqueConstraint("export_id", "position"),)

    export_id: int = ref("list_export.id", index=False)
    position: int
    content: bytes = Field(sa_type=LargeBinary)
