"""Many cells in one click, one batch and one undo: a paste from Excel, and one indicator table from the other."""

import uuid
from dataclasses import dataclass

from sqlmodel import Session

from workflow.canonical.paths import Path
from workflow.documents.assemble import document_of
from workflow.errors import RuleFailed
from workflow.permissions import Actor
from workflow.services.editing.changes import Change, Done, Outcome
from workflow.services.editing.columns import columns_of, goals_of
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


def paste(session: Session, actor: Actor, declaration_id: int, cursor: Cursor, text: str, batch: str = "") -> Done:
    """Rows of Excel into a table. The same ``batch`` sent again is not pasted twice.

    Raises ``RuleFailed`` for a place that takes no paste and for more text than a form can hold.
    """
    patch = patch_of(session, actor, declaration_id, batch)
    if known_batch(session, patch.declaration, actor, batch):
        return Done(patch.declaration, batch=batch, again=True)
    if cursor.section not in PASTABLE:
        raise RuleFailed("bad_path", path=cursor.section)
    if cursor.horizon and cursor.section != "indicators":
        raise RuleFailed("bad_path", path=f"{cursor.section}/{cursor.horizon}")
    if len(text) > LONGEST_PASTE:
        raise RuleFailed("paste_too_large", rows=MOST_ROWS)
    made = plan(text, _sheet(patch, cursor), _new_uid)
    if made.rows > MOST_ROWS:
        raise RuleFailed("paste_too_large", rows=MOST_ROWS)
    return _carry_out(patch, made)


def copy_horizon(
    session: Session, actor: Actor, declaration_id: int, source: str, target: str, batch: str = ""
) -> Done:
    """长期同年度, or the other way round: what the target table lacks."""
    patch = patch_of(session, actor, declaration_id, batch)
    if known_batch(session, patch.declaration, actor, batch):
        return Done(patch.declaration, batch=batch, again=True)
    tables = patch.profile.indicator_horizons
    if source == target or source not in tables or target not in tables:
        raise RuleFailed("bad_path", path=f"{source} → {target}")
    changes = plan_copy(document_of(session, patch.declaration), source, target, _new_uid)
    return _carry_out(patch, Plan(tuple(changes), sum(1 for change in changes if change.kind == "add")))


def add_row(
    session: Session, actor: Actor, declaration_id: int, cursor: Cursor, level1: str = "", batch: str = ""
) -> Done:
    """An empty row behind ``cursor.row`` ("" = at the end, "^" = at the start) that begins like the one above it."""
    patch = patch_of(session, actor, declaration_id, batch)
    values: dict[str, str] = {"horizon": cursor.horizon} if cursor.horizon else {}
    if cursor.section == "indicators":
        values, _ = start_of(patch, cursor)
        above = patch.cells.row(Path("indicators", cursor.row)) if cursor.row else None
        values["level1"] = level1 or (above.level1 if above is not None else "")
    if cursor.section == "block_weights" and patch.profile.weights:
        values = {"horizon": patch.profile.weights.horizon}
    uid = batch[:12] or _new_uid()  # the same request sent again makes the same row
    change = Change("add", f"{cursor.section}/{uid}", values=values, after=cursor.row)
    results = patch.apply_all([change])
    patch.finish()
    return Done(patch.declaration, tuple(results), patch.batch if patch.records else "", rows=1)


def _carry_out(patch: Patch, made: Plan) -> Done:
    results = patch.apply_all(made.changes)
    patch.finish()
    unread = [result.path for result in results if result.outcome in TO_CHECK]
    to_check = dict.fromkeys((*unread, *_unknown_levels(patch, made.changes)))
    batch = patch.batch if patch.records else ""
    return Done(patch.declaration, tuple(results), batch, made.rows, made.left_out, tuple(to_check))


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
    start, goals = start_of(patch, cursor) if cursor.section == "indicators" else ({}, {})
    layouts = (columns, *_layouts(patch)) if cursor.section == "indicators" else ()
    return Sheet(cursor.section, columns, now, patch.profile, start, goals, cursor.row, cursor.column, layouts)


def _layouts(patch: Patch) -> list[tuple[str, ...]]:
    """The columns of all indicator tables of the form: rows copied from one may be pasted into the other."""
    return [columns_of("indicators", patch.profile, horizon) for horizon in patch.profile.indicator_horizons]


def start_of(patch: Patch, cursor: Cursor) -> tuple[dict[str, str], dict[str, str]]:
    """What a new row says, and the goals of this table by name: the goal of the row at the cursor, else the first."""
    if cursor.horizon not in list(Horizon):
        raise RuleFailed("bad_path", path=cursor.horizon)
    known = {goal.name: goal.uid for goal in goals_of(patch.cells.rows("goals").values(), cursor.horizon)}
    at_cursor = patch.cells.row(Path("indicators", cursor.row)) if cursor.row else None
    goal = at_cursor.goal_uid if at_cursor is not None else next(iter(known.values()), "")
    return {"horizon": cursor.horizon, "goal": goal}, known


def _new_uid() -> str:
    return uuid.uuid4().hex[:12]
