"""Upgrading a database that holds data: backed up first on SQLite, only with a given word on PostgreSQL.

The newer version of the program is this one with one more revision in its migrations/.
"""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

from migrations import run
from webapp.cli.up_prepare import BACKUPS_KEPT, back_up

NEWER = """
import sqlalchemy as sa
from alembic import op

revision = "9999_newer"
down_revision = "{head}"


def upgrade():
    op.create_table("newer", sa.Column("id", sa.Integer()))


def downgrade():
    op.drop_table("newer")
"""
ROW = (
    "INSERT INTO code_item (list_name, code, label, parent_code, year_from, year_to, aliases, position)"
    " VALUES ('a', 'b', '绩效', '', 2025, 2025, '[]', 1)"
)


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """A folder that, put in front of the import path, makes this program the newer one."""
    folder = tmp_path / "newer"
    shutil.copytree(run.FOLDER, folder / "migrations", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "migrations/versions/9999_newer.py").write_text(NEWER.format(head=run.head()))
    return folder


def upgrade(home: Path, *options: str, program: Path | None = None, server: str = "") -> tuple[int, str]:
    """`jixiao upgrade` by this program or the newer one, on the home's SQLite file or the server's database."""
    environment = {"JIXIAO_HOME": str(home), "PYTHONFAULTHANDLER": "1"}
    if server:
        environment |= {"JIXIAO_DATABASE_URL": server, "JIXIAO_SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz"}
    if program:
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, [str(program), os.environ.get("PYTHONPATH")]))
    done = subprocess.run(
        ["timeout", "-s", "ABRT", "90", sys.executable, "-m", "webapp.cli.main", "upgrade", *options],
        cwd=home.parent,  # not this checkout: the current folder would come before PYTHONPATH
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def backups(home: Path) -> list[Path]:
    return sorted((home / "backups").glob("*"))


def test_sqlite_is_backed_up_before_an_upgrade(tmp_path: Path, newer: Path) -> None:
    """A broken upgrade changes nothing, a good one comes after its backup, an older program keeps its hands off."""
    home, script, head = tmp_path / "home", newer / "migrations/versions/9999_newer.py", run.head()
    assert upgrade(home) == (0, f"- → {head}\n")
    with closing(sqlite3.connect(home / "jixiao.db")) as database:
        database.execute(ROW)
        database.commit()
    assert upgrade(home) == (0, f"{head} → {head}\n")
    assert backups(home) == []

    good = script.read_text()
    script.write_text(good + "\n\ndef upgrade():\n    op.execute('CREATE TABLE half (id int)')\n    1 / 0\n")
    assert upgrade(home, program=newer)[0] == 1
    assert len(backups(home)) == 1
    with closing(sqlite3.connect(home / "jixiao.db")) as database:
        assert has_table(database, "half") == 0
    backups(home)[0].unlink()

    script.write_text(good)
    assert upgrade(home, program=newer) == (0, f"{head} → 9999_newer\n")
    [backup] = backups(home)
    assert backup.name.endswith(f"-{head}.db")
    assert backup.stat().st_mode & 0o777 == 0o600
    for file, newer_tables in ((backup, 0), (home / "jixiao.db", 1)):
        with closing(sqlite3.connect(file)) as database:
            assert database.execute("SELECT label FROM code_item").fetchall() == [("绩效",)]
            assert has_table(database, "newer") == newer_tables

    code, said = upgrade(home)
    assert code == 1
    assert "(9999_newer) is newer than this program" in said


def has_table(database: sqlite3.Connection, name: str) -> int:
    found = database.execute("SELECT count(*) FROM sqlite_master WHERE name = ?", (name,)).fetchone()
    return int(found[0])


def test_only_the_newest_backups_are_kept(tmp_path: Path) -> None:
    database, folder = tmp_path / "a.db", tmp_path / "backups"
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("CREATE TABLE a (id int)")
    folder.mkdir()
    for day in range(10, 25):
        (folder / f"jixiao-202001{day}T000000Z-old.db").touch()
    newest = back_up(database, folder, "new")
    assert len(backups(tmp_path)) == BACKUPS_KEPT
    assert backups(tmp_path)[-1] == newest
    assert backups(tmp_path)[0].name.startswith("jixiao-20200116")


@pytest.mark.postgres
def test_postgres_is_not_upgraded_silently(tmp_path: Path, newer: Path, postgres_url: str) -> None:
    home = tmp_path / "home"
    assert upgrade(home, server=postgres_url) == (0, f"- → {run.head()}\n")
    engine = create_engine(postgres_url)
    code, said = upgrade(home, program=newer, server=postgres_url)
    assert code == 1
    assert "pg_dump" in said
    assert "--yes-backup-done" in said
    assert revision(engine) == run.head()
    assert upgrade(home, "--yes-backup-done", program=newer, server=postgres_url) == (0, f"{run.head()} → 9999_newer\n")
    assert revision(engine) == "9999_newer"
    engine.dispose()


def test_a_database_that_does_not_answer_is_said(tmp_path: Path) -> None:
    code, said = upgrade(tmp_path, server="postgresql://nobody@127.0.0.1:1/none")
    assert code == 1
    assert "The database cannot be used" in said
    assert "Traceback" not in said


def revision(engine: Engine) -> str:
    with engine.connect() as connection:
        return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())
