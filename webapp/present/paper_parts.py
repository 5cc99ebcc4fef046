"""What a printed form is made of: cells, rows, tables."""

from dataclasses import dataclass, field

from workflow.money import fen_from_wan, wan_grouped


@dataclass
class Cell:
    """One cell; ``kind`` is a class of the print sheet (num, mid, text, band), ``choices`` are tick boxes.

    ``covers``: further places it stands for, because equal neighbours are printed once.
    """

    text: str
    path: str = ""
    kind: str = ""
    rows: int = 1
    cols: int = 1
    is_head: bool = False
    choices: list[tuple[str, bool]] = field(default_factory=list)
    covers: list[str] = field(default_factory=list)


@dataclass
class Row:
    """One row; ``path`` is the row's own place, ``breaks`` lets a long one run over the end of a page."""

    cells: list[Cell]
    path: str = ""
    breaks: bool = False


@dataclass
class Table:
    """Joined to the one above; ``path`` is the list it shows."""

    path: str
    widths: tuple[str, ...]
    rows: list[Row] = field(default_factory=list)
    head: list[list[Cell]] = field(default_factory=list)


def head(text: str, *, rows: int = 1, cols: int = 1, kind: str = "") -> Cell:
    """A label."""
    return Cell(text, kind=kind, rows=rows, cols=cols, is_head=True)


def heads(*texts: str) -> list[Cell]:
    """A row of column headings."""
    return [head(text) for text in texts]


def blank_row(cols: int) -> Row:
    """What a list without rows shows on paper."""
    return Row([Cell("") for _ in range(cols)])


def amount(text: str | None) -> str:
    """``1,331.67`` from the document's ``1331.67``."""
    return wan_grouped(fen_from_wan(text)) if text else ""
