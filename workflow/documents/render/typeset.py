"""The pdf: PDF/A-2b set by typst, typefaces embedded.

Typst reads nothing but the templates of this package and the typefaces of the font package: no system fonts, no
network, no file of the computer. What people wrote reaches it as JSON and is set as text, never run.
"""

import json
import re
import threading
from calendar import timegm
from collections.abc import Sequence
from dataclasses import asdict
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import typst

from workflow.documents.render.columns import spots
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

_WHOLE = 14
"""A row of up to so many lines is not broken at the end of a page."""

_WORDS = re.compile(r"([\x21-\x7e]{8,})")
"""Signs among which a line is not broken by itself."""

_one_at_a_time = threading.Lock()


def write_pdf(document: Document) -> bytes:
    """Raises ``CannotSet`` for a sign that neither typeface has: a page with a hole in it is no official document."""
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


def _compile(template: str, inputs: dict[str, str], file_format: str, timestamp: int) -> bytes:
    standards = ["a-2b"] if file_format == "pdf" else []
    with _one_at_a_time:  # one compiler cannot set two documents at once
        try:
            made, warnings = _compiler().compile_with_warnings(
                input=str(TEMPLATES / template), sys_inputs=inputs, format=file_format, pdf_standards=standards,
                timestamp=timestamp,
            )  # fmt: skip
        except typst.TypstError as refused:
            raise CannotSet((str(refused),)) from refused
    if warnings:
        raise CannotSet(tuple(str(warning) for warning in warnings))
    return made if isinstance(made, bytes) else b"".join(made)


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
    return {
        "letter": sheet.letter,
        "wide": sheet.wide,
        "blocks": [_block(block, columns) for block in sheet.blocks],
        "last": [asdict(line) for line in sheet.last],
    }


def _block(block: Block, columns: float) -> dict[str, Any]:
    if isinstance(block, Line):
        return {"type": "line", **asdict(block)}
    if isinstance(block, Code):
        return {"type": "code", "words": block.words, "image": list(qr_png(block.payload))}
    return {"type": "grid", "groups": [_group(group, columns) for group in block.groups]}


def _group(group: Group, columns: float) -> dict[str, Any]:
    rows = []
    for row in spots(group, group.widths):
        rooms = [(spot.cell, spot.share * columns / 100) for spot in row]
        rows.append([_cell(cell, room, _breaks(rooms)) for cell, room in rooms])
    return {"widths": group.widths, "heads": group.heads, "rows": rows}


def _breaks(row: Sequence[tuple[Cell, float]]) -> bool:
    return any(paper_lines(cell.text, room) > _WHOLE for cell, room in row if cell.rows == 1)


def _cell(cell: Cell, room: float, breaks: bool) -> dict[str, Any]:
    text = grouped(cell.text) if cell.kind == "amount" else cell.text
    return {
        "text": _breakable(text, room),
        "kind": cell.kind,
        "cols": cell.cols,
        "rows": cell.rows,
        "breaks": breaks or cell.rows > 1,
    }


def _breakable(text: str, room: float) -> str:
    """A word without blanks that is wider than its cell may be broken anywhere."""
    return "".join("\u200b".join(word) if width(word) > room else word for word in _WORDS.split(text))
