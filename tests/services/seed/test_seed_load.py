"""Loading the examples: only into an empty database, the same on the same day, on any day."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlmodel import SQLModel, select

from tests.domain.world import create_schema
from tests.services.accounts.helpers import refused
from tests.services.seed import filled
from workflow import clock, db
from workflow.models import Declaration, DeclarationTask
from workflow.services import examples

RANDOM = {"password_hash", "batch"}  # the salt, and the name of an autosave request
MOST_STATEMENTS = 9_500


def dump(url: str) -> dict[str, list[dict[str, Any]]]:
    db.configure(url)
    found = {}
    with db.unit_of_work() as session:
        for table in SQLModel.metadata.sorted_tables:
            rows = session.connection().execute(table.select().order_by(table.c.id)).mappings()
            found[table.name] = [{key: value for key, value in row.items() if key not in RANDOM} for row in rows]
    db.dispose()
    return found


def test_the_same_day_gives_the_same_rows(tmp_path: Path) -> None:
    again = f"sqlite:///{tmp_path / 'again.db'}"
    filled.fill(again)
    first, second = dump(filled.sqlite_copy(tmp_path)), dump(again)
    assert {name for name in first if first[name] != second[name]} == set()
    assert sum(map(len, first.values())) > 2_000


def test_a_database_in_use_is_left_alone(filled_url: str) -> None:
    db.configure(filled_url)
    with db.unit_of_work() as session:
        before = len(session.exec(select(Declaration.id)).all())
        assert examples.has_users(session)
    with refused("examples_present"), db.unit_of_work(write=True) as session:
        examples.load_examples(session)
    with db.unit_of_work() as session:
        assert len(session.exec(select(Declaration.id)).all()) == before
    db.dispose()


def test_an_empty_database_has_no_users_and_shows_no_accounts(tmp_path: Path) -> None:
    create_schema(f"sqlite:///{tmp_path / 'empty.db'}")
    with db.unit_of_work() as session:
        assert not examples.has_users(session)
        assert examples.demo_accounts(session) == []
    db.dispose()


def test_any_day_will_do_and_a_first_start_is_quick(tmp_path: Path) -> None:
    """Just past midnight in Ezhou, on a Saturday in the spring festival.

    Quickness is counted in statements, which do not depend on what else this machine is doing: 7,000 take 2 seconds.
    """
    now, statements = datetime(2026, 2, 20, 16, 5, tzinfo=UTC), 0

    def count(*_: object) -> None:
        nonlocal statements
        statements += 1

    create_schema(f"sqlite:///{tmp_path / 'other.db'}")
    event.listen(db.engine(), "before_cursor_execute", count)
    with clock.fixed(now), db.unit_of_work(write=True) as session:
        examples.load_examples(session)
        assert clock.now() == now  # the story has given the clock back
        assert len(session.exec(select(Declaration.id)).all()) == 29
        assert {task.closes_on for task in session.exec(select(DeclarationTask))} == {date(2026, 3, 23)}
    db.dispose()
    assert statements < MOST_STATEMENTS
