"""PDF with a text layer: ruled tables with their merged cells, the other text as visual lines, in reading order.

A table that goes on over a page break stays one table. A page without text is a problem; a file of such pages only is
refused. Nothing is drawn or decoded as a picture.
"""

import io
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException, PDFValueError
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFObjRef
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from workflow.documents.intake.readers.found import MOST_PAGES, MOST_PIECES, Found
from workflow.documents.intake.readers.plain import plain
from workflow.documents.intake.readers.words import Unreadable
from workflow.documents.intake.sentences import problem
from workflow.documents.intake.source import Cell, Line, Table

_PAGE_NUMBER = re.compile(
    r"(?:版本码\s*[0-9a-f]{12}\s*)?[-—–·\s]*第?\s*\d+\s*页?\s*(?:[/,，共]+\s*\d+\s*页?)?[-—–·\s]*"
)
_LENGTH = re.compile(rb"/Linearized\b.{0,200}?/L\s+(\d+)", re.S)
_DAMAGED = (
    PDFException, PSException, MalformedPDFException, ValueError, KeyError, TypeError, IndexError, AttributeError
)  # fmt: skip
"""pdfminer meets damaged objects unprepared."""

_CODE = re.compile(r"\(cid:(\d+)\)")  # what pdfminer says for a letter that the file does not name
MOST_FORMS, MOST_LETTERS = 20_000, 3_000_000
"""Drawings within drawings, and bytes of text (two a Chinese letter), of one file: 300 full pages need a third."""
_MOST_HOPS = 50
"""References that lead to references; no program writes more than one or two."""

_NEAR = 2.5
"""Points within which two rules are the same line."""

_SAME_LINE = 0.6
"""Letters belong to one line if their middles differ by less than this part of their height."""

_GAP = 0.3
"""A gap wider than this part of the letters' size is a space."""

Letter = dict[str, Any]
Box = tuple[float, float, float, float]


