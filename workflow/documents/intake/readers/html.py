"""HTML: tables with their spans, forms with what is ticked and typed, text in reading order; scripts are dropped.

A table inside a cell stands after the rows up to that cell, as one reads it. Office exports that only call
themselves .xls or .doc are HTML too.
"""

import re
from collections.abc import Iterator

from workflow.documents.intake.readers.encoding import decode
from workflow.documents.intake.readers.found import Found
from workflow.documents.intake.readers.plain import input_mark, plain
from workflow.documents.intake.readers.xml import Element, parse_html
from workflow.documents.intake.source import Cell

WIDEST_SPAN = 200

_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.I)
_XML_HEAD = re.compile(r"^\s*<\?xml[^>]*\?>")
_DROPPED = {"script", "style", "noscript", "template", "head", "svg", "object", "iframe"}
_TOLD = {"keywords", "description", "subject", "classification"}
_BREAKS = {
    "p", "div", "br", "li", "ul", "ol", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article",
    "header", "footer", "main", "form", "fieldset", "legend", "blockquote", "pre", "hr", "center", "caption", "tr",
}  # fmt: skip
_SPACE = re.compile(r"[ \t\r\n\f]+")


def read_html(raw: bytes) -> Found:
    declared = _DECLARED.search(raw[:4_096])
    found = Found()
    table_blocks(_XML_HEAD.sub("", decode(raw, declared[1].decode() if declared else "")), found, "")
    return found


def table_blocks(text: str, found: Found, where: str) -> None:
    """Add the blocks of a piece of HTML; ``where`` stands before the place of each."""
    root = parse_html(text)
    if root is not None:
        found.margins += ["".join(title.itertext()) for title in root.iter("title")]
        found.margins += [meta.get("content", "") for meta in root.iter("meta") if meta.get("name", "") in _TOLD]
        _Page(found, where).read(root)


class _Page:
    """Walks the elements; text between tables gathers in ``pending`` until a table or the end comes."""

    def __init__(self, found: Found, where: str) -> None:
        self.found, self.where, self.tables, self.lines = found, where, 0, 0

    def read(self, root: Element) -> None:
        self._flow(root)

    def _flow(self, root: Element) -> None:
        pending = list[str]()
        for piece in _pieces(root):
            if isinstance(piece, str):
                pending.append(piece)
                continue
            self._say(pending)
            self._table(piece)
        self._say(pending)

    def _say(self, pending: list[str]) -> None:
        for paragraph in re.split(r"\n", _joined(pending)):
            if paragraph:
                self.lines += 1
                self.found.line(paragraph, f"{self.where}第{self.lines}段")
        pending.clear()

    def _table(self, table: Element) -> None:
        self.tables += 1
        here = f"{self.where}表{self.tables}"
        trs, rows, busy = list(_rows(table)), list[tuple[Cell, ...]](), dict[int, int]()
        for caption in table.iterchildren("caption"):
            self._flow(caption)
        for number, tr in enumerate(trs):
            cells, nested, column = list[Cell](), list[Element](), 0
            for td in tr.iterchildren("td", "th"):
                while busy.get(column, 0) > number:
                    column += 1
                columns = min(_span(td, "colspan") or 1, WIDEST_SPAN)
                height = min(_span(td, "rowspan") or len(trs), len(trs) - number)
                pieces = list(_pieces(td))
                nested += [piece for piece in pieces if not isinstance(piece, str)]
                text = _joined([piece for piece in pieces if isinstance(piece, str)])
                place = f"{here}第{number + 1}行第{column + 1}格"
                cells.append(Cell(text, number, column, height, columns, place))
                busy.update(dict.fromkeys(range(column, column + columns), number + height))
                column += columns
            self.found.count(len(cells))
            rows.append(tuple(cells))
            if nested:
                self.found.table(rows, here)
                rows = []
                for inner in nested:
                    self._table(inner)
        self.found.table(rows, here)


def _pieces(root: Element) -> Iterator[str | Element]:
    """Text, ``\\n`` for a break, and tables (whose inside is not entered), in reading order."""
    if root.text:
        yield _SPACE.sub(" ", root.text)
    for child in root:
        name = child.tag if isinstance(child.tag, str) else ""
        if name == "table":
            yield child
        elif name == "input":
            yield input_mark(" ".join(f'{key}="{value}"' for key, value in child.attrib.items()))
        elif name == "select":
            yield "".join(
                text for option in child.iter("option") if "selected" in option.attrib for text in option.itertext()
            )
        elif name and name not in _DROPPED:
            if name in _BREAKS:
                yield "\n"
            yield from _pieces(child)
            if name in _BREAKS and name != "br":
                yield "\n"
        if child.tail:
            yield _SPACE.sub(" ", child.tail)


def _joined(pieces: list[str]) -> str:
    """Paragraphs without space around them; empty ones are gone."""
    lines = (plain(line) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def _rows(table: Element) -> Iterator[Element]:
    """Rows in any wrapper (``tbody``, a misplaced ``form``); cells without a row of their own are one together."""
    if next(table.iterchildren("td", "th"), None) is not None:
        yield table
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag not in ("td", "th", "table", "caption"):
            yield from _rows(child)


def _span(cell: Element, name: str) -> int:
    """0 for ``rowspan="0"`` (to the end of the table), 1 for what is no number."""
    text = cell.get(name, "1").strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 1
