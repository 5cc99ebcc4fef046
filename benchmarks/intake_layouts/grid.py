"""Tables free of any file format: boxes that may span rows and columns, and how indicators become such a table."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from benchmarks.intake_layouts.contents import Row


@dataclass(frozen=True)
class Box:
    """One cell; ``number`` with ``number_format`` is what a workbook stores instead of the text it shows."""

    text: str
    rows: int = 1
    columns: int = 1
    number: float | None = None
    number_format: str = ""


Line = list[Box]


@dataclass(frozen=True)
class Grid:
    """Lines of boxes; a line lists only those that begin in it, as HTML does. ``head`` lines repeat on new pages."""

    lines: list[Line]
    head: int = 0

    def matrix(self) -> list[list[Box | None]]:
        """Every place of the table; None where a box from above or from the left reaches over."""
        placed: dict[tuple[int, int], Box | None] = {}
        for number, line in enumerate(self.lines):
            column = 0
            for box in line:
                while (number, column) in placed:
                    column += 1
                for down in range(box.rows):
                    for right in range(box.columns):
                        placed[number + down, column + right] = None
                placed[number, column] = box
        width = self.width(placed)
        return [[placed.get((number, column)) for column in range(width)] for number in range(len(self.lines))]

    @staticmethod
    def width(placed: dict[tuple[int, int], Box | None]) -> int:
        """Number of columns."""
        return max(column for _, column in placed) + 1

    def texts(self) -> list[list[str]]:
        """The matrix as text, blank where a box reaches over."""
        return [[box.text if box else "" for box in line] for line in self.matrix()]


Block = str | Grid
"""A paragraph or a table."""


@dataclass(frozen=True)
class Column:
    """One column of an indicator table. Merged ones print their text once for neighbours that agree up to here."""

    heading: str
    say: Callable[[Row], str]
    merged: bool = False
    wide: int = 1


def line(*texts: str, wide: Sequence[int] = ()) -> Line:
    """A line of plain boxes; ``wide`` gives their spans from the left, 1 where it ends."""
    return [Box(text, columns=wide[n] if n < len(wide) else 1) for n, text in enumerate(texts)]


def heading(columns: Sequence[Column]) -> Line:
    """The heading of an indicator table."""
    return [Box(column.heading, columns=column.wide) for column in columns]


def indicator_lines(rows: Iterable[Row], columns: Sequence[Column]) -> list[Line]:
    """One line per row. Merged columns stand first and nest: a box of the second ends where one of the first ends."""
    listed = list(rows)
    lines: list[Line] = [[] for _ in listed]
    _merge(list(range(len(listed))), listed, columns, 0, lines)
    return lines


def _merge(numbers: list[int], rows: list[Row], columns: Sequence[Column], at: int, lines: list[Line]) -> None:
    if at == len(columns):
        return
    column = columns[at]
    if not column.merged:
        for number in numbers:
            lines[number].append(Box(column.say(rows[number]), columns=column.wide))
        _merge(numbers, rows, columns, at + 1, lines)
        return
    for text, group in groupby(numbers, key=lambda number: column.say(rows[number])):
        members = list(group)
        lines[members[0]].append(Box(text, rows=len(members), columns=column.wide))
        _merge(members, rows, columns, at + 1, lines)


def full(text: str, columns: int) -> Line:
    """One box over the whole width: a section's heading."""
    return [Box(text, columns=columns)]