class _Text(NamedTuple):
    """A visual line: its text, left, top, right, bottom, height, and from where to where each of its words reaches."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    spans: tuple[tuple[float, float], ...] = ()


def read_pdf(raw: bytes) -> Found:
    _check_complete(raw)
    found = Found()
    _spent.clear()
    try:
        with pdfplumber.open(io.BytesIO(raw), unicode_norm=None) as document:
            found.margins += _properties(document.metadata)
            _pages(document, found)
    except (PDFPasswordIncorrect, PDFEncryptionError):
        raise Unreadable("password_protected") from None
    except PdfminerException as wrapped:
        cause = wrapped.args[0] if wrapped.args else None
        if isinstance(cause, MemoryError | Unreadable):
            raise cause from None
        secret = isinstance(cause, PDFPasswordIncorrect | PDFEncryptionError)
        raise Unreadable("password_protected" if secret else "file_damaged") from None
    except _DAMAGED:
        raise Unreadable("file_damaged") from None
    return found


def first_pages(raw: bytes, most: int) -> Found:
    """The lines of the first pages and the properties, tables not told apart: enough to see a mark of secrecy.

    A file that is damaged further on still shows what it shows.
    """
    found = Found()
    _spent.clear()
    with suppress(*_DAMAGED, PdfminerException), pdfplumber.open(io.BytesIO(raw), unicode_norm=None) as document:
        found.margins += _properties(document.metadata)
        for number, _ in zip(range(most), PDFPage.create_pages(document.doc), strict=False):
            page = document.pages[number]
            for line in _lines(page.dedupe_chars(tolerance=0.5).chars):
                found.line(line.text, f"第{number + 1}页")
    return found


def _guard() -> None:
    """pdfminer follows a reference that leads back to itself for ever; then it gives up like at any damage."""
    once = PDFObjRef.resolve

    def resolve(self: PDFObjRef, default: object = None) -> Any:
        found: Any = self
        for _ in range(_MOST_HOPS):
            found = once(found, default)
            if not isinstance(found, PDFObjRef):
                return found
        raise PDFValueError("a reference in a circle")

    PDFObjRef.resolve = resolve  # type: ignore[method-assign]


_guard()


def _count_work() -> None:
    """Forms that draw forms that draw forms, and a page of a million letters, are told before they are drawn."""
    draw, show = PDFPageInterpreter.do_Do, PDFPageInterpreter.do_TJ

    def do_form(self: PDFPageInterpreter, xobjid_arg: Any) -> None:
        _spend("forms", 1, MOST_FORMS)
        draw(self, xobjid_arg)

    def do_text(self: PDFPageInterpreter, seq: Any) -> None:
        _spend("letters", sum(len(one) for one in seq if isinstance(one, bytes)), MOST_LETTERS)
        show(self, seq)

    PDFPageInterpreter.do_Do = do_form  # type: ignore[method-assign]
    PDFPageInterpreter.do_TJ = do_text  # type: ignore[method-assign]


def _spend(what: str, count: int, most: int) -> None:
    _spent[what] += count
    if _spent[what] > most:
        raise Unreadable("too_many_cells", most=MOST_PIECES)


_spent = Counter[str]()
"""Of the file that is being read; a process reads one at a time."""
_count_work()


def _check_complete(raw: bytes) -> None:
    """A file cut off is read by libraries as far as it goes; half a form would look like a whole one."""
    length = _LENGTH.search(raw[:2048])
    if b"%%EOF" not in raw or (length and int(length[1]) > len(raw)):
        raise Unreadable("file_truncated")


def _properties(told: dict[str, Any]) -> list[str]:
    """Title, subject and keywords of the file: a mark may stand there alone."""
    return [str(value) for name, value in told.items() if name in ("Title", "Subject", "Keywords", "Category")]


def _pages(document: Any, found: Found) -> None:
    count = sum(1 for _ in zip(range(MOST_PAGES + 1), PDFPage.create_pages(document.doc), strict=False))
    if count > MOST_PAGES:
        raise Unreadable("too_many_pages", most=MOST_PAGES)
    blank, last = 0, _Open()
    for number, page in enumerate(document.pages, 1):
        if not page.chars:
            blank += 1
            found.problems.append(problem("page_without_text", f"第{number}页"))
        _Page(number, page, found, last).read()
        page.close()
    if blank == count:
        raise Unreadable("no_text_layer")


@dataclass
class _Open:
    """The last table: the page it ended on, its place among the blocks, its vertical rules."""

    page: int = -1
    place: int = 0
    lefts: list[float] = field(default_factory=list)


class _Page:
    """One page: its blocks from top to bottom are added to what was found before."""

    def __init__(self, number: int, page: Any, found: Found, last: "_Open") -> None:
        self.number, self.page, self.found, self.open = number, page, found, last

    def read(self) -> None:
        """A first table without more than a page head before it may go on with the last one of the page before."""
        tables = [_Ruled(table) for table in self.page.find_tables(_settings(self.page))]
        tables = [table for table in tables if len(table.boxes) > 1]
        letters = self.page.dedupe_chars(tolerance=0.5).chars
        unknown = sum(map(_name_symbol, letters))
        if unknown:
            self.found.problems.append(problem("bad_characters", f"第{self.number}页", count=unknown))
        inside: list[list[Letter]] = [[] for _ in tables]
        outside = list[Letter]()
        for letter in letters:
            home = next((at for at, table in enumerate(tables) if table.holds(letter)), None)
            (outside if home is None else inside[home]).append(letter)
        things: list[tuple[float, _Text | int]] = [(line.top, line) for line in _lines(outside)]
        things += [(table.box[1], at) for at, table in enumerate(tables)]
        before = None
        for _, thing in sorted(things, key=lambda item: item[0]):
            if isinstance(thing, int):
                self._table(tables[thing], inside[thing], thing + 1)
                before = None
                continue
            blank = before is not None and thing.top - before.bottom > 0.9 * thing.size
            self.found.line(thing.text, f"第{self.number}页", blank_before=blank, spans=thing.spans)
            before = thing

    def _table(self, ruled: "_Ruled", letters: list[Letter], at: int) -> None:
        here = f"第{self.number}页表{at}"
        earlier = self._continued(ruled)
        if earlier is None:
            rows = ruled.rows(letters, here, 0)
            self.open.lefts = ruled.lefts
            self.open.place = len(self.found.blocks)
            self.found.table(rows, here)
        else:
            ruled.lefts = self.open.lefts  # a page of merged cells alone has fewer rules
            rows = ruled.rows(letters, here, len(earlier.rows))
            self.found.blocks[self.open.place] = Table(earlier.rows + tuple(rows), earlier.where)
        self.open.page = self.number
        self.found.count(sum(map(len, rows)))

    def _continued(self, ruled: "_Ruled") -> Table | None:
        """The table that this one goes on with.

        That is the last one of the page before if it has the same rules, and only page numbers stand in between.
        """
        blocks, last = self.found.blocks, self.open
        earlier = blocks[last.place] if last.place < len(blocks) else None
        if last.page != self.number - 1 or not isinstance(earlier, Table):
            return None
        between = blocks[last.place + 1 :]
        if not all(isinstance(block, Line) and _PAGE_NUMBER.fullmatch(block.text) for block in between):
            return None
        return earlier if _same_rules(ruled.lefts, last.lefts) else None


def _settings(page: Any) -> dict[str, Any]:
    """A table that a page break cuts may be open above or below: its ends are those of its vertical rules."""
    upright = [edge for edge in page.edges if edge["orientation"] == "v"]
    if not upright:
        return {}
    ends = [min(edge["top"] for edge in upright), max(edge["bottom"] for edge in upright)]
    return {"explicit_horizontal_lines": ends}


def _name_symbol(letter: Letter) -> bool:
    """Give a letter of a symbol typeface the code that ``plain`` knows; true for one that the file does not name."""
    text = letter["text"]
    coded = _CODE.fullmatch(text)
    code = int(coded[1]) if coded else ord(text) if len(text) == 1 else 256
    if code < 256 and "wingdings" in str(letter["fontname"]).lower() and text.strip():
        letter["text"] = chr(0xF000 + code)
    elif coded:
        letter["text"] = "\ufffd"
        return True
    return False


def _same_rules(lefts: list[float], earlier: list[float]) -> bool:
    """The same outer edges, and every rule in between is one of the earlier ones."""
    ends = abs(lefts[0] - earlier[0]) + abs(lefts[-1] - earlier[-1]) < 4 * _NEAR
    return ends and all(abs(left - earlier[_index(earlier, left)]) < 2 * _NEAR for left in lefts)


class _Ruled:
    """A table by its rules: the grid is made of all edges, so a cell that spans some of them is merged."""

    def __init__(self, table: Any) -> None:
        self.box: Box = table.bbox
        self.boxes: list[Box] = sorted(table.cells, key=lambda box: (box[1], box[0]))
        self.lefts = _edges(x for box in self.boxes for x in (box[0], box[2]))
        self.tops = _edges(y for box in self.boxes for y in (box[1], box[3]))

    def holds(self, letter: Letter) -> bool:
        x, y = _middle(letter)
        return self.box[0] <= x <= self.box[2] and self.box[1] <= y <= self.box[3]

    def rows(self, letters: list[Letter], here: str, offset: int) -> list[tuple[Cell, ...]]:
        rows: list[list[Cell]] = [[] for _ in self.tops[:-1]]
        inside: list[list[Letter]] = [[] for _ in self.boxes]
        for letter in letters:
            x, y = _middle(letter)
            inside[self._home(x, y)].append(letter)
        for box, own in zip(self.boxes, inside, strict=True):
            left, top = _index(self.lefts, box[0]), _index(self.tops, box[1])
            wide, high = _index(self.lefts, box[2]) - left, _index(self.tops, box[3]) - top
            if wide > 0 and high > 0:
                place = f"{here}第{top + 1}行第{left + 1}格"
                text = _cell_text(own, box[2] - box[0])
                rows[top].append(Cell(text, offset + top, left, high, wide, place))
        return [tuple(sorted(row, key=lambda cell: cell.column)) for row in rows]

    def _home(self, x: float, y: float) -> int:
        """The cell around a place; the nearest one for a letter that stands on a rule."""
        for at, (left, top, right, bottom) in enumerate(self.boxes):
            if left <= x <= right and top <= y <= bottom:
                return at
        return min(range(len(self.boxes)), key=lambda at: _distance(self.boxes[at], x, y))


def _edges(values: Iterator[float]) -> list[float]:
    """Positions of rules, those within a line's width taken as one."""
    found = list[float]()
    for value in sorted(values):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return found


