"""Letters of a monitoring round as Word files: the page is that of the opinion letter (GB/T 9704).

Only loaded when a letter is written: the library for Word files takes its time.
"""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import docx
from docx.document import Document as WordFile
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Pt

from workflow.documents.monitoring_letters import MonitoringLetter, MonitoringTable, Part
from workflow.documents.opinion_letter import (
    HEADING,
    LINE,
    TITLE,
    TITLE_SIZE,
    name_font,
    number_pages,
    set_fonts,
    set_page,
    sign,
    write_line,
)
from workflow.texts import seen

CELL_SIZE, CELL_LINE = Pt(10.5), Pt(16)


def write_monitoring_letter(letter: MonitoringLetter) -> bytes:
    """The .docx file."""
    word = docx.Document()
    set_page(word)
    set_fonts(word)
    middle = WD_ALIGN_PARAGRAPH.CENTER
    write_line(word, letter.title, font=TITLE, size=TITLE_SIZE, align=middle, around=LINE)
    write_line(word, f"{letter.addressee}：")
    write_line(word, letter.opening, indent=True)
    for part in letter.parts:
        _part(word, part)
    write_line(word, "")
    sign(word, letter.issuer, letter.issued_on)
    number_pages(word)
    word.core_properties.title, word.core_properties.author = letter.title, letter.issuer
    word.core_properties.comments = ""
    made = BytesIO()
    word.save(made)
    return made.getvalue()


def _part(word: WordFile, part: Part) -> None:
    write_line(word, part.heading, font=HEADING, indent=True).paragraph_format.keep_with_next = True
    for sentence in part.sentences:
        write_line(word, sentence, indent=True)
    for table in part.tables:
        _table(word, table)


def _table(word: WordFile, table: MonitoringTable) -> None:
    """Small enough for a page; its head is repeated on the next one."""
    caption = write_line(word, table.caption, font=HEADING, align=WD_ALIGN_PARAGRAPH.CENTER)
    caption.paragraph_format.keep_with_next = True
    grid = word.add_table(rows=1, cols=len(table.heads))
    grid.style, grid.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
    _cells(grid.rows[0], table.heads, font=HEADING)
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    grid.rows[0]._tr.get_or_add_trPr().append(repeated)
    for row in table.rows:
        _cells(grid.add_row(), row)


def _cells(row: Any, texts: Sequence[str], font: str = "") -> None:
    for cell, text in zip(row.cells, texts, strict=True):
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.line_spacing = CELL_LINE
        run = paragraph.add_run(seen(text))
        run.font.size = CELL_SIZE
        name_font(run.font.element.get_or_add_rPr(), font or "仿宋")
