"""Offline workbooks that came back (离线填报)."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index
from sqlmodel import Field

from workflow.models.base import Stamped, ref


class OfflineUpload(Stamped, table=True):
    """A workbook as it was uploaded. ``book`` are its cells as they were read; ``report`` says what taking it over
    would change, once it is applied what it changed. ``desk`` is whose drafts it holds; it is kept until
    ``expires_at``."""

    __table_args__ = (
        CheckConstraint("desk IN ('filer', 'department')", name="desk_known"),
        Index("ix_offline_upload_expires_at", "expires_at"),
    )

    task_id: int = ref("declaration_task.id")
    unit_id: int = ref("organisation.id")
    desk: str = Field(max_length=16)
    expires_at: datetime
    uploaded_by: int | None = ref("user_account.id", nullable=True)
    file_name: str = Field(max_length=200)
    sha256: str = Field(max_length=64, foreign_key="file_content.sha256", index=True)
    book: dict[str, Any] = Field(default_factory=dict, sa_type=JSON, nullable=False)
    report: dict[str, Any] = Field(default_factory=dict, sa_type=JSON, nullable=False)
    applied_at: datetime | None
