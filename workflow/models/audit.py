"""The audit trail: insert-only. Rows carry canonical text and a transaction id, so that a later job can seal chains."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Index, event
from sqlmodel import Field, SQLModel

from workflow.models.base import Row, any_id, long_text, ref


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
    object_id: int = any_id()
    state_from: str = Field(default="", max_length=40)
    state_to: str = Field(default="", max_length=40)
    reason: str = long_text()
    canonical: str = long_text()


_REFUSALS = {
    "sqlite": (
        "CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry"
        " BEGIN SELECT RAISE(ABORT, 'audit_entry is insert-only'); END",
        "CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry"
        " BEGIN SELECT RAISE(ABORT, 'audit_entry is insert-only'); END",
        # INSERT OR REPLACE deletes without firing a DELETE trigger
        "CREATE TRIGGER audit_entry_no_replace BEFORE INSERT ON audit_entry"
        " WHEN EXISTS (SELECT 1 FROM audit_entry WHERE id = NEW.id)"
        " BEGIN SELECT RAISE(ABORT, 'audit_entry is insert-only'); END",
    ),
    "postgresql": (
        "CREATE OR REPLACE FUNCTION audit_entry_insert_only() RETURNS trigger LANGUAGE plpgsql AS $$"
        " BEGIN RAISE EXCEPTION 'audit_entry is insert-only'; END $$",
        "CREATE TRIGGER audit_entry_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry"
        " FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_insert_only()",
    ),
}
"""The database itself refuses to change the trail. The same text as ``migrations.ddl`` (a test compares)."""


def _guard(_table: Any, connection: Connection, **_: Any) -> None:
    for statement in _REFUSALS[connection.dialect.name]:
        connection.exec_driver_sql(statement)


event.listen(SQLModel.metadata.tables["audit_entry"], "after_create", _guard)
