"""What Alembic cannot write by itself, called by the revisions. A text used by a released revision never changes.

``workflow.models.audit`` has the same guard for ``create_all``; a test compares the two schemas.
"""

from alembic import op

_SQLITE_TRIGGER = """
CREATE TRIGGER audit_entry_no_{name} BEFORE {event} ON audit_entry{when}
BEGIN
    SELECT RAISE(ABORT, 'audit_entry is insert-only');
END
"""
_SQLITE_REFUSED = {
    "update": ("UPDATE", ""),
    "delete": ("DELETE", ""),
    # INSERT OR REPLACE deletes without firing a DELETE trigger
    "replace": ("INSERT", " WHEN EXISTS (SELECT 1 FROM audit_entry WHERE id = NEW.id)"),
}
_POSTGRES_FUNCTION = """
CREATE FUNCTION audit_entry_insert_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit_entry is insert-only';
END
$$
"""
_POSTGRES_TRIGGER = """
CREATE TRIGGER audit_entry_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_insert_only()
"""


def create_audit_guard() -> None:
    """From here on the database refuses to change or remove a row of the audit trail."""
    if op.get_bind().dialect.name == "sqlite":
        for name, (event, when) in _SQLITE_REFUSED.items():
            op.execute(_SQLITE_TRIGGER.format(name=name, event=event, when=when))
    else:
        op.execute(_POSTGRES_FUNCTION)
        op.execute(_POSTGRES_TRIGGER)


def drop_audit_guard() -> None:
    """What is left of it after its table is gone; the triggers went with the table."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_entry_insert_only()")