def _index(edges: list[float], value: float) -> int:
    return min(range(len(edges)), key=lambda at: abs(edges[at] - value))


def _middle(letter: Letter) -> tuple[float, float]:
    return (letter["x0"] + letter["x1"]) / 2, (letter["top"] + letter["bottom"]) / 2


def _distance(box: Box, x: float, y: float) -> float:
    """0 inside the box."""
    return max(box[0] - x, x - box[2], 0) + max(box[1] - y, y - box[3], 0)


def _cell_text(letters: list[Letter], width: float) -> str:
    """Lines that fill the cell were broken by its edge and are one; a short line ends a paragraph."""
    lines = list(_lines(letters))
    text = lines[0].text if lines else ""
    for line, following in pairwise(lines):
        full = width - (line.right - line.left) < 2.5 * line.size
        joint = (
            "" if full and not (line.text[-1:].isascii() and following.text[:1].isascii()) else " " if full else "\n"
        )
        text += joint + following.text
    return plain(text)


def _lines(letters: list[Letter]) -> Iterator[_Text]:
    """Letters as visual lines from top to bottom, a space where the gap between two is wide."""
    row = list[Letter]()
    for letter in sorted(letters, key=lambda one: (one["top"] + one["bottom"]) / 2):
        if row and _middle(letter)[1] - _middle(row[-1])[1] > _SAME_LINE * min(_high(letter), _high(row[-1])):
            yield from _line(row)
            row = []
        row.append(letter)
    yield from _line(row)


