"""Columns that all groups of a table share, for formats in which one table has one set of columns (docx, xlsx)."""

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from workflow.documents.render.layout.parts import Cell, Group


class Spot(NamedTuple):
    """A cell in the common columns: its row, first column, columns and rows; ``share`` its width in percent."""

    cell: Cell
    row: int
    column: int
    columns: int
    share: int


def placed(group: Group) -> Iterator[list[tuple[int, Cell]]]:
    """Each row's cells with the column they begin in: cells that reach down from above take their columns away."""
    taken = [0] * len(group.widths)
    for row in group.rows:
        cells, column = list[tuple[int, Cell]](), 0
        for cell in row:
            while taken[column]:
                column += 1
            cells.append((column, cell))
            taken[column : column + cell.cols] = [cell.rows] * cell.cols
            column += cell.cols
        taken = [max(rows - 1, 0) for rows in taken]
        yield cells


def common_widths(groups: Sequence[Group]) -> list[int]:
    """Widths in percent of the columns that begin wherever a column of any group begins."""
    edges = sorted({0, *(edge for group in groups for edge in accumulate(group.widths))})
    return [right - left for left, right in pairwise(edges)]


def spots(group: Group, widths: Sequence[int]) -> Iterator[list[Spot]]:
    """The cells of a group, row by row, in the common columns."""
    edges = [0, *accumulate(group.widths)]
    common = {edge: at for at, edge in enumerate([0, *accumulate(widths)])}
    for number, cells in enumerate(placed(group)):
        row = []
        for column, cell in cells:
            left, right = edges[column], edges[column + cell.cols]
            row.append(Spot(cell, number, common[left], common[right] - common[left], right - left))
        yield row
