"""The audit trail: insert-only. Rows carry canonical text and a transaction id, so that a later job can seal chains."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from workflow.models.base import Row, long_text, ref


class AuditEntry(Row, table=True):
    """Who did what to which object when, from where to where. ``canonical`` is the text a seal covers."""

    __table_args__ = (
        Index("ix_audit_entry_object", "object_kind", "object_id", "id"),
        Index("ix_audit_entry_at", "at"),
    )

    at: datetime
    transaction: str = Field(max_length=32)
    actor_id: int | None = ref("user_account.id", nullable=True)
    actor_name: str = Field(max_length=60)
    actor_role: str = Field(default="", max_length=32)
    action: str = Field(max_length=40)
    object_kind: str = Field(max_length=32)
    object_id: int
    state_from: str = Field(default="", max_length=40)
    state_to: str = Field(default="", max_length=40)
    reason: str = long_text()
    canonical: str = long_text()