def _line(row: list[Letter]) -> Iterator[_Text]:
    """One line, or none if it holds only spaces."""
    spaces = [letter["x0"] for letter in row if not letter["text"].strip()]
    printed = sorted((letter for letter in row if letter["text"].strip()), key=lambda letter: letter["x0"])
    if not printed:
        return
    size = max(map(_high, printed))
    text = printed[0]["text"]
    spans = [(printed[0]["x0"], printed[0]["x1"])]
    for before, letter in pairwise(printed):
        gap = letter["x0"] - before["x1"]
        apart = gap > _GAP * size or any(before["x0"] < space < letter["x0"] for space in spaces)
        text += ("  " if gap > 1.5 * size else " " if apart else "") + letter["text"]
        wide = gap > 1.5 * size or apart
        spans[-1:] = [spans[-1], (letter["x0"], letter["x1"])] if wide else [(spans[-1][0], letter["x1"])]
    right = max(letter["x1"] for letter in printed)
    top, bottom = min(letter["top"] for letter in printed), max(letter["bottom"] for letter in printed)
    if seen := plain(text):
        yield _Text(seen, printed[0]["x0"], top, right, bottom, size, tuple(spans))


def _high(letter: Letter) -> float:
    return max(float(letter["bottom"] - letter["top"]), 1.0)
