"""A sheet of a workbook as a table: blank cells in between are there, merged ones stand once, hidden ones are named."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from workflow.documents.intake.readers.found import Found
from workflow.documents.intake.readers.words import problem
from workflow.documents.intake.source import Cell

_WIDEST = 100
"""Columns up to which rows are filled with blank cells; a lone cell far to the right must not make thousands."""


class Merged(NamedTuple):
    """Corners of a merged range, both included, from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass
class Sheet:
    """Texts that are not blank by row and column, from 0."""

    name: str
    cells: defaultdict[int, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    merged: list[Merged] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)


def sheet_table(sheet: Sheet, found: Found) -> None:
    """Add the sheet as one table and name what is hidden in it. Of blank rows in a row one remains."""
    used = sorted(row for row, cells in sheet.cells.items() if cells)
    if not used:
        return
    _say_hidden(sheet, used, found)
    spans, covered = _merges(sheet, used[-1])
    width = min(max(max(sheet.cells[row]) for row in used) + 1, _WIDEST)
    rows, before = list[tuple[Cell, ...]](), used[0] - 1
    for row in used:
        if row > before + 1:
            rows.append(
                tuple(_blank(sheet, before + 1, column) for column in range(width) if column not in covered[before + 1])
            )
        columns = sorted({*range(width), *sheet.cells[row]} - covered[row])
        found.count(len(set(columns) - sheet.cells[row].keys()))  # the others were counted when they were read
        rows.append(tuple(_cell(sheet, row, column, spans.get((row, column))) for column in columns))
        before = row
    found.table(rows, sheet.name)


def cell_name(row: int, column: int) -> str:
    """B3 for row 2, column 1."""
    letters, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def _merges(sheet: Sheet, last: int) -> tuple[dict[tuple[int, int], Merged], defaultdict[int, set[int]]]:
    """Ranges by their upper left corner, and the columns that each row does not have of its own."""
    spans, covered = dict[tuple[int, int], Merged](), defaultdict[int, set[int]](set)
    for merged in sheet.merged:
        bottom, right = min(merged.bottom, last), min(merged.right, 16_383)
        spans[merged.top, merged.left] = Merged(merged.top, merged.left, max(bottom, merged.top), right)
        for row in range(merged.top, bottom + 1):
            covered[row].update(range(merged.left + (row == merged.top), right + 1))
    return spans, covered


def _cell(sheet: Sheet, row: int, column: int, span: Merged | None) -> Cell:
    text, where = sheet.cells[row].get(column, ""), f"{sheet.name}!{cell_name(row, column)}"
    if span is None:
        return Cell(text, row, column, where=where)
    return Cell(text, row, column, span.bottom - span.top + 1, span.right - span.left + 1, where)


def _blank(sheet: Sheet, row: int, column: int) -> Cell:
    return Cell("", row, column, where=f"{sheet.name}!{cell_name(row, column)}")


def _say_hidden(sheet: Sheet, used: list[int], found: Found) -> None:
    """Only what holds something: programs hide the empty rest of a sheet."""
    rows = [row for row in sheet.hidden_rows if sheet.cells.get(row)]
    if rows:
        found.problems.append(problem("hidden_rows", sheet.name, which=_ranges(rows)))
    filled = {column for row in used for column in sheet.cells[row]}
    columns = [column for first, last in sheet.hidden_columns for column in sorted(filled) if first <= column <= last]
    if columns:
        which = "、".join(cell_name(0, column)[:-1] for column in sorted(set(columns)))
        found.problems.append(problem("hidden_columns", sheet.name, which=which))


def _ranges(rows: Iterable[int]) -> str:
    """3–5、8, as a spreadsheet numbers them."""
    found = list[list[int]]()
    for row in sorted(set(rows)):
        if found and found[-1][1] == row - 1:
            found[-1][1] = row
        else:
            found.append([row, row])
    return "、".join(str(first + 1) if first == last else f"{first + 1}–{last + 1}" for first, last in found)
