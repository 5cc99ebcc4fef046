"""Typing into a draft as the editor does: plain functions over the services, on a real database."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlmodel import col, select

from tests.domain.factories import File, make_declaration, move, people_of
from tests.domain.hands import comment
from tests.domain.world import World
from workflow import db
from workflow.documents.values import flat
from workflow.errors import Refusal
from workflow.models import DeclarationEdit, UnparsedInput
from workflow.services import editing
from workflow.services.editing import Change, Done, Outcome, Result

WIDE = "jianghan-2024/08-employment-subsidies"
WEIGHTED = "jianghan-2024/02-labour-inspection"


def send(file: File, who: str, *changes: Change, batch: str = "") -> list[Result]:
    """One request of the editor."""
    with db.unit_of_work(write=True) as session:
        return editing.edit(session, file.world.actor(who), file.id, changes, batch)[1]


def put(file: File, who: str, path: str, new: str, old: str | None = None) -> Result:
    """One cell; ``old`` is what it says now unless the typist saw something else."""
    [result] = send(file, who, Change("set", path, text(file, path) if old is None else old, new))[:1]
    return result


def undo(file: File, who: str, batch: str = "", request: str = "") -> Done:
    with db.unit_of_work(write=True) as session:
        return editing.undo(session, file.world.actor(who), file.id, batch, request)


def refused(act: Callable[..., Any], *args: Any, **kwargs: Any) -> Refusal:
    """The refusal of a call; it is an error if it succeeds."""
    try:
        act(*args, **kwargs)
    except Refusal as found:
        return found
    raise AssertionError("not refused")


def text(file: File, path: str) -> str:
    """What the cell shows: raw input first."""
    return raw(file).get(path) or flat(file.document()).get(path, "")


def raw(file: File) -> dict[str, str]:
    with db.unit_of_work() as session:
        query = select(UnparsedInput.path, UnparsedInput.raw).where(UnparsedInput.declaration_id == file.id)
        return dict(session.exec(query).all())


def trail(file: File) -> list[tuple[str, str, str]]:
    """(path, old, new) of every recorded edit, oldest first."""
    with db.unit_of_work() as session:
        query = select(DeclarationEdit.path, DeclarationEdit.old, DeclarationEdit.new)
        found = query.where(DeclarationEdit.declaration_id == file.id).order_by(col(DeclarationEdit.id))
        return [(path, old, new) for path, old, new in session.exec(found)]


def uids(file: File, section: str, horizon: str = "") -> list[str]:
    """Rows in their order."""
    rows = getattr(file.document(), section)
    return [row.uid for row in rows if not horizon or row.horizon == horizon]


def outcomes(results: list[Result]) -> list[Outcome]:
    return [result.outcome for result in results]


def returned(world: World, *targets: str, unit: str = "hr_own", content: str = WEIGHTED) -> File:
    """A declaration that came back from the section with published comments on the targets."""
    from tests.domain.factories import bring
    from tests.domain.hands import explain_all

    file = make_declaration(world, unit=unit, content=content)
    explain_all(file)
    bring(file, "submitted/section")
    for path in targets:
        comment(file, people_of(unit)["section"], path)
    move(file, people_of(unit)["section"], "return")
    return file


@contextmanager
def counted() -> Iterator[list[str]]:
    """Statements sent to the database while the block runs."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    engine = db.engine()
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)
