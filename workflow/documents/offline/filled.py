"""Cells → rows, by the names of sheets and columns: renamed, moved, added or hidden ones change nothing.

A sheet is found by its name, else by its headings; a column by its heading. What is not found is named and its contents
are left as they are: a missing column never empties a field.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from workflow.documents.offline.layout import FROM, KEY, KEY_HEADING, OWNER, TAKE, Column, Sheet, plain
from workflow.documents.offline.reading import BookRead, CellRead, SheetRead

MERGED = "merged_cells"
"""The fault of a cell that somebody merged away: Excel has thrown its content away."""
_HEAD_WITHIN = 30
"""Rows from the top in which the headings are looked for."""
_ENOUGH = 0.6
"""Share of its headings by which a renamed sheet is recognised."""
_CARRIED = frozenset({OWNER, "horizon", "goal", "level1", "level2", "nature", "source"})
"""Columns whose merged cell speaks for every row it covers."""
_BESIDE = frozenset({TAKE, FROM})
"""Columns that say nothing by themselves, and that nobody misses."""
_TOTALS = frozenset({"合计", "小计", "总计"})


@dataclass(frozen=True)
class Place:
    """Where something stands in the user's file: the title as the user has it, row and column from 1 (0 = none)."""

    sheet: str
    row: int = 0
    column: int = 0

    @property
    def cell(self) -> str:
        """As Excel calls it, "C3"; "" for a row as a whole."""
        from openpyxl.utils import get_column_letter

        return f"{get_column_letter(self.column)}{self.row}" if self.column else ""


@dataclass
class FilledRow:
    """One row with something in it; ``cells`` by field, blank ones included as far as the file has the column."""

    title: str
    number: int
    key: str
    cells: dict[str, CellRead]
    columns: dict[str, int]
    follows: bool = False
    """The row above it has something in it, too."""

    def place(self, name: str = "") -> Place:
        """The cell of a field, or the row."""
        return Place(self.title, self.number, self.columns.get(name, 0))

    def text(self, name: str) -> str:
        return self.cells[name].text.strip() if name in self.cells else ""


@dataclass
class FilledSheet:
    """A sheet of the layout as found; ``missing`` columns are not in the file, ``extra`` headings are not ours,
    ``keyed``: the hidden column is still there. ``repeated`` headings stand there twice, ``doubles`` are further sheets
    with the same headings: neither is read."""

    sheet: Sheet
    title: str
    head: int
    rows: list[FilledRow] = field(default_factory=list)
    missing: tuple[Column, ...] = ()
    extra: tuple[str, ...] = ()
    keyed: bool = True
    repeated: tuple[str, ...] = ()
    doubles: tuple[str, ...] = ()


def fill(book: BookRead, sheets: Sequence[Sheet]) -> dict[str, FilledSheet]:
    """The sheets that were found, by section."""
    found = _matched(book.sheets, sheets)
    filled = {sheet.section: _filled(found[sheet.name], sheet) for sheet in sheets if sheet.name in found}
    used = {one.title for one in found.values()}
    for one in book.sheets:
        share, section = max((_score(one, sheet) / len(sheet.columns), sheet.section) for sheet in sheets)
        if one.title not in used and share >= _ENOUGH and section in filled:
            filled[section].doubles += (one.title,)
    return filled


def _matched(given: Sequence[SheetRead], sheets: Sequence[Sheet]) -> dict[str, SheetRead]:
    """By name first; what is left by headings, the best fit first."""
    found = dict[str, SheetRead]()
    for sheet in sheets:
        named = [one for one in given if plain(one.title) == plain(sheet.name) and _score(one, sheet) >= 2]
        if named:
            found[sheet.name] = named[0]
    fits = (
        (_score(one, sheet) / len(sheet.columns), sheet.name, one)
        for sheet in sheets
        for one in given
        if sheet.name not in found
    )
    for share, name, one in sorted(fits, key=lambda fit: -fit[0]):
        if share >= _ENOUGH and name not in found and all(one is not other for other in found.values()):
            found[name] = one
    return found


def _score(given: SheetRead, sheet: Sheet) -> int:
    return len(_columns(given, _head(given, sheet), sheet))


def _head(given: SheetRead, sheet: Sheet) -> int:
    """The row of headings: the one that names the most columns."""
    near = (number for number in given.rows if number <= _HEAD_WITHIN)
    return max(near, key=lambda number: (len(_columns(given, number, sheet)), -number), default=0)


def _columns(given: SheetRead, head: int, sheet: Sheet) -> dict[str, int]:
    """Field → column; of two columns of one name the first."""
    names = {plain(column.heading): column.field for column in sheet.columns} | {plain(KEY_HEADING): KEY}
    found = dict[str, int]()
    for number, cell in sorted(given.rows.get(head, {}).items()):
        name = names.get(plain(cell.text))
        if name:
            found.setdefault(name, number)
    return found


def _filled(given: SheetRead, sheet: Sheet) -> FilledSheet:
    head = _head(given, sheet)
    columns = _columns(given, head, sheet)
    known = set(columns.values())
    extra = tuple(
        cell.text
        for number, cell in sorted(given.rows.get(head, {}).items())
        if number not in known and cell.text.strip()
    )
    found = FilledSheet(sheet, given.title, head, extra=extra, keyed=KEY in columns)
    found.missing = tuple(one for one in sheet.columns if one.field not in {*columns, *_BESIDE})
    ours = {plain(column.heading) for column in sheet.columns}
    found.repeated = tuple(text for text in extra if plain(text) in ours)
    _spread(given, columns, head)
    last = 0
    for number in sorted(row for row in given.rows if row > head):
        row = _row(given, number, columns)
        if _is_blank(row) or _is_total(row):
            continue
        row.follows = number == last + 1
        last = number
        found.rows.append(row)
    return found


def _row(given: SheetRead, number: int, columns: dict[str, int]) -> FilledRow:
    cells = given.rows[number]
    fields = {name: cells.get(column, CellRead()) for name, column in columns.items() if name != KEY}
    key = cells.get(columns.get(KEY, 0), CellRead()).text.strip()
    return FilledRow(given.title, number, key, fields, columns)


def _is_blank(row: FilledRow) -> bool:
    """Nothing but a key, a word about its origin, or the rest of a merge."""
    said = (cell for name, cell in row.cells.items() if name not in _BESIDE)
    return not any(cell.text.strip() or cell.fault not in ("", MERGED) for cell in said)


def _is_total(row: FilledRow) -> bool:
    """A line of sums that somebody wrote below; the sums are computed anyway."""
    texts = (cell.text for cell in row.cells.values() if cell.text.strip())
    return not row.key and plain(next(texts, "")) in _TOTALS


def _spread(given: SheetRead, columns: dict[str, int], head: int) -> None:
    """A merged cell speaks for the rows it covers where that is how people write; elsewhere contents are lost."""
    fields = {number: name for name, number in columns.items()}
    for top, left, bottom, right in given.merged:
        rows = [row for row in given.rows if max(top, head + 1) <= row <= bottom]
        anchor = given.rows.get(top, {}).get(left, CellRead())
        for row in rows:
            for column in range(left, min(right, max(fields, default=0)) + 1):
                if (row, column) == (top, left) or column not in fields:
                    continue
                carried = column == left and fields[column] in _CARRIED
                given.rows[row][column] = anchor if carried else CellRead(fault=MERGED)
