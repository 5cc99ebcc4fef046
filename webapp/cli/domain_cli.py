"""What the commands on the database share: a session on it, refusals in words, results as JSON."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import typer
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from migrations import run
from webapp.settings import load_settings
from workflow import db
from workflow.errors import Refusal, RuleFailed
from workflow.notifications.refusals import refusal_text

GROUP: dict[str, Any] = {
    "rich_markup_mode": None,
    "add_completion": False,
    "pretty_exceptions_enable": False,
    "no_args_is_help": True,
}
"""How every group of commands is made."""


@contextmanager
def refusals_said() -> Iterator[None]:
    """What the domain refuses is said on stderr, each of its problems first; exit 1."""
    try:
        yield
    except Refusal as refusal:
        for problem in refusal.problems if isinstance(refusal, RuleFailed) else ():
            sys.stderr.write(f"{refusal_text(problem.code, problem.facts)}\n")
        _fail(*(refusal_text(refusal.code, refusal.facts, language) for language in ("zh", "en")))


@contextmanager
def database(*, write: bool = False) -> Iterator[Session]:
    """One transaction on the installation's database; what the domain refuses is said on stderr, exit 1."""
    try:
        with refusals_said():
            _open()
            with db.unit_of_work(write=write) as session:
                yield session
    except DBAPIError as error:
        _fail(f"数据库无法使用：{error.orig}", f"The database cannot be used: {error.orig}")
    finally:
        db.dispose()


def _open() -> None:
    """Refuses a database that is not there or not at this version, instead of making an empty one."""
    url = load_settings().database_url
    path = Path(url.removeprefix("sqlite:///"))
    if url.startswith("sqlite") and not path.exists():
        _fail(f"没有数据库 {path}，请先运行 jixiao up", f"There is no database {path}: run jixiao up first")
    if run.current(db.configure(url)) != run.head():
        _fail("数据库结构不是本版本的，请先运行 jixiao up", "The schema is not of this version: run jixiao up first")


def _fail(zh: str, en: str) -> None:
    sys.stderr.write(f"{zh}\n{en}\n")
    raise typer.Exit(1)


def say(result: object) -> None:
    """JSON on stdout."""
    print(json.dumps(result, ensure_ascii=False))
