"""What a reader hands to the recogniser: blocks in reading order, every piece of text with the place it stands at.

A reader turns its format into these types and decides nothing about meaning. It keeps texts as printed, with
three exceptions that every format needs: check boxes become ``☑`` and ``☐`` at their printed place, paragraphs
inside a cell are joined by ``\\n``, and mark-up (HTML tags, LaTeX such as ``$\\geq 98\\%$``) becomes plain text.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

Format = Literal["xlsx", "xls", "docx", "pdf", "html", "text"]


@dataclass(frozen=True)
class Cell:
    """One cell of a table. A merged cell appears once, at its upper left corner, with its span.

    ``where`` is for people and for finding the place again: ``预算表!B3``, ``第24行第3格``, ``第2页表1第3行第4格``.
    """

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    where: str = ""


@dataclass(frozen=True)
class Table:
    """Rows of cells from left to right; blank cells are there, with empty text, so that columns can be compared."""

    rows: tuple[tuple[Cell, ...], ...]
    where: str = ""


@dataclass(frozen=True)
class Line:
    """A visual line outside any table; in text from a PDF it may be a part of a sentence or of a cell.

    ``blank_before`` tells that at least one empty line stood before it. ``spans``: from where to where each word
    between blanks reaches on the page, in points; empty where the format has no places.
    """

    text: str
    where: str = ""
    blank_before: bool = False
    spans: tuple[tuple[float, float], ...] = ()


Block = Table | Line


@dataclass(frozen=True)
class Problem:
    """Something that was not understood or left out. ``code`` names the kind, ``where`` the place.

    ``message`` is the Chinese of ``sentence`` with its ``facts`` (``sentences.py``).
    """

    code: str
    message: str
    where: str = ""
    sentence: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Source:
    """One file as read: its blocks in reading order and what the reader could not take over."""

    name: str
    format: Format
    blocks: tuple[Block, ...]
    problems: tuple[Problem, ...] = ()

    def texts(self) -> Iterator[str]:
        """All texts in reading order, to look for words (titles, secrecy marks)."""
        for block in self.blocks:
            if isinstance(block, Line):
                yield block.text
            else:
                yield from (cell.text for row in block.rows for cell in row if cell.text)
