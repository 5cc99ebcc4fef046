"""What a reader returns to ``read``, and the limits that all readers keep."""

from dataclasses import dataclass, field

from workflow.documents.intake.readers.words import Unreadable
from workflow.documents.intake.source import Block, Cell, Line, Problem, Table

MOST_BYTES = 30 * 2**20
MOST_UNPACKED = 150 * 2**20
MOST_PARTS = 5_000
MOST_PAGES = 300
MOST_PIECES = 150_000
"""Cells and lines of one file: what is read within ten seconds. A budget book of a whole county has about 60,000."""

_LONG_LINE, _SHORT_CELL = 2_000, 8
"""Letters from which on a line may be a table copied without its borders, and those of a short cell of it."""


@dataclass
class Found:
    """Blocks in reading order; ``margins`` are headers and footers, which only tell whether the file is secret."""

    blocks: list[Block] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    margins: list[str] = field(default_factory=list)
    pieces: int = 0

    def line(
        self, text: str, where: str, *, blank_before: bool = False, spans: tuple[tuple[float, float], ...] = ()
    ) -> None:
        """One block for each line of the text that is not blank; ``spans`` hold for a text of one line."""
        for one in text.split("\n"):
            if one.strip():
                self.count(1 if len(one) < _LONG_LINE else len(one) // _SHORT_CELL)
                self.blocks.append(Line(one.rstrip(), where, blank_before, spans if "\n" not in text else ()))
                blank_before = False

    def table(self, rows: list[tuple[Cell, ...]], where: str) -> None:
        """A table without any text is left out; one of a single cell is a frame around lines."""
        texts = [cell.text for row in rows for cell in row]
        if len(texts) == 1:
            self.line(texts[0], where)
        elif any(texts):
            self.blocks.append(Table(tuple(rows), where))

    def count(self, pieces: int) -> None:
        """Raises ``Unreadable`` beyond the limit, before the memory is used."""
        self.pieces += pieces
        if self.pieces > MOST_PIECES:
            raise Unreadable("too_many_cells", most=MOST_PIECES)
