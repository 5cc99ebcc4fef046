"""Many cells in one click, one batch and one undo: a paste from Excel, and one indicator table from the other."""

import uuid
from dataclasses import dataclass

from sqlmodel import Session

from workflow.canonical.paths import Path
from workflow.documents.assemble import document_of
from workflow.errors import RuleFailed
from workflow.models import Declaration
from workflow.permissions import Actor
from workflow.services.editing.changes import Change, Outcome, Result
from workflow.services.editing.columns import columns_of
from workflow.services.editing.copying import plan_copy
from workflow.services.editing.paste import MOST_ROWS, Plan, Sheet, plan
from workflow.services.editing.patch import Patch, known_batch, patch_of
from workflow.types import Horizon

PASTABLE = ("indicators", "expenditure_lines", "asset_lines")
LONGEST_PASTE = 500_000
TO_CHECK = frozenset({Outcome.unparsed, Outcome.conflict, Outcome.locked, Outcome.refused})


@dataclass(frozen=True)
class Cursor:
    """Where the paste begins: a table (``horizon`` tells indicator tables apart), a row ("" = behind the last)."""

    section: str
    horizon: str = ""
    row: str = ""
    column: str = ""


@dataclass(frozen=True)
class Filled:
    """What became of it: ``to_check`` paths to look at, ``left_out`` columns without a place, ``again`` done before."""

    declaration: Declaration
    results: tuple[Result, ...] = ()
    batch: str = ""
    rows: int = 0
    left_out: int = 0
    to_check: tuple[str, ...] = ()
    again: bool = False


def paste(session: Session, actor: Actor, declaration_id: int, cursor: Cursor, text: str, batch: str = "") -> Filled:
    """Rows of Excel into a table. The same ``batch`` sent again is not pasted twice.

    Raises ``RuleFailed`` for a place that takes no paste and for more text than a form can hold.
    """
    patch = patch_of(session, actor, declaration_id, batch)
    if known_batch(session, patch.declaration, actor, batch):
        return Filled(patch.declaration, batch=batch, again=True)
    if cursor.section not in PASTABLE:
        raise RuleFailed("bad_path", path=cursor.section)
    if len(text) > LONGEST_PASTE:
        raise RuleFailed("paste_too_large", rows=MOST_ROWS)
    made = plan(text, _sheet(patch, cursor), _new_uid)
    if made.rows > MOST_ROWS:
        raise RuleFailed("paste_too_large", rows=MOST_ROWS)
    return _carry_out(patch, made)


def copy_horizon(
    session: Session, actor: Actor, declaration_id: int, source: str, target: str, batch: str = ""
) -> Filled:
    """长期同年度, or the other way round: what the target table lacks."""
    patch = patch_of(session, actor, declaration_id, batch)
    if known_batch(session, patch.declaration, actor, batch):
        return Filled(patch.declaration, batch=batch, again=True)
    tables = patch.profile.indicator_horizons
    if source == target or source not in tables or target not in tables:
        raise RuleFailed("bad_path", path=f"{source} → {target}")
    changes = plan_copy(document_of(session, patch.declaration), source, target, _new_uid)
    return _carry_out(patch, Plan(tuple(changes), sum(1 for change in changes if change.kind == "add")))


def _carry_out(patch: Patch, made: Plan) -> Filled:
    results = patch.apply_all(made.changes)
    patch.finish()
    unread = [result.path for result in results if result.outcome in TO_CHECK]
    to_check = dict.fromkeys((*unread, *_unknown_levels(patch, made.changes)))
    batch = patch.batch if patch.records else ""
    return Filled(patch.declaration, tuple(results), batch, made.rows, made.left_out, tuple(to_check))


def _unknown_levels(patch: Patch, changes: tuple[Change, ...]) -> list[str]:
    """Level cells that hold a name the form does not have."""
    levels = patch.profile.levels
    seconds = {name for names in levels.values() for name in names}
    touched = dict.fromkeys("/".join(change.path.split("/")[:2]) for change in changes)
    found = []
    for place in touched:
        section, _, uid = place.partition("/")
        row = patch.cells.row(Path(section, uid)) if section == "indicators" else None
        if row is not None:
            found += [f"{place}/level1"] * (bool(row.level1) and row.level1 not in levels)
            found += [f"{place}/level2"] * (bool(row.level2) and row.level2 not in seconds)
    return found


def _sheet(patch: Patch, cursor: Cursor) -> Sheet:
    columns = columns_of(cursor.section, patch.profile, cursor.horizon)
    rows = patch.cells.rows(cursor.section)
    shown = [uid for uid, row in rows.items() if not cursor.horizon or row.horizon == cursor.horizon]
    names = (*columns, "goal") if cursor.section == "indicators" else columns
    now = tuple((uid, {name: patch.cells.text(Path(cursor.section, uid, name)) for name in names}) for uid in shown)
    start, goals = _indicator_start(patch, cursor) if cursor.section == "indicators" else ({}, {})
    return Sheet(cursor.section, columns, now, patch.profile, start, goals, cursor.row, cursor.column)


def _indicator_start(patch: Patch, cursor: Cursor) -> tuple[dict[str, str], dict[str, str]]:
    """What a new row says, and the goals of this table by name: the goal of the row at the cursor, else the first."""
    if cursor.horizon not in list(Horizon):
        raise RuleFailed("bad_path", path=cursor.horizon)
    known = {goal.name: goal.uid for goal in patch.cells.rows("goals").values() if goal.horizon == cursor.horizon}
    at_cursor = patch.cells.row(Path("indicators", cursor.row)) if cursor.row else None
    goal = at_cursor.goal_uid if at_cursor is not None else next(iter(known.values()), "")
    return {"horizon": cursor.horizon, "goal": goal}, known


def _new_uid() -> str:
    return uuid.uuid4().hex[:12]
