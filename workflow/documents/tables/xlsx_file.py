"""xlsx, written row by row: what was written is on disk, so a hundred thousand rows need no more memory than ten.

Texts are stored as texts, never as formulas; what looks like one is marked as text as well, so that it stays one when
somebody edits the cell. A list that is longer than a sheet goes on in the next one.
"""

import tempfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, BinaryIO

from workflow import clock
from workflow.documents.tables.cells import clean, is_formula
from workflow.documents.tables.table import Head, Kind, Table
from workflow.money import FEN_PER_YUAN, WAN_DECIMALS

SHEET_ROWS = 1_048_576
"""Of a sheet, by the limits of the format."""
HEAD_ROWS = 2
"""The line about the list, and the heads."""
EXCEL_BEGINS = date(1900, 3, 1)
"""Earlier days are counted differently by different programs, so they are written as text."""
WIDTHS = {
    Kind.text: 28, Kind.code: 24, Kind.number: 12, Kind.wan: 18, Kind.yuan: 18, Kind.percent: 12, Kind.day: 12,
    Kind.moment: 18,
}  # fmt: skip
FORMATS: dict[Kind, dict[str, Any]] = {
    Kind.text: {"text_wrap": False}, Kind.code: {"num_format": "@"}, Kind.number: {"num_format": "General"},
    Kind.wan: {"num_format": "#,##0.00####"}, Kind.yuan: {"num_format": "#,##0.00"},
    Kind.percent: {"num_format": "0.00%"}, Kind.day: {"num_format": "yyyy-mm-dd"},
    Kind.moment: {"num_format": "yyyy-mm-dd hh:mm"},
}  # fmt: skip


def write_xlsx(table: Table, out: BinaryIO, sheet_rows: int = SHEET_ROWS) -> int:
    """Write the file; answers how many rows it holds, without the lines above them."""
    import xlsxwriter  # only now: lists are looked at far more often than they are taken home

    with tempfile.TemporaryDirectory(prefix="jixiao-export-") as folder:
        book = xlsxwriter.Workbook(out, {"constant_memory": True, "tmpdir": folder, "remove_timezone": False})
        book.set_properties({"title": clean(table.title)[:200], "created": clock.now().replace(tzinfo=None)})
        writer = _Sheets(book, table)
        count = 0
        for row in table.rows:
            if writer.line == sheet_rows:
                writer.begin()
            writer.row(row)
            count += 1
        book.close()
    return count


class _Sheets:
    """The sheets of one workbook; each begins with the same two lines."""

    def __init__(self, book: Any, table: Table) -> None:
        self.book, self.table = book, table
        self.plain = [book.add_format({"valign": "top", **FORMATS[head.kind]}) for head in table.heads]
        self.quoted = book.add_format({"valign": "top", "quote_prefix": True})
        self.about = book.add_format({"font_color": "#52606D"})
        self.head = book.add_format(
            {"bold": True, "bg_color": "#EEF2F6", "bottom": 1, "bottom_color": "#9AA5B1", "text_wrap": True}
        )
        self.kinds = [head.kind for head in table.heads]
        self.writers = [self._writer(kind) for kind in self.kinds]
        self.sheet: Any = None
        self.number = self.line = 0
        self.begin()

    def begin(self) -> None:
        """A new sheet, named ``1``, ``2`` … as titles may hold what a sheet's name may not."""
        self.number, self.line = self.number + 1, HEAD_ROWS
        self.sheet = self.book.add_worksheet(str(self.number))
        for place, head in enumerate(self.table.heads):
            self.sheet.set_column(place, place, self._width(head))
        self.sheet.write_string(0, 0, clean(self.table.about), self.about)
        for place, head in enumerate(self.table.heads):
            self.sheet.write_string(1, place, clean(head.label), self.head)
        self.sheet.freeze_panes(HEAD_ROWS, 1)

    def row(self, values: Sequence[Any]) -> None:
        """The next row."""
        for place, value in enumerate(values):
            if value is not None:
                self.writers[place](place, value)
        self.line += 1

    def _width(self, head: Head) -> int:
        return max(WIDTHS[head.kind], min(2 * len(head.label) + 2, 40))

    def _writer(self, kind: Kind) -> Callable[[int, Any], None]:
        writers: dict[Kind, Callable[[int, Any], None]] = {
            Kind.text: self._text, Kind.code: self._text, Kind.number: self._number, Kind.percent: self._number,
            Kind.wan: self._wan, Kind.yuan: self._yuan, Kind.day: self._day, Kind.moment: self._day,
        }  # fmt: skip
        return writers[kind]

    def _text(self, place: int, value: Any) -> None:
        text = str(value)
        shown = clean(text)
        quoted = is_formula(text) or is_formula(shown)
        self.sheet.write_string(self.line, place, shown, self.quoted if quoted else self.plain[place])

    def _number(self, place: int, value: Any) -> None:
        self.sheet.write_number(self.line, place, float(value), self.plain[place])

    def _wan(self, place: int, fen: int) -> None:
        self.sheet.write_number(self.line, place, fen / 10**WAN_DECIMALS, self.plain[place])

    def _yuan(self, place: int, fen: int) -> None:
        self.sheet.write_number(self.line, place, fen / FEN_PER_YUAN, self.plain[place])

    def _day(self, place: int, value: date | datetime) -> None:
        day = value.date() if isinstance(value, datetime) else value
        if day < EXCEL_BEGINS:
            self.sheet.write_string(self.line, place, day.isoformat(), self.plain[place])
        else:
            self.sheet.write_datetime(self.line, place, value, self.plain[place])
