"""Bring a database to a revision: one writer, one transaction, all or nothing, on both databases.

``engine`` is the one of ``workflow.db.configure``. Do not hold ``workflow.db.write_lock()`` around these calls: they
take it themselves and it is not re-entrant.
"""

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from workflow import db

FOLDER = Path(__file__).parent
ADVISORY_LOCK = 5_842_001  # any number, the same on every host


class BrokenReferences(Exception):
    """A migration left rows that point to nothing; it was rolled back."""


class ForeignKeysEnforced(Exception):
    """A connection of SQLite on which tables that others point to cannot be made anew: migrate by ``transaction``."""


def config(folder: Path = FOLDER) -> Config:
    """There is no ini file: all there is to know is the folder. Quiet: stdout belongs to the command line's JSON."""
    made = Config(cmd_opts=Namespace(quiet=True))
    made.set_main_option("script_location", str(folder).replace("%", "%%"))
    made.set_main_option("path_separator", "os")
    made.set_main_option("file_template", "%%(rev)s")
    return made


def head(folder: Path = FOLDER) -> str:
    """The newest revision of this program."""
    revision = ScriptDirectory.from_config(config(folder)).get_current_head()
    if revision is None:
        raise RuntimeError("migrations/versions holds no revision")
    return revision


def current(engine: Engine) -> str | None:
    """The revision of the database, ``None`` when it is empty."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Up to ``revision``; nothing happens when the database is already there."""
    with transaction(engine) as connection:
        command.upgrade(on(connection), revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Down to ``revision``; ``base`` drops every table with its rows."""
    with transaction(engine) as connection:
        command.downgrade(on(connection), revision)


def on(connection: Connection, folder: Path = FOLDER) -> Config:
    """A configuration whose commands run inside the transaction of ``connection``."""
    made = config(folder)
    made.attributes["connection"] = connection
    return made


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """The transaction of a migration; two hosts that start at once migrate one after the other."""
    with db.write_lock(), engine.connect() as connection:
        connection.execution_options(writes=True)
        around = _sqlite if connection.dialect.name == "sqlite" else _postgres
        with around(connection):
            yield connection


@contextmanager
def _sqlite(connection: Connection) -> Iterator[None]:
    """SQLite changes a table by making it anew, and dropping a table that others point to is refused while foreign
    keys are enforced. So they are checked once, at the end (the way of sqlite.org/lang_altertable.html)."""
    _enforce_foreign_keys(connection, "OFF")
    try:
        with connection.begin():
            yield
            if broken := connection.execute(text("PRAGMA foreign_key_check")).all():
                raise BrokenReferences(sorted({f"{row[0]} -> {row[2]}" for row in broken}))
    finally:
        _enforce_foreign_keys(connection, "ON")


def refuse_enforced(connection: Connection) -> None:
    """Before anything is changed; raises ``ForeignKeysEnforced`` on the connection of a caller who did not ask us."""
    sqlite = connection.dialect.name == "sqlite"
    if sqlite and connection.execute(text("PRAGMA foreign_keys")).scalar():
        raise ForeignKeysEnforced


def _enforce_foreign_keys(connection: Connection, value: str) -> None:
    """On the driver's own connection: inside a transaction the pragma does nothing."""
    cursor = connection.connection.cursor()
    cursor.execute(f"PRAGMA foreign_keys={value}")
    cursor.close()


@contextmanager
def _postgres(connection: Connection) -> Iterator[None]:
    """Wait as long as another host migrates, but not for a table that a running application holds."""
    with connection.begin():
        connection.execute(text("SET LOCAL lock_timeout = 0"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})
        connection.execute(text(f"SET LOCAL lock_timeout = {db.LOCK_TIMEOUT_MS}"))
        yield
