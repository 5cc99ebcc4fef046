"""The docx: the same layout as Word tables. Typefaces are named as offices have them, with what stands in for them.

Word repeats the first rows of a table alone, so every group with headings is a table of its own, right below the one
before; groups without headings share a table.
"""

from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import groupby
from typing import Any

import docx
from docx.document import Document as WordFile
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Length, Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from workflow.documents.opinion_letter import BODY, HEADING, LINE, PAGE_NUMBER, TITLE, name_font, set_fonts
from workflow.documents.render.layout.parts import Block, Code, Document, Grid, Group, Line, Sheet
from workflow.documents.render.package import fixed
from workflow.documents.render.qr import qr_png
from workflow.documents.render.word_table import CELL, SMALL, add_table
from workflow.texts import seen

_LEFT, _MIDDLE, _RIGHT = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT

_RED = RGBColor(0xC8, 0x16, 0x1D)
_TEXT = Pt(16)
_WIDTHS = {"letter": Mm(156), "form": Mm(170), "wide": Mm(265)}


def write_docx(document: Document) -> bytes:
    """The file. Its bytes do not depend on when it is made."""
    word = docx.Document()
    set_fonts(word)
    letters = any(sheet.letter for sheet in document.sheets)
    for number, sheet in enumerate(document.sheets):
        section = word.sections[0] if number == 0 else word.add_section()
        _set_page(section, sheet)
        _foot(section, document, letters)
        for block in sheet.blocks:
            _block(word, block, sheet)
        for place, line in enumerate(sheet.last):
            _record(word, line, first=place == 0)
    properties = word.core_properties
    properties.title, properties.author, properties.comments = seen(document.title), seen(document.author), ""
    made = BytesIO()
    word.save(made)
    return fixed(made.getvalue(), document.day)


def _set_page(section: Any, sheet: Sheet) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.orientation = WD_ORIENT.PORTRAIT
    if sheet.wide:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
    margins = (37, 35, 28, 26) if sheet.letter else (16, 16, 16, 16) if sheet.wide else (18, 20, 20, 20)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = (Mm(one) for one in margins)
    section.footer_distance = Mm(25 if sheet.letter else 9)


def _foot(section: Any, document: Document, letters: bool) -> None:
    """— 1 — for letters; for forms the version code, the page and the number of pages."""
    section.footer.is_linked_to_previous = False
    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = _MIDDLE
    if letters:
        parts, size = ["— ", "PAGE", " —"], Pt(14)
    else:
        code = f"版本码 {document.code}　　" if document.code else ""
        parts, size = [f"{code}第", "PAGE", "页　共", "NUMPAGES", "页"], SMALL
    for place, part in enumerate(parts):
        run = _run(paragraph, "" if place % 2 else part, PAGE_NUMBER, size)
        if place % 2:
            _field(run, part)
    if document.mark:
        section.header.is_linked_to_previous = False
        head = section.header.paragraphs[0]
        head.alignment = _RIGHT
        _run(head, document.mark, HEADING, Pt(12))


