"""指标权重分配: the points of the form spread evenly over its indicators, in one click and one undo."""

from collections.abc import Container
from dataclasses import dataclass
from decimal import Decimal

from sqlmodel import Session

from workflow.canonical import Declaration, Profile
from workflow.canonical.document import BlockWeight, Indicator
from workflow.canonical.paths import Path
from workflow.documents.assemble import document_of, weight_hundredths, weight_text
from workflow.errors import RuleFailed
from workflow.permissions import Actor
from workflow.services.editing.changes import Change, Done
from workflow.services.editing.patch import Patch, known_batch, patch_of


def distribute_weights(
    session: Session, actor: Actor, declaration_id: int, *, only_empty: bool, batch: str = ""
) -> Done:
    """Give every open indicator (``only_empty``: every one without a weight) an equal share of what is left.

    Raises 404, 403 or 409 where the draft is not this person's to edit, ``RuleFailed`` where there is nothing to give.
    """
    patch = patch_of(session, actor, declaration_id, batch)
    if known_batch(session, patch.declaration, actor, batch):
        return Done(patch.declaration, batch=batch, again=True)
    document = document_of(session, patch.declaration)
    shares = plan_weights(document, patch.profile, _fixed(patch, document, only_empty=only_empty))
    if not shares:
        raise RuleFailed("no_weight_to_give" if patch.profile.weights else "no_weights_here")
    cells = {Path("indicators", uid, "weight"): weight_text(share) or "" for uid, share in shares.items()}
    results = patch.apply_all([Change("set", str(cell), patch.cells.text(cell), text) for cell, text in cells.items()])
    patch.finish()
    return Done(patch.declaration, tuple(results), patch.batch if patch.records else "", rows=len(shares))


def _fixed(patch: Patch, document: Declaration, *, only_empty: bool) -> set[str]:
    """Rows whose weight stays: closed by the return, or filled in (unreadable text counts as filled in)."""
    cells = {row.uid: Path("indicators", row.uid, "weight") for row in document.indicators}
    return {
        uid
        for uid, cell in cells.items()
        if not patch.locks.allows(cell) or (only_empty and patch.cells.text(cell).strip())
    }


@dataclass
class _Group:
    """Indicators that share one sum, in hundredths of points."""

    total: int
    rows: list[Indicator]


def plan_weights(document: Declaration, profile: Profile, fixed: Container[str]) -> dict[str, int]:
    """Hundredths of points by indicator: level-1 blocks share their own weight, the others what the blocks leave.

    What stands in ``fixed`` rows is taken off first; the last row takes what cannot be divided, so that every sum is
    exact. A group whose fixed rows reach its total gets nothing.
    """
    shares: dict[str, int] = {}
    for group in _groups(document, profile):
        kept = sum(weight_hundredths(row.weight) or 0 for row in group.rows if row.uid in fixed)
        open_rows = [row.uid for row in group.rows if row.uid not in fixed]
        left = group.total - kept
        if open_rows and left >= len(open_rows):
            shares |= dict.fromkeys(open_rows, left // len(open_rows))
            shares[open_rows[-1]] += left % len(open_rows)
    return shares


def _groups(document: Declaration, profile: Profile) -> list[_Group]:
    scheme = profile.weights
    if scheme is None:
        return []
    blocks = [block for block in document.block_weights if block.horizon == scheme.horizon and Decimal(block.weight)]
    groups = {block.uid: _Group(weight_hundredths(block.weight) or 0, []) for block in blocks}
    rest = _Group(scheme.total * 100 - sum(group.total for group in groups.values()), [])
    for row in document.indicators:
        if row.horizon == scheme.horizon:
            block = next((item for item in blocks if _covers(item, row)), None)
            (groups[block.uid] if block else rest).rows.append(row)
    return [*groups.values(), rest]


def _covers(block: BlockWeight, row: Indicator) -> bool:
    return row.goal == block.goal and row.level1 in block.levels
