"""Which exported row a row of the file is: by its hidden key, else by what it says, else by its name. Pure."""

from collections.abc import Mapping

from workflow.documents.offline.filled import FilledRow, FilledSheet
from workflow.documents.offline.layout import FROM, LAST_YEAR, NUMBERS, TAKE, TAKEN, Column, Form, Sheet, plain
from workflow.documents.offline.reading import CellRead
from workflow.documents.offline.stamp import Cells, Stamp
from workflow.services.editing.fields import read_amount, read_weight, same_value
from workflow.texts import seen

NAME = "project_name"
LAST_KEY = "last:"
"""How the keys of last year's rows begin; the rest is the declaration they come from, and the row."""
CALLED: dict[str, tuple[str, ...]] = {
    "goals": ("horizon", "name"),
    "indicators": ("horizon", "level1", "level3"),
    "funding_sources": ("nature", "source"),
    "expenditure_lines": ("item",),
    "executing_bodies": ("name",),
    "asset_lines": ("item",),
    "block_weights": ("levels",),
}
"""What people know a row by, if its key is lost."""


def is_suggested(row: FilledRow) -> bool:
    """A project of last year that no draft has been made of: by its key, or by what its origin says."""
    return row.key.startswith(LAST_KEY) or plain(row.text(FROM)) == LAST_YEAR


def is_taken(row: FilledRow) -> bool:
    """Whether somebody said so in the column 采用."""
    return row.text(TAKE) in TAKEN[0]


def with_names(sheet: FilledSheet, keyed: Mapping[int, str], stamp: Stamp) -> dict[int, str]:
    """A project whose key was damaged is known by its name."""
    free = {plain(one.name): str(number) for number, one in stamp.files.items() if str(number) not in keyed.values()}
    lost = ((row, plain(row.text(NAME))) for row in sheet.rows if row.number not in keyed and not is_suggested(row))
    return dict(keyed) | {row.number: free.pop(name) for row, name in lost if name in free}


def by_row(cells: Cells) -> dict[str, Cells]:
    """The cells by row: ``<section>/<uid>`` → field → text."""
    grouped = dict[str, Cells]()
    for path, text in cells.items():
        row, _, name = path.rpartition("/")
        grouped.setdefault(row, {})[name] = text
    return grouped


def keyed_rows(sheet: FilledSheet, known: Mapping[str, Cells]) -> dict[int, str]:
    """Row number → key. A row that was copied carries its key along: the one that says what was exported has it, else
    the first; the others are new."""
    same = dict[str, list[FilledRow]]()
    for row in sheet.rows:
        if row.key in known:
            same.setdefault(row.key, []).append(row)
    return {
        next((row for row in rows if _says(row, sheet, known[key])), rows[0]).number: key for key, rows in same.items()
    }


def _says(row: FilledRow, sheet: FilledSheet, cells: Cells) -> bool:
    """Whether the row says what was exported."""
    texts = ((one, row.cells[one.field], cells.get(one.field, "")) for one in sheet.sheet.columns
             if one.field in row.cells and one.field != "goal" and not one.field.startswith("-"))  # fmt: skip
    return all(is_unchanged(one, cell, text, one.label(text)) for one, cell, text in texts)


def alike(row: FilledRow, sheet: FilledSheet, known: Mapping[str, Cells]) -> str:
    """The uid of an exported row that lost its key (its cells were copied elsewhere, or it was damaged) and says the
    same, else the only one that people would call by the same name; "" = new."""
    same = next((uid for uid in known if _says(row, sheet, known[uid])), "")
    called = [uid for uid in known if _is_called(row, sheet.sheet, known[uid])]
    return same or (called[0] if len(called) == 1 else "")


def _is_called(row: FilledRow, sheet: Sheet, cells: Cells) -> bool:
    """Whether the row has the name of the exported one."""
    columns = [column for name in CALLED[sheet.section] if (column := sheet.column(name))]
    if not columns or any(column.field not in row.cells for column in columns) or not row.text(columns[-1].field):
        return False
    bases = ((column, cells.get(column.field, "")) for column in columns)
    return all(is_unchanged(column, row.cells[column.field], base, column.label(base)) for column, base in bases)


def is_unchanged(column: Column, cell: CellRead, base: str, shown: str) -> bool:
    """Whether the cell still says what was exported: the stored text, or the words that were shown for it."""
    if column.form in NUMBERS:
        read = read_weight if column.form is Form.weight else read_amount
        return same_value(read, said(column, cell), base)
    return tidy(cell.text) in (tidy(shown), tidy(base))


def said(column: Column, cell: CellRead) -> str:
    """What was typed: the stored number of an amount, everything else as it is displayed."""
    if column.form in NUMBERS and cell.number and "%" not in cell.text:
        return cell.number
    return tidy(cell.text)


def tidy(text: str) -> str:
    """Spreadsheets keep no blanks at the end of lines."""
    return "\n".join(line.rstrip() for line in seen(text).split("\n")).strip("\n")
