"""Blocks as text files: the ways in which documents arrive as text, copied, exported or extracted."""

import textwrap
from collections.abc import Callable, Iterable

from benchmarks.intake_layouts.grid import Block, Grid


def _joined(blocks: Iterable[Block], table: Callable[[Grid], str], between: str = "\n\n") -> str:
    return between.join(block if isinstance(block, str) else table(block) for block in blocks) + "\n"


def pipes(blocks: Iterable[Block]) -> str:
    """Markdown: a rule below the first line of each table, blanks where merged cells reach over."""

    def table(grid: Grid) -> str:
        lines = ["| " + " | ".join(cells) + " |" for cells in grid.texts()]
        rule = "|" + " --- |" * len(grid.texts()[0])
        return "\n".join([lines[0], rule, *lines[1:]])

    return _joined(blocks, table)


def tabs(blocks: Iterable[Block], *, shift: Callable[[list[str], int], list[str]] | None = None) -> str:
    """Rows of cells between tabs; ``shift`` may move the cells of a line, given with its number."""

    def table(grid: Grid) -> str:
        lines = grid.texts()
        if shift is not None:
            lines = [shift(cells, number) for number, cells in enumerate(lines)]
        return "\n".join("\t".join(cells) for cells in lines)

    return _joined(blocks, table)


def to_the_left(cells: list[str], number: int) -> list[str]:
    """As some extractions do: cells under a merged one move into its place, blanks gather at the end."""
    kept = [cell for cell in cells if cell]
    return kept + [""] * (len(cells) - len(kept))


def cell_per_line(blocks: Iterable[Block]) -> str:
    """Every filled cell in a line of its own, as copying a table out of a web page gives it."""
    return _joined(blocks, lambda grid: "\n".join(cell for cells in grid.texts() for cell in cells if cell), "\n")


def linear(blocks: Iterable[Block], between: str) -> str:
    """One single run: no line breaks, cells told apart by ``between`` or by nothing."""
    words = []
    for block in blocks:
        words += [block] if isinstance(block, str) else [cell for cells in block.texts() for cell in cells if cell]
    return between.join(words)


def wrapped(blocks: Iterable[Block], widths: tuple[int, ...], *, apart: bool = False) -> str:
    """The text layer of a PDF: cells wrapped at ``widths`` characters, a blank line after every row.

    Each line holds what stands at the same height; with ``apart`` a wrapped cell has its lines for itself, as
    extractors give it that go from text box to text box.
    """

    def table(grid: Grid) -> str:
        lines: list[str] = []
        for row in grid.matrix():
            parts = [
                textwrap.wrap(box.text, sum(widths[at : at + box.columns])) or [""] if box else [""]
                for at, box in enumerate(row)
            ]
            lines += [*(_apart(parts) if apart else _beside(parts)), ""]
        return "\n".join(lines)

    return _joined(blocks, table, "\n\n")


def _beside(parts: list[list[str]]) -> list[str]:
    height = max(len(part) for part in parts)
    return [" ".join(part[depth] for part in parts if depth < len(part) and part[depth]) for depth in range(height)]


def _apart(parts: list[list[str]]) -> list[str]:
    lines: list[list[str]] = [[]]
    for part in parts:
        if len(part) == 1:
            lines[-1] += [text for text in part if text]
        else:
            lines += [*([text] for text in part), []]
    return [" ".join(words) for words in lines if words]


HTML_HEAD = '<!DOCTYPE html><html><head><meta charset="utf-8"><title>绩效目标</title></head><body>'


def html(blocks: Iterable[Block]) -> str:
    """A saved web page with rowspan and colspan."""

    def table(grid: Grid) -> str:
        rows = []
        for line in grid.lines:
            cells = "".join(f"<td{_spans(box.rows, box.columns)}>{_escaped(box.text) or '&nbsp;'}</td>" for box in line)
            rows.append(f"<tr>{cells}</tr>")
        return '<table border="1" cellspacing="0">\n' + "\n".join(rows) + "\n</table>"

    body = "\n".join(f"<p>{_escaped(block)}</p>" if isinstance(block, str) else table(block) for block in blocks)
    return f"{HTML_HEAD}\n{body}\n</body></html>\n"


def _spans(rows: int, columns: int) -> str:
    down = f' rowspan="{rows}"' if rows > 1 else ""
    return down + (f' colspan="{columns}"' if columns > 1 else "")


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
