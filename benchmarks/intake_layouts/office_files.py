"""Blocks as Word, Excel and PDF files, with really merged cells."""

import json
from collections.abc import Iterable, Sequence
from importlib import import_module
from importlib.util import find_spec
from io import BytesIO
from typing import Any

import xlsxwriter
from docx import Document

from benchmarks.intake_layouts.grid import Block, Box, Grid


def docx(blocks: Iterable[Block]) -> bytes:
    """A Word document; merged cells are gridSpan and vMerge."""
    document = Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        matrix = block.matrix()
        table = document.add_table(len(matrix), len(matrix[0]), style="Table Grid")
        cells = [row.cells for row in table.rows]  # once: asking the table for each cell lays it out again
        for row, column, box in _boxes(matrix):
            cell = cells[row][column]
            if box.rows > 1 or box.columns > 1:
                cell = cell.merge(cells[row + box.rows - 1][column + box.columns - 1])
            cell.text = box.text
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _boxes(matrix: Sequence[Sequence[Box | None]]) -> Iterable[tuple[int, int, Box]]:
    for row, cells in enumerate(matrix):
        for column, box in enumerate(cells):
            if box is not None:
                yield row, column, box


def xlsx(sheets: dict[str, list[tuple[int, int, Block]]]) -> bytes:
    """A workbook; each block stands at its row and column of its sheet."""
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False})
    for name, placed in sheets.items():
        sheet = book.add_worksheet(name)
        for top, left, block in placed:
            if isinstance(block, str):
                sheet.write_string(top, left, block)
                continue
            for row, column, box in _boxes(block.matrix()):
                _write(book, sheet, top + row, left + column, box)
    book.close()
    return stream.getvalue()


def _write(
    book: "xlsxwriter.Workbook", sheet: "xlsxwriter.worksheet.Worksheet", row: int, column: int, box: Box
) -> None:
    value: str | float = box.text if box.number is None else box.number
    style = book.add_format(
        {"border": 1, "text_wrap": True, "valign": "vcenter", "num_format": box.number_format or "@"}
    )
    if box.rows > 1 or box.columns > 1:
        sheet.merge_range(row, column, row + box.rows - 1, column + box.columns - 1, value, style)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, style)
    else:
        sheet.write_number(row, column, value, style)


def stacked(blocks: Iterable[Block], left: int = 0) -> list[tuple[int, int, Block]]:
    """Blocks below one another, for one sheet."""
    placed: list[tuple[int, int, Block]] = []
    row = 0
    for block in blocks:
        placed.append((row, left, block))
        row += 1 if isinstance(block, str) else len(block.lines)
    return placed


def xls(blocks: Iterable[Block]) -> bytes:
    """A workbook of Excel 97–2003."""
    import xlwt  # only here: the other layouts can be made without it

    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("申报表")
    for top, left, block in stacked(blocks):
        if isinstance(block, str):
            sheet.write(top, left, block)
            continue
        for row, column, box in _boxes(block.matrix()):
            value = box.text if box.number is None else box.number
            down, right = top + row + box.rows - 1, left + column + box.columns - 1
            sheet.write_merge(top + row, down, left + column, right, value)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def pdf(blocks: Iterable[Block], *, borders: bool = True, widths: Sequence[float] = ()) -> bytes:
    """A PDF with a text layer; long texts wrap inside their cells, tables run over pages and repeat their head."""
    typst: Any = import_module("typst")  # only here: the other layouts can be made without it

    fonts = find_spec("pylopdf_fonts_zh_cn")
    assert fonts is not None and fonts.submodule_search_locations
    parts = [
        '#set page(paper: "a4", margin: 1.6cm, numbering: "- 1 -")',
        '#set text(font: "Noto Sans SC", size: 9pt, lang: "zh")',
        f"#set table(stroke: {'0.5pt' if borders else 'none'})",
    ]
    for block in blocks:
        parts.append(f"#par({_quoted(block)})" if isinstance(block, str) else _typst_table(block, widths))
    source = "\n".join(parts).encode()
    return bytes(typst.compile(source, font_paths=list(fonts.submodule_search_locations), ignore_system_fonts=True))


def _typst_table(grid: Grid, widths: Sequence[float]) -> str:
    count = len(grid.matrix()[0])
    tracks = ", ".join(f"{width}fr" for width in (widths or [1] * count)[:count])
    cells = [
        f"table.cell(rowspan: {box.rows}, colspan: {box.columns}, {_quoted(box.text)})"
        for line in grid.lines
        for box in line
    ]
    head = sum(len(line) for line in grid.lines[: grid.head])
    if head:
        cells = ["table.header(" + ", ".join(cells[:head]) + ")", *cells[head:]]
    return f"#table(columns: ({tracks}), " + ", ".join(cells) + ")"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
