"""A workbook → its cells with their places, in the limited child: nothing is understood here, nothing is left out.

Numbers come as displayed and as stored (amounts need the stored one, "95%" the displayed one); a cell without a value
says why (``fault``). The container is checked by intake's ``Package`` first: bombs, entities, macros, passwords.
"""

import io
import re
import warnings
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from workflow.documents.intake.readers import read
from workflow.documents.intake.readers.kinds import kind_of
from workflow.documents.intake.readers.number_format import general, shown
from workflow.documents.intake.readers.package import Package
from workflow.documents.intake.readers.secrecy import secret_mark
from workflow.documents.intake.readers.words import Unreadable
from workflow.documents.intake.readers.xml import stream_xml
from workflow.documents.intake.source import Line
from workflow.documents.offline.stamp import MARK

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

MOST_REACHED = 500_000
"""Cells of a sheet, blank ones included; a unit's largest workbook has 30,000."""
_FORMULA = re.compile(rb"<f[ >/]")
ERROR_VALUE, NO_RESULT = "error_value", "formula_without_value"


class CellRead(BaseModel):
    """What a cell shows; ``number`` the stored number, ``fault`` why there is no value."""

    text: str = ""
    number: str = ""
    fault: str = ""


class SheetRead(BaseModel):
    """Rows and columns from 1; ``merged`` (top, left, bottom, right), corners included."""

    title: str
    rows: dict[int, dict[int, CellRead]]
    merged: list[tuple[int, int, int, int]]


class BookRead(BaseModel):
    """Every sheet but the one of the stamp."""

    stamp: list[str]
    sheets: list[SheetRead]


def read_book(raw: bytes, name: str = "") -> BookRead:
    """Raises ``Unreadable`` for what is no xlsx, is damaged, dangerous, too large, or marked as a state secret."""
    _require_xlsx(name, raw)
    read(name, raw)  # refuses what intake refuses: far cells, page headers and text boxes with a mark
    package = Package(raw)
    _refuse_far(package)
    formulas = any(_FORMULA.search(package.read(name)) for name in package.names if "worksheets/" in name)
    values, bare = _load(raw, values=True), _load(raw, values=False) if formulas else None
    book = BookRead(stamp=[], sheets=[])
    for sheet in values.worksheets:
        if sheet["A1"].value == MARK:
            book.stamp = [str(row[0].value or "") for row in sheet.iter_rows(max_col=1)]
        else:
            book.sheets.append(_sheet(sheet, bare[sheet.title] if bare else None))
    _refuse_secret(book)
    return book


def _require_xlsx(name: str, raw: bytes) -> None:
    """Saved as something else by mistake is said in words of its own; empty, damaged or locked stays what it is."""
    try:
        reader = kind_of(name, raw).reader
    except Unreadable as refusal:
        if refusal.code not in ("not_this_kind", "legacy_document", "is_image"):
            raise
        reader = ""
    if reader != "xlsx":
        raise Unreadable("save_as_xlsx")


def read_cells(name: str, raw: bytes) -> str:
    """The same as JSON: the work of the child."""
    return read_book(raw, name).model_dump_json(exclude_defaults=True)


def _refuse_far(package: Package) -> None:
    """Before openpyxl makes every cell up to the last one of a sheet, and every cell of a merged range."""
    for name in sorted(package.names):
        if "worksheets/" not in name or not name.endswith(".xml"):
            continue
        try:
            cells = _reach(package.read(name))
        except (KeyError, ValueError, TypeError):
            raise Unreadable("file_damaged") from None
        if cells > MOST_REACHED:
            raise Unreadable("too_many_cells", most=MOST_REACHED)


def _reach(raw: bytes) -> int:
    """Cells between the corners of a sheet, plus those of its merged ranges."""
    from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries

    bottom, right, merged, filled = 1, 1, 0, 0
    for item in stream_xml(raw, "c", "row", "mergeCell") if raw else ():
        kind = str(item.tag).rpartition("}")[2]
        if kind == "mergeCell":
            first, top, last, low = (int(edge or 0) for edge in range_boundaries(item.get("ref", "")))
            merged += (last - first + 1) * (low - top + 1)
            bottom, right = max(bottom, low), max(right, last)
        elif kind == "c":
            row, column = coordinate_to_tuple(item.get("r", "")) if item.get("r", "") else (1, 1)
            bottom, right, filled = max(bottom, row), max(right, column), filled + 1
        elif filled:  # its cells may leave out where they stand
            bottom, right, filled = max(bottom, int(item.get("r", "") or 1)), max(right, filled), 0
    return bottom * right + merged


def _load(raw: bytes, *, values: bool) -> Any:
    from openpyxl import load_workbook  # only in the child: whoever names a `BookRead` need not wait for it

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # extensions of other programs that are not needed
        try:
            return load_workbook(io.BytesIO(raw), data_only=values)
        except (LookupError, ValueError, ArithmeticError, TypeError, AttributeError, SyntaxError, OSError):
            raise Unreadable("file_damaged") from None


def _sheet(sheet: "Worksheet", formulas: Any) -> SheetRead:
    rows: dict[int, dict[int, CellRead]] = {}
    for number, line in enumerate(sheet.iter_rows(), 1):
        found = {column: told for column, cell in enumerate(line, 1) if (told := _cell(cell, formulas)) is not None}
        if found:
            rows[number] = found
    merged = [(one.min_row, one.min_col, one.max_row, one.max_col) for one in sheet.merged_cells.ranges]
    return SheetRead(title=sheet.title, rows=rows, merged=merged)


def _cell(cell: Any, formulas: Any) -> CellRead | None:
    value = cell.value
    if value is None:
        typed = formulas.cell(cell.row, cell.column) if formulas is not None else None
        waiting = typed is not None and typed.data_type == "f"
        return CellRead(fault=NO_RESULT) if waiting else None
    if cell.data_type == "e":
        return CellRead(text=str(value), fault=ERROR_VALUE)
    if isinstance(value, bool):
        return CellRead(text="是" if value else "否")
    if isinstance(value, (datetime, date, time, timedelta)):
        from openpyxl.utils.datetime import to_excel

        # what shows as a date is no amount, although it is stored as a number
        return CellRead(text=_displayed(float(to_excel(value)), cell.number_format))  # type: ignore[no-untyped-call]
    if isinstance(value, (int, float)):
        return CellRead(text=_displayed(float(value), cell.number_format), number=general(float(value)))
    return CellRead(text=str(value).replace("\r\n", "\n").replace("\r", "\n"))


def _displayed(value: float, code: str) -> str:
    try:
        return shown(value, "" if code == "General" else code)
    except (ValueError, ArithmeticError):
        return general(value)


def _refuse_secret(book: BookRead) -> None:
    """Only what stands alone in a cell is a mark: a sentence about secrecy is none."""
    lines = [
        Line(cell.text, sheet.title)
        for sheet in book.sheets
        for row in sheet.rows.values()
        for cell in row.values()
        if len(cell.text) <= 30
    ]
    if mark := secret_mark(lines, []):
        raise Unreadable("secret_mark", mark=mark)
