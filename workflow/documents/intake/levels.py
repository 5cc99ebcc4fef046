"""The levels of decoded rows: printed once per block, printed late, lost, or implied by the second level."""

from collections.abc import Iterable
from dataclasses import dataclass

from workflow.documents.intake import vocabulary
from workflow.documents.intake.decode import Decoded

_PARENTS: dict[str, list[str]] = {}
for _first, _seconds in vocabulary.LEVELS.items():
    for _second in _seconds:
        _PARENTS.setdefault(_second, []).append(_first)


@dataclass
class Carried:
    """What the rows above said and this row inherits."""

    goal: str = ""
    level1: str = ""
    level2: str = ""


@dataclass
class Placed:
    """A decoded row with its goal and levels; ``guessed`` if a level is printed nowhere."""

    row: Decoded
    goal: str
    level1: str
    level2: str
    guessed: bool = False


def place(rows: Iterable[Decoded], carried: Carried) -> list[Placed]:
    """Each row with an indicator gets goal and levels; ``carried`` goes on into the next part of the table."""
    rows = list(rows)
    vocabulary_used = {row.text("level1") for row in rows} | {carried.level1}
    placed: list[Placed] = []
    before: Decoded | None = None
    for row in rows:
        goal, first, second = row.text("goal"), row.text("level1"), row.text("level2")
        late = second if before is not None and _two_labels(before, row) else ""
        second = carried.level2 if late else second
        before = row
        if goal:
            carried.goal = goal
        parent = _parent(second, first or carried.level1, vocabulary_used)
        if first and first != carried.level1 and not second:
            carried.level2 = ""
        if parent and parent != carried.level1:
            carried.level1 = parent
            if not second:
                carried.level2 = ""
        carried.level2 = second or carried.level2
        if row.text("level3"):
            placed.append(Placed(row, carried.goal, carried.level1, carried.level2))
        if late:
            carried.level1, carried.level2 = _parent(late, carried.level1, vocabulary_used), late
    _fill(placed)
    return placed


def _two_labels(before: Decoded, row: Decoded) -> bool:
    """Two second levels in one table row: the first is this row's, the other one belongs to the rows below."""
    labels = [decoded.parts.get("level2", []) for decoded in (before, row)]
    return all(labels) and not before.text("level3") and labels[0][0].row == labels[1][0].row >= 0


def _parent(second: str, near: str, used: set[str]) -> str:
    """The first level of a printed second level; one of those this form uses, the one at hand if it can be."""
    parents = _PARENTS.get(second, [])
    if not parents or near in parents:
        return near
    return next((parent for parent in parents if parent in used), parents[0])


def _fill(placed: list[Placed]) -> None:
    """Rows of a block that prints no second level at all before its first one take the usual one, doubtfully."""
    for row in placed:
        if not row.level2 and row.level1 in vocabulary.DEFAULT_LEVEL2:
            row.level2, row.guessed = vocabulary.DEFAULT_LEVEL2[row.level1], True
