"""The xlsx: every sheet of the paper is a worksheet that prints on A4. Amounts are numbers, everything else is text.

Excel does not grow the rows of merged cells, so heights are reckoned here; a text higher than a row of Excel can be
takes several rows. Texts are written as texts: nothing that begins with = is ever a formula.
"""

from collections.abc import Sequence
from datetime import datetime, time
from decimal import Decimal
from io import BytesIO
from itertools import accumulate
from math import ceil
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from workflow.documents.render.columns import Spot, common_widths, spots
from workflow.documents.render.layout.parts import (
    NO_DAY,
    CellKind,
    Code,
    Document,
    Grid,
    Group,
    Line,
    LineKind,
    Sheet,
    paper_lines,
)
from workflow.documents.render.qr import qr_png
from workflow.texts import seen

_UPRIGHT, _ACROSS = 92.0, 140.0
"""Widths of all columns together, in Excel's digits."""

_SIGNS = 0.44
"""Chinese signs of 10 points to one of Excel's digits, with room for the edges of the cell."""

_LINE, _HIGHEST, _MOST_TEXT = 14.5, 400.0, 32_000
"""Points of a line of text; of the highest row (Excel: 409); letters in a cell (Excel: 32,767)."""

_HALVES = Group((65, 35), ())
"""Where the words at the right end of a line begin, on a sheet whose tables have no column about there."""

_PLAIN = {"font_name": "宋体", "font_size": 10, "valign": "vcenter", "text_wrap": True, "num_format": "@"}
_BOLD = {"font_name": "黑体"}
_KINDS: dict[CellKind, dict[str, Any]] = {
    "band": {**_BOLD, "align": "center", "font_size": 11},
    "label": {**_BOLD, "align": "center"},
    "head": {**_BOLD, "align": "center"},
    "text": {"align": "left"},
    "mid": {"align": "center"},
    "amount": {"align": "right", "text_wrap": False},
    "field": {"align": "left"},
}
_LINES: dict[LineKind, tuple[dict[str, Any], float]] = {
    "mark": ({**_BOLD, "align": "right", "font_size": 12}, 20),
    "title": ({**_BOLD, "align": "center", "font_size": 18}, 34),
    "year": ({"align": "center", "font_size": 11}, 18),
    "issuer": ({**_BOLD, "align": "center", "font_size": 28, "font_color": "#C8161D"}, 56),
    "number": ({"align": "center", "font_size": 12}, 24),
    "heading": ({**_BOLD, "align": "left", "font_size": 12}, 22),
    "signed": ({"align": "right", "font_size": 12}, 44),
}
"""Kind of line → its look and height; the others are plain text."""


def write_xlsx(document: Document) -> bytes:
    """The file. Its bytes do not depend on when it is made."""
    made = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(made, options) as book:
        day = datetime.combine(document.day or NO_DAY, time())
        book.set_properties({"title": document.title, "author": document.author, "created": day})
        for sheet in document.sheets:
            _Page(book, sheet, document).write()
    return made.getvalue()


