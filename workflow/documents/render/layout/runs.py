"""Cells of a table whose first columns are printed once for a run of rows that say the same."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from workflow.documents.render.layout.parts import Cell

R = TypeVar("R")


Shown = Callable[[R], str]


def with_runs(
    rows: Sequence[R],
    leading: Sequence[Shown[R]],
    rest: Callable[[R], tuple[Cell, ...]],
    same: Sequence[Shown[R]] | None = None,
) -> list[tuple[Cell, ...]]:
    """Each row's cells. A run ends where any column left of it changes; a blank leading cell is never joined.

    ``same`` tells runs apart where two neighbours print the same text (two blocks of 40 %).
    """
    texts = [[shown(row) for shown in leading] for row in rows]
    keys = [[key(row) for key in same or leading] for row in rows]
    made = []
    for at, row in enumerate(rows):
        cells = [
            Cell(text, rows=_length(keys, at, depth) if text else 1)
            for depth, text in enumerate(texts[at])
            if not (at and text and keys[at - 1][: depth + 1] == keys[at][: depth + 1])
        ]
        made.append((*cells, *rest(row)))
    return made


def _length(keys: Sequence[Sequence[str]], at: int, depth: int) -> int:
    run = keys[at][: depth + 1]
    end = at + 1
    while end < len(keys) and keys[end][: depth + 1] == run:
        end += 1
    return end - at
