"""Workbooks of Excel 97–2003: texts and merges by calamine, numbers as displayed and what is hidden by ``biff``."""

import io
from datetime import date, datetime, time, timedelta

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from workflow.documents.intake.readers.biff import Shown, displayed
from workflow.documents.intake.readers.found import Found
from workflow.documents.intake.readers.number_format import general
from workflow.documents.intake.readers.ole import check_book
from workflow.documents.intake.readers.plain import plain
from workflow.documents.intake.readers.sheet import Merged, Sheet, sheet_table
from workflow.documents.intake.readers.words import Unreadable
from workflow.documents.intake.sentences import problem

_PANIC = "PanicException"
"""How calamine, written in Rust, ends on records that are cut short. It is no ``Exception`` and cannot be imported."""

_Value = int | float | str | bool | time | date | datetime | timedelta


def read_xls(raw: bytes) -> Found:
    found = Found()
    try:
        check_book(raw)
    except ValueError:
        raise Unreadable("file_damaged") from None
    shown = displayed(raw)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        for place, about in enumerate(book.sheets_metadata):
            if about.typ != SheetTypeEnum.WorkSheet:
                found.problems.append(problem("chart_sheet", about.name))
                continue
            if about.visible != SheetVisibleEnum.Visible:
                found.problems.append(problem("hidden_sheet", about.name))
            sheet = _sheet(about.name, book.get_sheet_by_index(place), found)
            if place < len(shown):
                _show(sheet, shown[place])
                found.margins += shown[place].margins
            sheet_table(sheet, found)
    except PasswordError:
        raise Unreadable("password_protected") from None
    except CalamineError:
        raise Unreadable("file_damaged") from None
    except BaseException as error:
        if type(error).__name__ == _PANIC:
            raise Unreadable("file_damaged") from None
        raise
    return found


def _sheet(name: str, read: CalamineSheet, found: Found) -> Sheet:
    sheet = Sheet(name)
    top, left = read.start or (0, 0)
    for row, values in enumerate(read.to_python(skip_empty_area=True), top):
        for column, value in enumerate(values, left):
            if text := _text(value):
                found.count(1)
                sheet.cells[row][column] = text
    sheet.merged = [Merged(*start, *end) for start, end in read.merged_cell_ranges or ()]
    return sheet


def _show(sheet: Sheet, shown: Shown) -> None:
    sheet.hidden_rows, sheet.hidden_columns = shown.hidden_rows, shown.hidden_columns
    for (row, column), text in shown.numbers.items():
        if column in sheet.cells.get(row, {}):
            sheet.cells[row][column] = text


def _text(value: _Value) -> str:
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return general(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    return str(value)
