"""`jixiao db`: the schema of the database. JSON on stdout; exit 1 when it cannot be done.

`jixiao up` and `jixiao upgrade` migrate by themselves, with a backup first; these are the single steps below them.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from alembic.util import CommandError
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from migrations import run, write
from webapp.settings import load_settings
from workflow import db

app = typer.Typer(
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    help="The schema of the database: migrate it, or write a migration.",
)


@app.command()
def upgrade(revision: Annotated[str, typer.Argument(help="How far up.")] = "head") -> None:
    """Bring the database up to a revision. No backup is made."""
    with _configured() as engine:
        before = run.current(engine)
        run.upgrade(engine, revision)
        _say(revision_before=before, revision=run.current(engine))


@app.command()
def downgrade(revision: Annotated[str, typer.Argument(help="How far down; `base` drops every table.")]) -> None:
    """Take the database down to a revision. What that revision does not know is lost; no backup is made."""
    with _configured() as engine:
        before = run.current(engine)
        run.downgrade(engine, revision)
        _say(revision_before=before, revision=run.current(engine))


@app.command()
def current() -> None:
    """Say where the database stands and where this program wants it."""
    with _configured() as engine:
        _say(revision=run.current(engine), head=run.head())


@app.command()
def revision(
    words: Annotated[str, typer.Argument(help="What changes, in a few ASCII words.")] = "",
    initial: Annotated[bool, typer.Option(help="Write 0001_initial anew instead, until the first release.")] = False,
) -> None:
    """For developers: write a migration from what the models say more than the migrations. Needs no database."""
    with _failing_in_words():
        file = write.initial() if initial else write.revision(words)
        _say(revision=file.stem, file=str(file.relative_to(run.FOLDER.parent)))


@contextmanager
def _configured() -> Iterator[Engine]:
    with _failing_in_words():
        try:
            yield db.configure(load_settings().database_url)
        finally:
            db.dispose()


@contextmanager
def _failing_in_words() -> Iterator[None]:
    try:
        yield
    except (CommandError, DBAPIError, run.BrokenReferences, write.CannotWrite) as problem:
        sys.stderr.write(f"{getattr(problem, 'orig', None) or problem}\n")
        raise typer.Exit(1) from None


def _say(**facts: str | None) -> None:
    print(json.dumps(facts, ensure_ascii=False))
