"""Tables of the docx, written as XML: cell by cell through python-docx, a letter with sixty forms takes a minute."""

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from docx.document import Document as WordFile
from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml
from docx.shared import Length, Pt

from workflow.documents.opinion_letter import BODY, HEADING, LATIN
from workflow.documents.render.columns import Spot, common_widths, spots
from workflow.documents.render.layout.parts import CellKind, Group, grouped
from workflow.texts import seen

CELL, SMALL = Pt(10.5), Pt(9)
_LOOKS: dict[CellKind, tuple[str, str]] = {
    "band": (HEADING, "center"),
    "label": (HEADING, "center"),
    "head": (HEADING, "center"),
    "text": (BODY, "left"),
    "mid": (BODY, "center"),
    "amount": (BODY, "right"),
    "field": (BODY, "left"),
}
"""Kind of cell → typeface, alignment."""

_PROPERTIES = (
    '<w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:type="auto" w:w="0"/><w:jc w:val="center"/>'
    '<w:tblLayout w:type="fixed"/><w:tblLook w:firstColumn="1" w:firstRow="1" w:lastColumn="0" w:lastRow="0" '
    'w:noHBand="0" w:noVBand="1" w:val="04A0"/></w:tblPr>'
)
_HEAD = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
"""A heading is repeated on every page; with ``keepNext`` it is never left alone at the end of one."""


def add_table(word: WordFile, groups: Sequence[Group], wide: Length, *, tied: bool = False) -> None:
    """Groups on each other as one table with the columns they share; ``tied``: the last row with what comes next."""
    widths = common_widths(groups)
    columns = "".join(f'<w:gridCol w:w="{Length(wide * share // 100).twips}"/>' for share in widths)
    rows = "".join(row for group in groups for row in _rows(group, widths, wide, tied=tied and group is groups[-1]))
    table = f"<w:tbl {nsdecls('w')}>{_PROPERTIES}<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
    word.element.body._insert_tbl(parse_xml(table))


def _rows(group: Group, widths: Sequence[int], wide: Length, *, tied: bool) -> Iterator[str]:
    size = SMALL if len(group.widths) > 7 else CELL
    covering: list[Spot] = []
    for number, row in enumerate(spots(group, widths)):
        covering = [spot for spot in covering if spot.row + spot.cell.rows > number]
        head = number < group.heads
        keep = head or (tied and number == len(group.rows) - 1)
        cells = "".join(
            _cell(spot, size, Length(wide * spot.share // 100), begins=spot.row == number, keep=keep)
            for spot in sorted([*covering, *row], key=lambda spot: spot.column)
        )
        covering += [spot for spot in row if spot.cell.rows > 1]
        yield f"<w:tr>{_HEAD if head else ''}{cells}</w:tr>"


def _cell(spot: Spot, size: Pt, wide: Length, *, begins: bool, keep: bool) -> str:
    """A cell over several rows goes on in each of them as an empty one."""
    span = f'<w:gridSpan w:val="{spot.columns}"/>' if spot.columns > 1 else ""
    merge = f'<w:vMerge w:val="{"restart" if begins else "continue"}"/>' if spot.cell.rows > 1 else ""
    text = grouped(spot.cell.text) if spot.cell.kind == "amount" else spot.cell.text
    parts = (text if begins else "").split("\n")
    paragraphs = "".join(_paragraph(spot.cell.kind, words, size, keep) for words in parts)
    return (
        f'<w:tc><w:tcPr><w:tcW w:type="dxa" w:w="{wide.twips}"/>{span}{merge}<w:vAlign w:val="center"/></w:tcPr>'
        f"{paragraphs}</w:tc>"
    )


def _paragraph(kind: CellKind, words: str, size: Pt, keep: bool) -> str:
    font, align = _LOOKS[kind]
    fonts = f'w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:cs="{LATIN}" w:eastAsia="{font}"'
    said = escape(" ".join(seen(words).split("\t")))
    text = f'<w:t xml:space="preserve">{said}</w:t>' if said else ""
    return (
        f"<w:p><w:pPr>{'<w:keepNext/>' if keep else ''}"
        f'<w:spacing w:line="240" w:lineRule="auto" w:before="20" w:after="20"/><w:jc w:val="{align}"/></w:pPr>'
        f'<w:r><w:rPr><w:rFonts {fonts}/><w:sz w:val="{round(size.pt * 2)}"/></w:rPr>{text}</w:r></w:p>'
    )
