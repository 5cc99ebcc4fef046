"""Taking one's own batches back: the inverse of each step, newest first; what others changed since stays."""

from sqlmodel import Session, col, select

from workflow.canonical.paths import ROW_FIELDS, Path, parse
from workflow.errors import RuleFailed
from workflow.models import Declaration, DeclarationEdit
from workflow.permissions import Actor
from workflow.services.editing.carried import reopen
from workflow.services.editing.changes import KEPT, Change, Done, Outcome, Result
from workflow.services.editing.fields import STARTS, reader
from workflow.services.editing.patch import GONE_ROW, MOVED, NEW_ROW, Patch, known_batch, patch_of


def undo(session: Session, actor: Actor, declaration_id: int, batch: str = "", request: str = "") -> Done:
    """Take one's own batch back ("" = the newest); cells and rows changed since by somebody stay: ``conflict``.

    ``request`` names this click: sent again it does nothing more. Raises ``RuleFailed('nothing_to_undo')``. The undo
    itself cannot be undone and is not offered again.
    """
    patch = patch_of(session, actor, declaration_id, request)
    if known_batch(session, patch.declaration, actor, request):
        return Done(patch.declaration, batch=request, again=True)
    done = _batch(session, patch.declaration, actor, batch or newest_batch(session, patch.declaration, actor))
    if not done:
        raise RuleFailed("nothing_to_undo")
    results = [result for step in _steps(done) for result in _take_back(patch, *step)]
    for item in (*done, *patch.records):
        item.undone = True
    patch.finish()
    reopen(
        session, patch.declaration, done[0].batch, (item.path for item in results if item.outcome is Outcome.applied)
    )
    stay = tuple(item.path for item in results if item.outcome not in KEPT)
    return Done(patch.declaration, tuple(results), patch.batch, rows=len(done), to_check=stay)


def newest_batch(session: Session, declaration: Declaration, actor: Actor) -> str:
    """One's last batch since the file came to this desk that was not taken back; "" = none."""
    query = select(DeclarationEdit.batch).where(
        DeclarationEdit.declaration_id == declaration.id,
        DeclarationEdit.user_id == actor.user_id,
        DeclarationEdit.desk == declaration.desk,
        col(DeclarationEdit.at) >= declaration.held_since,
        col(DeclarationEdit.undone).is_(False),
        DeclarationEdit.path != "attachments",
    )
    return session.exec(query.order_by(col(DeclarationEdit.id).desc()).limit(1)).first() or ""


def _batch(session: Session, declaration: Declaration, actor: Actor, batch: str) -> list[DeclarationEdit]:
    query = select(DeclarationEdit).where(
        DeclarationEdit.declaration_id == declaration.id,
        DeclarationEdit.batch == batch,
        DeclarationEdit.user_id == actor.user_id,
        col(DeclarationEdit.undone).is_(False),
    )
    return list(session.exec(query.order_by(col(DeclarationEdit.id).desc())))


def _steps(done: list[DeclarationEdit]) -> list[tuple[DeclarationEdit, dict[str, str]]]:
    """Each record with the cells of a removed row beside it: they were recorded just before the row went."""
    steps: list[tuple[DeclarationEdit, dict[str, str]]] = []
    gone = ""
    for item in done:
        if gone and item.new == "" and item.path.startswith(f"{gone}/"):
            steps[-1][1][parse(item.path).field] = item.old
            continue
        gone = item.path if _is_row(item) and item.new == GONE_ROW else ""
        steps.append((item, {}))
    return steps


def _is_row(item: DeclarationEdit) -> bool:
    return not parse(item.path).field


def _take_back(patch: Patch, item: DeclarationEdit, values: dict[str, str]) -> list[Result]:
    if not _is_row(item):
        return patch.apply(Change("set", item.path, old=item.new, new=item.old))
    if item.new == NEW_ROW:
        return _remove_untouched(patch, item.path)
    if item.new == GONE_ROW:
        return patch.apply(Change("add", item.path, values=values, after=item.old))
    if patch.cells.row(parse(item.path)) is None:
        return [Result(item.path, Outcome.conflict, code="row_gone")]
    return patch.apply(Change("move", item.path, after=item.old.removeprefix(MOVED)))


def _remove_untouched(patch: Patch, path: str) -> list[Result]:
    """A row of one's own goes again, unless somebody has typed into it meanwhile."""
    row = parse(path)
    if patch.cells.row(row) is not None:
        starts = STARTS.get(row.section, {})
        for name in ROW_FIELDS[row.section]:
            cell = Path(row.section, row.uid, name)
            if reader(cell) and patch.cells.text(cell) != starts.get(name, ""):
                return [Result(path, Outcome.conflict, code="row_changed")]
    return patch.apply(Change("remove", path))
