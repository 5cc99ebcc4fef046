"""The database itself refuses to change or remove a row of the audit trail."""

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from tests.migrations.populate import row, table

NAMES = [f'"{name}"' for name in table("audit_entry").columns.keys() if name != "id"]  # noqa: SIM118 - columns
COPY_OF_2 = f"INTO audit_entry (id, {', '.join(NAMES)}) SELECT 1, {', '.join(NAMES)} FROM audit_entry WHERE id = 2"
CASES = {
    "update": "UPDATE audit_entry SET reason = 'x' WHERE id = 2",
    "update of all": "UPDATE audit_entry SET id = id + 10",
    "delete": "DELETE FROM audit_entry WHERE id = 2",
    "delete of all": "DELETE FROM audit_entry",
    "upsert": f"INSERT {COPY_OF_2} ON CONFLICT (id) DO UPDATE SET reason = 'x'",
}
BY_DIALECT = {
    "sqlite": {"replace": f"INSERT OR REPLACE {COPY_OF_2}", "truncate": "DELETE FROM audit_entry WHERE true"},
    "postgresql": {
        "replace": "MERGE INTO audit_entry USING region ON region.id = audit_entry.id WHEN MATCHED THEN DELETE",
        "truncate": "TRUNCATE user_account CASCADE",
    },
}


@pytest.mark.parametrize("name", [*CASES, *BY_DIALECT["sqlite"]])
def test_refused(writing: Connection, name: str) -> None:
    statement = (CASES | BY_DIALECT[writing.dialect.name])[name]
    with pytest.raises(DBAPIError, match="audit_entry is insert-only"):
        writing.execute(text(statement))


def test_inserts_go_on(writing: Connection) -> None:
    given = {key: value for key, value in row("audit_entry", 3).items() if key != "id"}
    if writing.dialect.name == "postgresql":
        writing.execute(text("SELECT setval('audit_entry_id_seq', 100)"))
    for _ in range(2):
        writing.execute(table("audit_entry").insert(), given)
    assert writing.execute(text("SELECT count(*) FROM audit_entry")).scalar() == 4
