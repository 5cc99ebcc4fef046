"""What every paper is made of, whatever format it becomes: sheets of lines and ruled tables. Three writers, one layout.

Widths are percent of the text's width. A ``Group`` is a stretch of rows with columns of its own; groups of a ``Grid``
stand on each other without a gap, so that a form looks like one table although its parts have different columns.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

NO_DAY = date(2000, 1, 1)

CellKind = Literal["band", "label", "head", "text", "mid", "amount", "field"]
"""Name of a part · label at the side · heading of a column · long text · centred · money · a value beside its label."""

LineKind = Literal[
    "mark", "title", "year", "sides", "note", "heading", "para", "plain", "issuer", "number", "addressee", "annexes",
    "signed", "record", "code",
]  # fmt: skip
"""What a line is; every writer knows how each looks."""


@dataclass(frozen=True)
class Cell:
    """``text`` with line ends as paragraphs; check boxes are ☑ and ☐ in it. An amount is a decimal string in 万元."""

    text: str
    kind: CellKind = "mid"
    cols: int = 1
    rows: int = 1


@dataclass(frozen=True)
class Group:
    """Rows of cells; cells under one that reaches over several rows are left out. The first ``heads`` rows are
    repeated on every page that the group reaches."""

    widths: tuple[int, ...]
    rows: tuple[tuple[Cell, ...], ...]
    heads: int = 0


@dataclass(frozen=True)
class Grid:
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Line:
    """``other`` is what stands at the right end (sides, record), below (signed) or before the text (annexes)."""

    text: str
    kind: LineKind
    other: str = ""


@dataclass(frozen=True)
class Code:
    """A QR of ``payload`` with words beside it."""

    payload: str
    words: tuple[str, ...]


Block = Line | Grid | Code


@dataclass(frozen=True)
class Sheet:
    """Pages of one kind: a ``letter`` has the page of GB/T 9704, a form a narrower margin, ``wide`` lies across.

    ``last`` stands at the foot of the last page (版记).
    """

    name: str
    blocks: tuple[Block, ...]
    wide: bool = False
    letter: bool = False
    last: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Document:
    """``code`` 版本码 at the foot of every page; ``mark`` in grey behind every page; ``day`` is the one that the file's
    properties name, ``NO_DAY`` without it: a file's bytes never depend on when it is made."""

    title: str
    author: str
    sheets: tuple[Sheet, ...]
    code: str = ""
    mark: str = ""
    day: date | None = None


def amount(given: str | None) -> Cell:
    """A cell of money; blank where there is none."""
    return Cell(given or "", "amount")


def grouped(given: str) -> str:
    """1,331.67 from 1331.67; decimals stay as they are."""
    return f"{Decimal(given):,}" if given else ""


def heads(*texts: str) -> tuple[Cell, ...]:
    """A row of column headings."""
    return tuple(Cell(text, "head") for text in texts)


def band(text: str, width: int) -> tuple[Cell, ...]:
    """The name of a part over its whole width."""
    return (Cell(text, "band", cols=width),)


def ticks(choices: Iterable[str], chosen: Iterable[str]) -> str:
    """☑ before what is chosen, ☐ before the rest."""
    picked = set(chosen)
    return "　".join(f"{'☑' if choice in picked else '☐'} {choice}" for choice in choices)


def table(name: str, titles: Sequence[str], widths: Sequence[int], rows: Sequence[tuple[Cell, ...]]) -> Group:
    """A band, a row of headings, rows; one blank row where there is none, as on paper."""
    lines = tuple(rows) or (tuple(Cell("") for _ in titles),)
    return Group(tuple(widths), (band(name, len(widths)), heads(*titles), *lines), heads=2)


def paper_lines(text: str, columns: float) -> int:
    """Visual lines of a text in a cell that is so many Chinese signs wide. Never fewer than are needed."""
    room = max(columns, 1.0)
    return sum(max(1, -int(-width(line) * 1.08 // room)) for line in text.split("\n")) if text else 1


def width(text: str) -> float:
    """In Chinese signs: a Latin one is a little more than half."""
    return sum(1.0 if unicodedata.east_asian_width(sign) in "WFA" else 0.58 for sign in text)