class _Page:
    """One worksheet, from the top down."""

    def __init__(self, book: xlsxwriter.Workbook, sheet: Sheet, document: Document) -> None:
        self.book, self.sheet, self.document = book, sheet, document
        self.page: Worksheet = book.add_worksheet(sheet.name)
        grids = [block for block in sheet.blocks if isinstance(block, Grid)]
        groups = [group for grid in grids for group in grid.groups]
        halves = [] if any(50 <= edge <= 80 for group in groups for edge in accumulate(group.widths)) else [_HALVES]
        self.widths = common_widths([*groups, *halves])
        self.wide = _ACROSS if sheet.wide else _UPRIGHT
        self.row = 0

    def write(self) -> None:
        """Columns, blocks, then how it prints."""
        for column, share in enumerate(self.widths):
            self.page.set_column(column, column, self.wide * share / 100)
        for block in self.sheet.blocks:
            if isinstance(block, Line):
                self._line(block)
            elif isinstance(block, Code):
                self._code(block)
            else:
                for group in block.groups:
                    self._group(group)
        for line in self.sheet.last:
            self._line(line)
        self._print()

    def _print(self) -> None:
        page = self.page
        page.set_paper(9)
        if self.sheet.wide:
            page.set_landscape()
        page.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.8)
        page.fit_to_pages(1, 0)
        page.center_horizontally()
        page.hide_gridlines(2)
        code = f"版本码 {self.document.code}    " if self.document.code else ""
        page.set_footer(f"&C&9{code}第&P页 共&N页")
        if self.document.mark:
            page.set_header(f"&R{self.document.mark}")

    def _look(self, **more: Any) -> Any:
        return self.book.add_format({**_PLAIN, **more})

    def _across(self, first: int, last: int, text: str, look: Any) -> None:
        if first == last:
            self.page.write_string(self.row, first, text, look)
        else:
            self.page.merge_range(self.row, first, self.row, last, "", look)
            self.page.write_string(self.row, first, text, look)

    def _line(self, line: Line) -> None:
        look, height = _LINES.get(line.kind, ({"align": "left"}, 0.0))
        last = len(self.widths) - 1
        text = seen(line.text)
        if line.kind in ("sides", "record") and line.other:
            middle = self._column_at(65)
            self._across(0, middle - 1, text, self._look(align="left"))
            self._across(middle, last, seen(line.other), self._look(align="right"))
        else:
            text = {"annexes": line.other + text, "signed": f"{text}\n{line.other}", "para": f"　　{text}"}.get(
                line.kind, text
            )
            self._across(0, last, text, self._look(**look))
        room = self.wide * _SIGNS * 10 / look.get("font_size", 10)
        needed = paper_lines(text, room) * _LINE * look.get("font_size", 10) / 10 + 3
        self.page.set_row(self.row, min(max(height, needed), 409))
        self.row += 1

    def _column_at(self, percent: int) -> int:
        """The column that begins nearest to a place, never the first one."""
        edges = list(accumulate(self.widths))[:-1]
        return min(range(len(edges)), key=lambda at: abs(edges[at] - percent)) + 1

    def _code(self, code: Code) -> None:
        self.page.set_row(self.row, 80)
        picture = {"image_data": BytesIO(qr_png(code.payload)), "x_scale": 2.6, "y_scale": 2.6, "x_offset": 6}
        self.page.insert_image(self.row, 0, "code.png", picture)
        first = self._column_at(20)
        self._across(first, len(self.widths) - 1, "\n".join(code.words), self._look(align="left"))
        self.row += 1

    def _group(self, group: Group) -> None:
        """Each row of the layout takes as many rows of the sheet as its text needs."""
        laid = list(spots(group, self.widths))
        heights = _heights(laid, self.wide)
        counts = [max(1, ceil(height / _HIGHEST)) for height in heights]
        starts = [self.row, *(self.row + done for done in accumulate(counts))]
        for number, (height, count) in enumerate(zip(heights, counts, strict=True)):
            for row in range(starts[number], starts[number + 1]):
                self.page.set_row(row, height / count)
        for row in laid:
            for spot in row:
                self._cell(spot, starts[spot.row], starts[spot.row + spot.cell.rows] - 1)
        if group.heads and sum(len(b.groups) for b in self.sheet.blocks if isinstance(b, Grid) if b.groups) == 1:
            self.page.repeat_rows(starts[0], starts[group.heads] - 1)
        self.row = starts[-1]

    def _cell(self, spot: Spot, top: int, bottom: int) -> None:
        left, right, text = spot.column, spot.column + spot.columns - 1, seen(spot.cell.text)[:_MOST_TEXT]
        look = {**_KINDS[spot.cell.kind], "border": 1}
        number = Decimal(text) if spot.cell.kind == "amount" and text else None
        if number is not None:
            decimals = max(2, -int(number.as_tuple().exponent))
            look["num_format"] = f"#,##0.{'0' * decimals}"
        styled = self._look(**look)
        if (top, left) != (bottom, right):
            self.page.merge_range(top, left, bottom, right, "", styled)
        if number is not None:
            self.page.write_number(top, left, float(number), styled)
        else:
            self.page.write_string(top, left, text, styled)


def _heights(laid: Sequence[Sequence[Spot]], wide: float) -> list[float]:
    """Points of each row: its highest cell; what a cell over several rows needs more goes to its last row."""
    heights = [max((_needed(spot, wide) for spot in row if spot.cell.rows == 1), default=_LINE) for row in laid]
    for row in laid:
        for spot in row:
            under = heights[spot.row : spot.row + spot.cell.rows]
            heights[spot.row + spot.cell.rows - 1] += max(0.0, _needed(spot, wide) - sum(under))
    return heights


def _needed(spot: Spot, wide: float) -> float:
    return paper_lines(spot.cell.text, wide * spot.share / 100 * _SIGNS) * _LINE + 4
