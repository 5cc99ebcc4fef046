"""The revisions as files, and the way up and down on databases that hold rows."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.schema import sort_tables_and_constraints
from sqlmodel import SQLModel

from migrations import run, write
from tests.migrations import populate
from tests.migrations.schema import differences, dump


def test_one_head_and_the_head_file_names_it() -> None:
    heads = ScriptDirectory.from_config(run.config()).get_heads()
    assert heads == [run.head()]
    assert (run.FOLDER / ".current-head").read_text(encoding="ascii") == f"{run.head()}\n"


def test_a_revision_is_named_like_its_file() -> None:
    for script in ScriptDirectory.from_config(run.config()).walk_revisions():
        assert script.revision == Path(script.path).stem
        assert len(script.revision) <= write.LONGEST_ID


def test_revisions_do_not_depend_on_the_models() -> None:
    for file in (run.FOLDER / "versions").glob("*.py"):
        content = file.read_text(encoding="utf-8")
        assert "sqlmodel" not in content and "workflow" not in content


def test_no_tables_point_to_each_other_in_a_circle() -> None:
    """SQLite cannot add a foreign key later, so a circle could be neither made nor dropped in order."""
    in_order = sort_tables_and_constraints(SQLModel.metadata.tables.values())  # type: ignore[no-untyped-call]
    last, closing_a_circle = in_order[-1]
    assert last is None and closing_a_circle == []


def test_up_down_up_with_rows_in_every_table(engine: Engine) -> None:
    assert run.current(engine) is None
    run.upgrade(engine)
    first = dump(engine)
    fill(engine)
    run.downgrade(engine, "base")
    assert dump(engine) == set()
    assert run.current(engine) is None
    run.upgrade(engine)
    assert run.current(engine) == run.head()
    assert differences(first, dump(engine)) == []
    fill(engine)


def test_down_on_a_connection_of_ones_own(engine: Engine) -> None:
    """PostgreSQL drops in an order that holds by itself; SQLite cannot, and says so before anything is changed."""
    run.upgrade(engine)
    fill(engine)
    before = dump(engine)
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        if engine.dialect.name == "sqlite":
            with pytest.raises(run.ForeignKeysEnforced):
                command.downgrade(run.on(connection), "base")
        else:
            command.downgrade(run.on(connection), "base")
    assert dump(engine) == (before if engine.dialect.name == "sqlite" else set())


def test_without_a_connection_the_configured_engine_is_used(engine: Engine) -> None:
    command.upgrade(run.config(), "head")
    assert run.current(engine) == run.head()


def test_a_second_upgrade_keeps_the_rows(engine: Engine) -> None:
    run.upgrade(engine)
    fill(engine)
    run.upgrade(engine)
    assert set(counted(engine).values()) == {2}


def test_two_that_start_at_once_both_find_the_schema(engine: Engine) -> None:
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: run.upgrade(engine), range(2)))
    assert run.current(engine) == run.head()


def test_autogenerate_finds_nothing_left_to_do(engine: Engine) -> None:
    run.upgrade(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, SQLModel.metadata) == []


HEADER = 'import sqlalchemy as sa\nfrom alembic import op\n\nrevision = "9999_next"\ndown_revision = "{head}"\n\n\n'
WIDER = HEADER + (
    "def upgrade() -> None:\n"
    '    with op.batch_alter_table("organisation") as batch:\n'
    '        batch.alter_column("name", existing_type=sa.String(200), type_=sa.String(300))\n'
)
FAILS_HALFWAY = HEADER + (
    "def upgrade() -> None:\n"
    '    op.create_table("half", sa.Column("id", sa.Integer))\n'
    '    op.execute("DROP TABLE monitoring_item")\n'
    '    op.execute("INSERT INTO nowhere VALUES (1)")\n'
)
ORPHANS = HEADER + 'def upgrade() -> None:\n    op.execute("DELETE FROM organisation WHERE id = 2")\n'


@pytest.fixture
def next_revision(tmp_path: Path) -> Callable[[Engine, str], None]:
    """Run one more revision, written for the test, on top of the real ones."""

    def upgrade(engine: Engine, content: str) -> None:
        (tmp_path / "next").mkdir()
        (tmp_path / "next" / "9999_next.py").write_text(content.format(head=run.head()), encoding="ascii")
        with run.transaction(engine) as connection:
            config = run.on(connection)
            config.set_main_option("version_locations", f"{run.FOLDER / 'versions'}:{tmp_path / 'next'}")
            command.upgrade(config, "head")

    return upgrade


def test_a_table_others_point_to_can_be_changed(engine: Engine, next_revision: Callable[[Engine, str], None]) -> None:
    run.upgrade(engine)
    fill(engine)
    before = dump(engine)
    next_revision(engine, WIDER)
    assert run.current(engine) == "9999_next"
    found = differences(before, dump(engine))
    assert len(found) == 2 and all("organisation" in line and " name " in line for line in found)
    assert set(counted(engine).values()) == {2}
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1


@pytest.mark.parametrize("content", [FAILS_HALFWAY, ORPHANS])
def test_a_failed_migration_leaves_nothing(
    engine: Engine, next_revision: Callable[[Engine, str], None], content: str
) -> None:
    run.upgrade(engine)
    fill(engine)
    before = dump(engine)
    with pytest.raises((DBAPIError, run.BrokenReferences)):
        next_revision(engine, content)
    assert run.current(engine) == run.head()
    assert differences(before, dump(engine)) == []
    assert set(counted(engine).values()) == {2}


def fill(engine: Engine) -> None:
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        populate.fill(connection)


def counted(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in populate.tables()
        }


BEFORE_LINES, WITH_LINES = "0031_reminder_repetitions", "0032_forecast_by_line"
FORECAST = ("forecast_fen", "forecast_raw", "carry_over_forecast_fen", "carry_over_forecast_raw")
TYPED_FORECASTS: tuple[tuple[tuple[object, ...], tuple[object, ...], tuple[object, ...]], ...] = (
    ((0, 700, "", None, ""), (700, "", None, ""), (700, "", None, "")),
    ((40, 500, "", 200, ""), (700, ""), (700, "", 0, "")),
    ((40, 500, "", None, "12,3x"), (None, "12,3x"), (None, "12,3x", None, "")),
    ((40, None, "7x", 200, ""), (None, "7x"), (None, "7x", None, "")),
    ((40, None, "", None, ""), (None, ""), (None, "", None, "")),
)
"""(carried over, the four columns) with a forecast a line → the one number below → the lines again."""


def test_the_forecasts_of_the_lines_become_one_number_and_go_to_the_first_line_again(engine: Engine) -> None:
    run.upgrade(engine)
    fill(engine)
    run.downgrade(engine, WITH_LINES)
    for given, below, again in TYPED_FORECASTS:
        values = dict(zip(("carry_over_fen", *FORECAST), given, strict=True)) | {"carry_over_executed_fen": 0}
        with engine.connect().execution_options(writes=True) as connection, connection.begin():
            sets = ", ".join(f"{name} = :{name}" for name in values)
            connection.execute(text(f"UPDATE monitoring_report SET {sets} WHERE id = 1"), values)
        run.downgrade(engine, BEFORE_LINES)
        assert _forecasts(engine, FORECAST[:2]) == below[:2], given
        run.upgrade(engine, WITH_LINES)
        assert _forecasts(engine, FORECAST) == again, given


def _forecasts(engine: Engine, names: tuple[str, ...]) -> tuple[object, ...]:
    with engine.connect() as connection:
        query = text(f"SELECT {', '.join(names)} FROM monitoring_report WHERE id = 1")
        return tuple(connection.execute(query).one())
