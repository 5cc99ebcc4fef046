"""The database before the first process starts: backed up, upgraded, filled with examples if it is new."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from migrations import run
from webapp.cli.up_home import CannotStart
from webapp.settings import Settings
from workflow import clock, db

BACKUPS_KEPT = 10


@dataclass(frozen=True)
class PreparedDatabase:
    revision: str
    revision_before: str | None
    backup: Path | None
    examples_loaded: bool


def prepare_database(settings: Settings, *, examples: bool, backup_done: bool = False) -> PreparedDatabase:
    """Returns with the schema of this version in place and no connection open. Raises CannotStart."""
    try:
        engine = db.configure(settings.database_url)
        before, backup = upgrade(settings, engine, backup_done=backup_done)
        renew_profiles()
        return PreparedDatabase(run.head(), before, backup, examples and load_examples_if_empty(settings))
    except OperationalError as error:
        raise CannotStart(f"数据库无法使用：{error.orig}\nThe database cannot be used: {error.orig}") from error
    finally:
        db.dispose()


def upgrade(settings: Settings, engine: Engine, *, backup_done: bool) -> tuple[str | None, Path | None]:
    """Bring the schema to this version's; an older one that holds data is backed up first. Returns (before, backup)."""
    before, head = run.current(engine), run.head()
    if before == head:
        return before, None
    _refuse_newer(before)
    backup = None
    if before and not settings.is_server:
        backup = back_up(Path(str(engine.url.database)), settings.home / "backups", before)
    elif before and not backup_done:
        raise CannotStart(_how_to_back_up(before, head))
    run.upgrade(engine)
    return before, backup


def renew_profiles() -> None:
    """The form profiles of this version are data: they go in at every start."""
    from workflow.services.tasks_admin import sync_profiles

    with db.unit_of_work(write=True) as session:
        sync_profiles(session)


def load_examples_if_empty(settings: Settings) -> bool:
    from workflow.services import examples

    with db.unit_of_work(write=True) as session:
        if examples.has_users(session):
            return False
        examples.load_examples(session, full=settings.demo_size == "full")
        return True


def demo_accounts(settings: Settings) -> list[dict[str, Any]]:
    """Rows of {username, password, role, unit, name}; none if this database holds no demo data."""
    from workflow.services import examples

    db.configure(settings.database_url)
    try:
        with db.unit_of_work() as session:
            return list(examples.demo_accounts(session))
    finally:
        db.dispose()


def back_up(database: Path, folder: Path, revision: str) -> Path:
    """A whole copy made by SQLite itself, checked, and only then given its name. The newest ten are kept."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    target = folder / f"jixiao-{clock.now():%Y%m%dT%H%M%SZ}-{revision}.db"
    draft = target.with_suffix(".part")
    draft.unlink(missing_ok=True)
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("VACUUM INTO ?", (str(draft),))
    draft.chmod(0o600)
    with closing(sqlite3.connect(draft)) as copy:
        result = copy.execute("PRAGMA quick_check").fetchone()[0]
    if result != "ok":
        raise CannotStart(f"备份不完整，未升级：{result}\nThe backup is not sound, nothing was upgraded: {result}")
    draft.rename(target)
    for old in sorted(folder.glob("jixiao-*.db"))[:-BACKUPS_KEPT]:
        old.unlink()
    return target


def _refuse_newer(revision: str | None) -> None:
    """A database that a later version has upgraded must not be touched by this one."""
    try:
        if revision:
            ScriptDirectory.from_config(run.config()).get_revision(revision)
    except CommandError:
        raise CannotStart(
            f"数据库结构（{revision}）比本程序新，请使用更新的程序版本。\n"
            f"The database schema ({revision}) is newer than this program: use the newer version."
        ) from None


def _how_to_back_up(before: str, head: str) -> str:
    return (
        f"数据库需要从 {before} 升级到 {head}。请先备份，再加 --yes-backup-done 运行：\n"
        f"The database needs an upgrade from {before} to {head}. Back it up, then run again with --yes-backup-done:\n"
        '  pg_dump --format=custom --file=jixiao-$(date +%Y%m%d).dump "$JIXIAO_DATABASE_URL"'
    )
