"""The pdf: PDF/A-2b set by typst, typefaces embedded.

Typst reads nothing but the templates of this package and the typefaces of the font package: no system fonts, no
network, no file of the computer. What people wrote reaches it as JSON and is set as text, never run.
"""

import json
import re
import threading
from calendar import timegm
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Literal

import typst

from workflow.documents.render.columns import Spot, spots
from workflow.documents.render.layout.parts import (
    NO_DAY,
    Block,
    Cell,
    Code,
    Document,
    Group,
    Line,
    Sheet,
    grouped,
    paper_lines,
    width,
)
from workflow.documents.render.model import CannotSet
from workflow.documents.render.qr import qr_png

TEMPLATES = Path(__file__).parent / "templates"
_FONTS = "pylopdf_fonts_zh_cn"
_UPRIGHT, _ACROSS = 48.0, 80.0
"""Chinese signs in a line over the whole width of a table."""

_WHOLE = 22
"""Rows of up to so many lines are not broken at the end of a page, which has about 50."""

_WORDS = re.compile(r"[^\s/\u2e80-\uffff-]{8,}")
"""Signs among which a line is not broken by itself."""

_SHARE = re.compile(r"\d+(?:\.\d+)?%")
_MISSING = re.compile(r'the text `"(.+?)"` could not be displayed')
"""How typst says that a typeface has no such sign."""

_one_at_a_time = threading.Lock()


def write_pdf(document: Document) -> bytes:
    """Raises ``CannotSet`` for signs that the typefaces do not have."""
    data = json.dumps(_data(document), ensure_ascii=False)
    day = document.day or NO_DAY
    return _compile("paper.typ", {"document": data}, "pdf", timegm(day.timetuple()))


@cache
def mark_outline(mark: str) -> str:
    """The SVG picture of a mark."""
    return _compile("mark.typ", {"mark": mark}, "svg", 0).decode()


@cache
def _compiler() -> typst.Compiler:
    """Kept: it holds the typefaces. Fonts come from the package alone, so that every computer sets the same page."""
    folder = resources.files(_FONTS)
    return typst.Compiler(root=str(TEMPLATES), font_paths=[str(folder)], ignore_system_fonts=True)


def _compile(template: str, inputs: dict[str, str], file_format: Literal["pdf", "svg"], timestamp: int) -> bytes:
    standard: Literal["a-2b"] | None = "a-2b" if file_format == "pdf" else None
    with _one_at_a_time:  # one compiler cannot set two documents at once
        try:
            made, warnings = _compiler().compile_with_warnings(
                input=str(TEMPLATES / template), sys_inputs=inputs, format=file_format, pdf_standards=standard,
                timestamp=timestamp,
            )  # fmt: skip
        except typst.TypstError as refused:
            if signs := _MISSING.findall(str(refused)):
                raise CannotSet("、".join(dict.fromkeys(signs))) from refused
            raise
    if warnings:
        raise RuntimeError("; ".join(warning.message for warning in warnings))
    return made if isinstance(made, bytes) else b"".join(made or ())


# --- the document as JSON ---------------------------------------------------------------------------------------------


def _data(document: Document) -> dict[str, Any]:
    return {
        "title": document.title,
        "author": document.author,
        "code": document.code,
        "mark-image": mark_outline(document.mark) if document.mark else "",
        "sheets": [_sheet(sheet) for sheet in document.sheets],
    }


def _sheet(sheet: Sheet) -> dict[str, Any]:
    columns = _ACROSS if sheet.wide else _UPRIGHT
    blocks = [_block(block, columns) for block in sheet.blocks]
    return {
        "letter": sheet.letter,
        "wide": sheet.wide,
        "blocks": blocks,
        "last": [asdict(line) for line in sheet.last],
        "tied": bool(sheet.last) and blocks[-1]["type"] == "grid" and _tied(blocks[-1]["groups"][-1]),
    }


def _tied(group: dict[str, Any]) -> bool:
    """Mark the last table of a sheet: its last row goes with what stands at the foot of the last page (版记), which
    else might stand there alone. Not so where that row may be broken itself."""
    group["last"] = not any(cell["breaks"] for cell in group["rows"][-1])
    return bool(group["last"])


def _block(block: Block, columns: float) -> dict[str, Any]:
    if isinstance(block, Line):
        return {"type": "line", **asdict(block)}
    if isinstance(block, Code):
        return {"type": "code", "words": block.words, "image": list(qr_png(block.payload))}
    return {"type": "grid", "groups": [_group(group, columns) for group in block.groups]}


_Laid = list[tuple[Spot, float]]
"""A row: its cells and how many signs wide they are."""


def _group(group: Group, columns: float) -> dict[str, Any]:
    """What is low enough stays on one page: rows, and the rows beside one merged cell, whose label would else be lost
    on one of the two pages."""
    laid = [[(spot, spot.share * columns / 100) for spot in row] for row in spots(group, group.widths)]
    heights = [_height(row) for row in laid]
    laid = _again(laid, heights, group.heads)
    rows = [
        [_cell(spot.cell, room, sum(heights[spot.row : spot.row + spot.cell.rows]) > _WHOLE) for spot, room in row]
        for row in laid
    ]
    return {"widths": group.widths, "heads": group.heads, "rows": rows, "last": False}


def _again(laid: list[_Laid], heights: Sequence[float], heads: int) -> list[_Laid]:
    """Labels beside more rows than stay on one page are printed again, where a label to the right of them begins."""
    by_row: list[dict[int, tuple[Spot, float]]] = [{item[0].column: item for item in row} for row in laid]
    for column in sorted({spot.column for row in laid for spot, _ in row if spot.cell.rows > 1}, reverse=True):
        for spot, room in [row[column] for row in by_row[heads:] if column in row]:
            if _SHARE.fullmatch(spot.cell.text):  # the weight of a block, said once
                continue
            for start, rows in _parts(spot, heights, by_row):
                part = replace(spot.cell, rows=rows)
                by_row[start][column] = (spot._replace(cell=part, row=start), room)
    return [[row[column] for column in sorted(row)] for row in by_row]


def _parts(
    spot: Spot, heights: Sequence[float], by_row: Sequence[Mapping[int, tuple[Spot, float]]]
) -> Iterator[tuple[int, int]]:
    """First row and number of rows of each part of a cell; the whole cell where it is low enough."""
    end, start, cut = spot.row + spot.cell.rows, spot.row, 0
    begins = [at for at in range(spot.row + 1, end) if spot.column + spot.columns in by_row[at]]
    for at in [*begins, end]:
        if cut and sum(heights[start:at]) > _WHOLE:
            yield start, cut - start
            start = cut
        cut = at
    yield start, end - start


def _height(row: Sequence[tuple[Spot, float]]) -> float:
    """In lines of text, with the room above and below."""
    return 0.6 + max((paper_lines(spot.cell.text, room) for spot, room in row if spot.cell.rows == 1), default=1)


def _cell(cell: Cell, room: float, breaks: bool) -> dict[str, Any]:
    text = grouped(cell.text) if cell.kind == "amount" else cell.text
    return {"text": _breakable(text, room), "kind": cell.kind, "cols": cell.cols, "rows": cell.rows, "breaks": breaks}


def _breakable(text: str, room: float) -> str:
    """A word without blanks that is wider than its cell may be broken anywhere."""
    return _WORDS.sub(lambda word: "\u200b".join(word[0]) if 1.25 * width(word[0]) > room else word[0], text)
