"""从指标库选: an entry of the library fills a row of an indicator table, as one batch that undo takes back.

It brings name, levels, basis, and the skeleton of the target; never a number: what somebody typed as target stays.
"""

from dataclasses import dataclass

from sqlmodel import Session

from workflow.canonical.paths import Path
from workflow.errors import NotFound, RuleFailed
from workflow.indicators.skeleton import is_unfilled, skeleton
from workflow.models import Declaration, LibraryIndicator
from workflow.permissions import Actor
from workflow.services.editing.changes import Change, Done
from workflow.services.editing.filling import Cursor, start_of
from workflow.services.editing.levels import known_level1, known_level2
from workflow.services.editing.patch import Patch, known_batch, patch_of
from workflow.types import LibraryState


@dataclass(frozen=True)
class Place:
    """The row that is filled (``row``), or where a new one goes: a table, and the row it stands behind."""

    row: str = ""
    horizon: str = ""
    after: str = ""
    level1: str = ""


def choose(session: Session, actor: Actor, declaration_id: int, place: Place, entry_id: int, batch: str = "") -> Done:
    """Raises ``NotFound('no_such_indicator')`` for an entry of another region, ``RuleFailed('bad_path')`` for a place
    that is no row of an indicator table. A deprecated entry is taken as its successor."""
    patch = patch_of(session, actor, declaration_id, batch)
    if known_batch(session, patch.declaration, actor, batch):
        return Done(patch.declaration, batch=batch, again=True)
    entry = _entry(session, patch.declaration, entry_id)
    changes = _into_row(patch, place.row, entry) if place.row else _new_row(patch, place, entry)
    results = patch.apply_all(changes)
    patch.finish()
    return Done(patch.declaration, tuple(results), patch.batch if patch.records else "", rows=1)


def _entry(session: Session, declaration: Declaration, entry_id: int) -> LibraryIndicator:
    found = session.get(LibraryIndicator, entry_id)
    if found is not None and found.status == LibraryState.deprecated:
        found = session.get(LibraryIndicator, found.successor_id) if found.successor_id else None
    if found is None or found.region_id != declaration.region_id:
        raise NotFound("no_such_indicator")
    return found


def _values(patch: Patch, entry: LibraryIndicator) -> dict[str, str]:
    level1 = known_level1(entry.level1, patch.profile)
    values = {
        "level1": level1,
        "level2": known_level2(entry.level2, patch.profile, level1),
        "level3": entry.name,
        "target": skeleton(entry.comparator, entry.unit, entry.wording),
        "basis": entry.basis if entry.basis in patch.profile.bases else "",
    }
    return {name: text for name, text in values.items() if text}


def _into_row(patch: Patch, row: str, entry: LibraryIndicator) -> list[Change]:
    uid = row.partition("/")[2]
    there = patch.cells.row(Path("indicators", uid)) if row.startswith("indicators/") else None
    if there is None:
        raise RuleFailed("bad_path", path=row)
    changes = []
    for name, text in _values(patch, entry).items():
        path = Path("indicators", uid, name)
        now = patch.cells.text(path)
        if name == "target" and now and not is_unfilled(now):
            continue  # somebody's number
        changes.append(Change("set", str(path), old=now, new=text))
    return changes


def _new_row(patch: Patch, place: Place, entry: LibraryIndicator) -> list[Change]:
    start, _goals = start_of(patch, Cursor("indicators", place.horizon, place.after))
    uid = patch.batch[:12]  # the same request sent again makes the same row
    return [Change("add", f"indicators/{uid}", values={**start, **_values(patch, entry)}, after=place.after)]
