"""A database with the example data, loaded once per test session and database kind on one fixed day, then copied."""

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

from tests.domain.world import create_schema
from tests.support import sessions
from workflow import clock, db
from workflow.services import examples

NOW = datetime(2026, 3, 18, 2, 30, tzinfo=UTC)
TODAY = date(2026, 3, 18)


def fill(url: str, now: datetime = NOW) -> None:
    """Schema and example data as of an instant; leaves no connection open."""
    create_schema(url)
    with clock.fixed(now), db.unit_of_work(write=True) as session:
        examples.load_examples(session)
    db.dispose()


def sqlite_copy(folder: Path) -> str:
    """A filled SQLite database of its own in ``folder``."""

    def make() -> dict[str, str]:
        path = sessions.folder() / "examples.db"
        fill(f"sqlite:///{path}")
        return {"path": str(path)}

    shutil.copy(sessions.once("examples", make)["path"], folder / "examples.db")
    return f"sqlite:///{folder / 'examples.db'}"