def _field(run: Run, instruction: str) -> None:
    for kind, text in (("begin", ""), ("", instruction), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        part.text = text or None
        run._r.append(part)


def _block(word: WordFile, block: Block, sheet: Sheet) -> None:
    if isinstance(block, Line):
        _line(word, block, sheet)
    elif isinstance(block, Code):
        _code(word, block)
    else:
        _grid(word, block, sheet)


# --- lines ------------------------------------------------------------------------------------------------------------


def _paragraph(
    word: WordFile, text: str = "", font: str = BODY, size: Pt = _TEXT, align: Any = _LEFT, before: float = 0,
    after: float = 0, exact: Length | None = None,
) -> Paragraph:  # fmt: skip
    paragraph = word.add_paragraph()
    paragraph.alignment = align
    form = paragraph.paragraph_format
    form.space_before, form.space_after = Pt(before), Pt(after)
    if exact is None:
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.SINGLE, 1.0
    else:
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, exact
    for place, words in enumerate(text.split("\n")):
        if place:
            _run(paragraph, "", font, size).add_break()
        _run(paragraph, words, font, size)
    return paragraph


def _run(paragraph: Paragraph, text: str, font: str, size: Pt) -> Run:
    run = paragraph.add_run(seen(text))
    run.font.size = size
    name_font(run.font.element.get_or_add_rPr(), font)
    return run


def _line(word: WordFile, line: Line, sheet: Sheet) -> None:
    made = _LINES.get(line.kind)
    if made:
        _paragraph(word, line.text, *made).paragraph_format.keep_with_next = True
    elif line.kind == "title":
        font, size, room = (TITLE, Pt(22), 29.0) if sheet.letter else (TITLE, Pt(18), 6.0)
        _paragraph(word, line.text, font, size, _MIDDLE, room, room).paragraph_format.keep_with_next = True
    elif line.kind == "sides":
        _sides(word, line, _WIDTHS["wide" if sheet.wide else "form"])
    elif line.kind == "issuer":
        run = _paragraph(word, line.text, TITLE, Pt(min(44, 432 // max(len(line.text), 1))), _MIDDLE, 60, 40).runs[0]
        run.font.color.rgb = _RED
    elif line.kind == "number":
        _rule(_paragraph(word, line.text, BODY, _TEXT, _MIDDLE, 0, 0), "bottom", "C8161D", 12)
    elif line.kind == "para":
        for words in line.text.split("\n"):
            form = _paragraph(word, words, align=WD_ALIGN_PARAGRAPH.JUSTIFY, exact=LINE).paragraph_format
            form.first_line_indent = Pt(32)
    elif line.kind == "annexes":
        first = line.other.startswith("附件")
        form = _paragraph(word, line.other + line.text, before=LINE.pt if first else 0, exact=LINE).paragraph_format
        form.left_indent = Pt(32 if first else 80)
    elif line.kind == "signed":
        body = _paragraph(word, line.text, align=_RIGHT, before=58, exact=LINE).paragraph_format
        day = _paragraph(word, line.other, align=_RIGHT, exact=LINE).paragraph_format
        body.keep_with_next = True
        body.right_indent = day.right_indent = Pt(64)
    else:
        _paragraph(word, line.text, exact=LINE)


_LINES: dict[str, tuple[Any, ...]] = {
    "mark": (HEADING, Pt(12), _RIGHT, 0, 0),
    "year": (BODY, Pt(11), _MIDDLE, 0, 4),
    "heading": (HEADING, _TEXT, _LEFT, 0, 6),
    "note": (BODY, CELL, _LEFT, 0, 2),
}
"""Kind of line → typeface, size, alignment, room above and below."""


def _sides(word: WordFile, line: Line, wide: Length) -> None:
    paragraph = _paragraph(word, f"{line.text}\t{line.other}", BODY, CELL, _LEFT, 2, 3)
    paragraph.paragraph_format.tab_stops.add_tab_stop(wide, alignment=WD_TAB_ALIGNMENT.RIGHT)
    paragraph.paragraph_format.keep_with_next = True


_AFTER_BORDERS = ("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr")
"""Word refuses a paragraph whose properties stand in another order."""


def _rule(paragraph: Paragraph, side: str, colour: str, eighths: int) -> None:
    borders = OxmlElement("w:pBdr")
    rule = OxmlElement(f"w:{side}")
    for key, value in (("val", "single"), ("sz", str(eighths)), ("space", "4"), ("color", colour)):
        rule.set(qn(f"w:{key}"), value)
    borders.append(rule)
    paragraph._p.get_or_add_pPr().insert_element_before(borders, *_AFTER_BORDERS)


def _record(word: WordFile, line: Line, *, first: bool) -> None:
    text = f"{line.text}\t{line.other}" if line.other else line.text
    paragraph = _paragraph(word, text, BODY, Pt(14), _LEFT, 20 if first else 0, 0)
    paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(154), alignment=WD_TAB_ALIGNMENT.RIGHT)
    paragraph.paragraph_format.keep_with_next = True
    _rule(paragraph, "bottom", "000000", 8)
    if first:
        _rule(paragraph, "top", "000000", 8)


def _code(word: WordFile, code: Code) -> None:
    """The picture and the words in a table without rules."""
    table = word.add_table(1, 2)
    picture, words = table.rows[0].cells
    picture.width, words.width = Mm(30), Mm(126)
    picture.paragraphs[0].add_run().add_picture(BytesIO(qr_png(code.payload)), width=Mm(24))
    words.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    for place, text in enumerate(code.words):
        paragraph = words.paragraphs[0] if place == 0 else words.add_paragraph()
        paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
        _run(paragraph, text, HEADING if place == 0 else BODY, CELL)
    picture.paragraphs[0].paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE


# --- tables -----------------------------------------------------------------------------------------------------------


def _grid(word: WordFile, grid: Grid, sheet: Sheet) -> None:
    tables = list(_tables(grid.groups))
    for place, groups in enumerate(tables):
        if place:  # two tables without a paragraph between them would be one
            _paragraph(word, "", size=Pt(1), exact=Pt(1))
        tied = bool(sheet.last) and grid is sheet.blocks[-1] and groups is tables[-1]
        add_table(word, groups, _WIDTHS["wide" if sheet.wide else "form"], tied=tied)


def _tables(groups: Iterable[Group]) -> Iterator[list[Group]]:
    numbered = enumerate(groups)
    for _, run in groupby(numbered, key=lambda item: item[0] if item[1].heads else -1):
        yield [group for _, group in run]
