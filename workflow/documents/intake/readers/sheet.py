"""A sheet of a workbook as a table: blank cells in between are there, merged ones stand once, hidden ones are named."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from workflow.documents.intake.readers.found import Found
from workflow.documents.intake.sentences import problem
from workflow.documents.intake.source import Cell

_WIDEST = 100
"""Columns up to which rows are filled with blank cells; a lone cell far to the right must not make thousands."""


_PAGE_PARTS = re.compile("&[LCR]")
_PAGE_SIGNS = re.compile('&(?:"[^"]*"|K[0-9A-Fa-f]{6}|\\d+|.)')
_CHEAP = 8
"""Rows of a merged range that cost about as much as a cell."""


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
    width = min(max(max(sheet.cells[row]) for row in used) + 1, _WIDEST)
    spans, covered = _merges(sheet, used, found)
    rows, before = list[tuple[Cell, ...]](), used[0] - 1
    for row in used:
        if row > before + 1:
            rows.append(
                tuple(
                    _blank(sheet, before + 1, column) for column in range(width) if not _in(covered[before + 1], column)
                )
            )
        columns = [column for column in sorted({*range(width), *sheet.cells[row]}) if not _in(covered[row], column)]
        found.count(len(set(columns) - sheet.cells[row].keys()))  # the others were counted when they were read
        rows.append(tuple(_cell(sheet, row, column, spans.get((row, column))) for column in columns))
        before = row
    found.table(rows, sheet.name)


def page_texts(coded: str) -> list[str]:
    """The texts of a page header or footer: left, middle, right, without the signs for typefaces and fields."""
    return [text for part in _PAGE_PARTS.split(coded) if (text := _PAGE_SIGNS.sub("", part).strip())]


def cell_name(row: int, column: int) -> str:
    """B3 for row 2, column 1."""
    letters, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def _merges(
    sheet: Sheet, used: list[int], found: Found
) -> tuple[dict[tuple[int, int], Merged], defaultdict[int, list[tuple[int, int]]]]:
    """Ranges by their upper left corner, and the stretches of columns that each row does not have of its own.

    A range over a whole sheet (A1:XFD1048576) costs the rows that hold something, not 17 thousand million cells.
    """
    spans, covered = dict[tuple[int, int], Merged](), defaultdict[int, list[tuple[int, int]]](list)
    shown = sorted({*used, *(row + 1 for row in used), used[0]})  # of blank rows in a row the first is shown
    for merged in dict.fromkeys(sheet.merged):
        bottom = max(min(merged.bottom, used[-1]), merged.top)
        spans[merged.top, merged.left] = Merged(
            merged.top, merged.left, bottom, max(min(merged.right, _WIDEST - 1), merged.left)
        )
        rows = shown[bisect_left(shown, merged.top) : bisect_right(shown, bottom)]
        found.count(len(rows) // _CHEAP)
        for row in rows:
            covered[row].append((merged.left + (row == merged.top), merged.right))
    return spans, covered


def _in(stretches: Iterable[tuple[int, int]], column: int) -> bool:
    return any(first <= column <= last for first, last in stretches)


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
    filled, columns = sorted({column for row in used for column in sheet.cells[row]}), set[int]()
    for first, last in dict.fromkeys(sheet.hidden_columns):
        columns.update(filled[bisect_left(filled, first) : bisect_right(filled, last)])
    if columns:
        which = "、".join(cell_name(0, column)[:-1] for column in sorted(columns))
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
