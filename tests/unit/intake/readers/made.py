"""Small files of every format, made in memory, and what a source says in a form that is easy to compare."""

import io
import zipfile
from collections.abc import Iterable, Sequence

import docx
import openpyxl
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from workflow.documents.intake.source import Line, Source, Table

FORM = [
    ["项目名称", "劳务对接工作费用", "项目预算", "10"],
    ["一级指标", "二级指标", "三级指标", "指标值"],
    ["产出指标", "数量指标", "组织招聘次数", "≥5次"],
]
"""The small form that every reader must hand over cell by cell."""

TITLE = "2025年项目支出绩效目标申报表"


def said(source: Source) -> list[str | list[list[str]]]:
    """Lines as texts, tables as rows of texts."""
    return [block.text if isinstance(block, Line) else rows(block) for block in source.blocks]


def rows(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def tables(source: Source) -> list[Table]:
    return [block for block in source.blocks if isinstance(block, Table)]


def codes(source: Source) -> list[tuple[str, str]]:
    return [(problem.code, problem.where) for problem in source.problems]


# --- docx, xlsx -----------------------------------------------------------------------------------------------------


def docx_of(*parts: str | Sequence[Sequence[str]], header: str = "") -> bytes:
    """Paragraphs (text, or XML of a paragraph's inside beginning with <) and tables in order."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = header
    for part in parts:
        if isinstance(part, str):
            paragraph = document.add_paragraph("" if part.startswith("<") else part)
            if part.startswith("<"):
                space = f'{nsdecls("w")} xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
                for element in parse_xml(f"<w:p {space}>{part}</w:p>"):
                    paragraph._p.append(element)
            continue
        table = document.add_table(len(part), max(map(len, part)))
        for row, texts in zip(table.rows, part, strict=True):
            for cell, text in zip(row.cells, texts, strict=False):
                cell.text = text
    return saved(document)


def saved(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]  # a document or a workbook
    return out.getvalue()


def xlsx_of(sheet: Sequence[Sequence[object]], title: str = "申报表") -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = title
    for row in sheet:
        page.append(list(row))
    return saved(book)


def changed(raw: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """The package with some bytes of one part replaced; an unknown part is added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as package, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for part in package.infolist():
            content = package.read(part)
            made.writestr(part, content.replace(old, new, 1) if part.filename == name else content)
        if name not in package.namelist():
            made.writestr(name, new)
    return out.getvalue()


# --- pdf ------------------------------------------------------------------------------------------------------------

_FONT = (
    "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>",
    "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000/FontDescriptor 5 0 R"
    "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>>>",
    "<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/Ascent 880/Descent -120/CapHeight 880/ItalicAngle 0"
    "/StemV 80/FontBBox[0 -120 1000 880]>>",
)


def text(x: float, y: float, words: str, size: int = 10) -> str:
    return f"BT /F1 {size} Tf {x} {y} Td <{words.encode('utf-16-be').hex()}> Tj ET\n"


def grid(x: float, top: float, widths: Sequence[int], table: Iterable[Sequence[str | tuple[str, int]]]) -> str:
    """A ruled table, rows 20 points high; (text, n) is a cell over n columns."""
    lefts = [x + sum(widths[:at]) for at in range(len(widths) + 1)]
    drawn = [f"{x} {top} m {lefts[-1]} {top} l S\n"]
    for row in table:
        column, bottom = 0, top - 20
        for cell in row:
            words, wide = cell if isinstance(cell, tuple) else (cell, 1)
            drawn.append(
                f"{lefts[column]} {top} m {lefts[column]} {bottom} l S\n{text(lefts[column] + 3, bottom + 6, words)}"
            )
            column += wide
        drawn.append(f"{lefts[-1]} {top} m {lefts[-1]} {bottom} l S\n{x} {bottom} m {lefts[-1]} {bottom} l S\n")
        top = bottom
    return "".join(drawn)


def pdf_of(*pages: str, extra: str = "") -> bytes:
    """Pages of drawing commands; ``extra`` goes into the trailer."""
    objects = ["<</Type/Catalog/Pages 2 0 R>>", "", *_FONT]
    kids = []
    for page in pages:
        objects.append(f"<</Length {len(page)}>>stream\n{page}endstream")
        inside = f"/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents {len(objects)} 0 R"
        objects.append(f"<</Type/Page/Parent 2 0 R{inside}>>")
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>"
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj {content} endobj\n".encode()
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = f"trailer<</Size {len(objects) + 1}/Root 1 0 R{extra}>>\nstartxref\n{len(out)}\n%%EOF\n".encode()
    return bytes(out) + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode() + table + end
