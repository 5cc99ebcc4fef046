"""The blocks of a file as one stream of rows of tokens: a token is the text of a cell, or a word of a line.

Text from a PDF breaks names and labels over visual lines; pieces that together make a known word are put together
again here. Pieces of names and values stay apart: only the decoder can tell where one ends (``decode.py``).
"""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from workflow.documents.intake import runs, vocabulary
from workflow.documents.intake.labels import goal_label
from workflow.documents.intake.source import Block, Line, Table
from workflow.documents.intake.texts import clean, label, squeeze, width

Boundary = Literal["row", "cell", "line", "gap", "thin", "cut"]
"""What stands before a token: a new table row, the next cell, a new visual line, a blank, a blank before a digit
(often only noise of the extraction), nothing (cut out of a run of text by its words)."""

_PIECES = 6
"""No word of the forms is printed over more lines."""

_GOAL_WORD, _GOAL_NUMBER = re.compile(r"(?:中?长期|年度)?(?:绩效)?目标"), re.compile(r"\d{1,2}\s*[:：]")
_PARTS = re.compile(r"\S+")
_MEASURED = re.compile(r"[≥≤=<>]|\d[\d.,]*(?:[%％‰]|[万亿]?[元人个次件家])")
_DIGIT_END, _DIGIT_START = re.compile(r"[\dA-Za-z%.,]$"), re.compile(r"^[\dA-Za-z%.,]")

_LONGEST_GLUED = 1_000
"""Letters up to which words of a line are put together: nobody prints a longer cell with blanks in it."""


@dataclass(frozen=True)
class Token:
    """``raw`` as printed, ``text`` without blanks, ``key`` for comparing; ``row`` numbers rows through the file."""

    raw: str
    text: str
    key: str
    row: int
    boundary: Boundary
    where: str
    column: int = -1
    columns: int = 1
    rows: int = 1
    indented: bool = False
    """A line that begins with blanks: a cell whose left neighbours are blank."""
    span: tuple[float, float] | None = None
    """From where to where it reaches on its page, in points, where the reader knows."""

    @property
    def width(self) -> float:
        """On paper, in Chinese signs."""
        return width(self.text)


@dataclass(frozen=True)
class Row:
    """One table row or one visual line. ``table`` numbers the table, -1 for a line."""

    tokens: tuple[Token, ...]
    table: int
    where: str
    blank_before: bool = False
    after_break: bool = False
    """A page number or a repeated title stood before it."""

    @property
    def key(self) -> str:
        """The whole row squeezed."""
        return "".join(token.key for token in self.tokens)


def rows_of(blocks: Iterable[Block]) -> list[Row]:
    """The stream, known words put together; rows without text are left out."""
    rows: list[Row] = []
    for number, block in enumerate(_one_beside_another(blocks)):
        rows.extend(_table(number, block, len(rows)) if isinstance(block, Table) else _lines(block, len(rows)))
    return _mended(list(_numbered([row for row in rows if row.tokens])))


def _one_beside_another(blocks: Iterable[Block]) -> Iterator[Block]:
    """Two forms beside each other in one sheet, a blank column between them, are two tables."""
    for block in blocks:
        border = _border(block) if isinstance(block, Table) else 0
        if not border or isinstance(block, Line):
            yield block
            continue
        left = tuple(tuple(cell for cell in row if cell.column < border) for row in block.rows)
        right = tuple(tuple(cell for cell in row if cell.column >= border) for row in block.rows)
        yield from _one_beside_another((replace(block, rows=left), replace(block, rows=right)))


def _border(table: Table) -> int:
    """The column where a second project's name is asked for behind a blank column; 0 if none is."""
    named = [[cell.column for cell in row if label(cell.text) in _PROJECT_NAMES] for row in table.rows]
    border = next((columns[1] for columns in named if len(columns) > 1), 0)
    filled = [cell for row in table.rows for cell in row if cell.text.strip()]
    blank = all(not cell.column <= border - 1 < cell.column + cell.columns for cell in filled)
    return border if border and blank else 0


def _table(number: int, table: Table, start: int) -> Iterator[Row]:
    blank = True
    for offset, cells in enumerate(table.rows):
        filled = [cell for cell in cells if cell.text.strip()]
        tokens = tuple(
            Token(
                cell.text.strip(), clean(cell.text), squeeze(cell.text), start + offset, "row" if not index else "cell",
                cell.where, cell.column, cell.columns, cell.rows,
            )
            for index, cell in enumerate(filled)
        )  # fmt: skip
        yield Row(tokens, number, filled[0].where if filled else table.where, blank)
        blank = False


def _lines(line: Line, row: int) -> Iterator[Row]:
    if not runs.is_run(line.text):
        yield _line(line, row)
        return
    for offset, cells in enumerate(runs.cut(line.text)):
        tokens = tuple(Token(cell, clean(cell), squeeze(cell), row + offset, "cut", line.where) for cell in cells)
        yield Row(tokens, -1, line.where, line.blank_before)


def _line(line: Line, row: int) -> Row:
    tokens: list[Token] = []
    end = 0
    parts = list(_PARTS.finditer(line.text))
    spans = line.spans if len(line.spans) == len(parts) else (None,) * len(parts)
    for part, span in zip(parts, spans, strict=True):
        word, gap = part[0], line.text[end : part.start()]
        end = part.end()
        boundary: Boundary = "line" if not tokens else "gap"
        if tokens and _GOAL_WORD.fullmatch(tokens[-1].key) and _GOAL_NUMBER.match(word):
            tokens[-1] = reaching(glued(tokens[-1], word), span)
            continue
        if tokens and len(gap) == 1 and len(tokens[-1].raw) < _LONGEST_GLUED:
            if _DIGIT_END.search(tokens[-1].text) and not _separate(tokens[-1].key, squeeze(word)):
                tokens[-1] = reaching(glued(tokens[-1], word), span)
                continue
            boundary = "thin" if _DIGIT_START.search(word) else "gap"
        indented = not tokens and len(gap) > 1
        tokens.append(Token(word, clean(word), squeeze(word), row, boundary, line.where, indented=indented, span=span))
    return Row(tuple(tokens), -1, line.where, line.blank_before)


def reaching(token: Token, span: tuple[float, float] | None) -> Token:
    """The token as wide as its first and its last piece together."""
    return (
        replace(token, span=(min(token.span[0], span[0]), max(token.span[1], span[1])))
        if token.span and span
        else token
    )


def _separate(before: str, key: str) -> bool:
    """Whether a number and what follows it are two cells: two values, or a value and a known word.

    After a Latin letter only more of the same kind follows (GB/T 29315): 达到B may end a wrapped name.
    """
    if before[-1].isalpha() and (_MEASURED.match(key) or not _DIGIT_START.match(key)):
        return True
    return (_is_value(before) and _is_value(key)) or known(key) or key[0] in "≥≤=<>"


def _is_value(key: str) -> bool:
    return (
        re.fullmatch(r"[≥≤=<>]?-?\d[\d,.]*(?:[%％]{0,2}|[万亿]?[\u4e00-\u9fff]{0,2})", key) is not None
        or key in vocabulary.BASES
    )


def glued(token: Token, word: str, keep_blank: bool = False) -> Token:
    """The token with a piece of the same cell behind it."""
    raw = f"{token.raw} {word}" if keep_blank else token.raw + word
    return replace(token, raw=raw, text=clean(raw), key=squeeze(raw))


# --- words printed over several lines ---------------------------------------------------------------------------------


def known(key: str) -> bool:
    """Whether the forms know this word as a label, a heading, a level, a standard."""
    return key in _WORDS or label(key) in _LABELS


def _numbered(rows: Sequence[Row]) -> Iterator[Row]:
    """The number of a goal that a narrow cell broke off (长期绩效目标 / 1) goes back to its label."""
    before: Row | None = None
    for row in rows:
        if before is not None and _is_broken_number(before, row):
            yield replace(before, tokens=(glued(before.tokens[0], row.tokens[0].raw), *before.tokens[1:]))
            rest = row.tokens[1:]
            before = replace(row, tokens=(replace(rest[0], boundary="line"), *rest[1:])) if rest else None
            continue
        if before is not None:
            yield before
        before = row
    if before is not None:
        yield before


def _is_broken_number(before: Row, row: Row) -> bool:
    found = goal_label(before.tokens[0].text) if before.table < 0 else None
    number = row.table < 0 and re.fullmatch(r"[1-9]\d?", row.tokens[0].key) is not None
    return number and found is not None and not found["number"] and not found["text"] and len(before.tokens) > 1


def _mended(rows: Sequence[Row]) -> list[Row]:
    """Pieces on following lines that together make a known word become one token, at the place of the first."""
    flat = [(number, token) for number, row in enumerate(rows) if row.table < 0 for token in row.tokens]
    mended: dict[int, list[Token]] = {number: [] for number, row in enumerate(rows) if row.table < 0}
    at = 0
    while at < len(flat):
        count = _pieces(flat, at)
        number, token = flat[at]
        for _, piece in flat[at + 1 : at + count]:
            token = glued(token, piece.raw)
        mended[number].append(_completed(token, flat[at - 1][1] if at else None))
        at += count
    return [
        replace(row, tokens=tuple(mended[number])) if number in mended else row
        for number, row in enumerate(rows)
        if number not in mended or mended[number]
    ]


def _pieces(flat: Sequence[tuple[int, Token]], at: int) -> int:
    """How many tokens from ``at`` on make one known word; 1 if none do."""
    if flat[at][1].key not in _BEGINNINGS:
        return 1
    for count in range(min(_PIECES, len(flat) - at), 1, -1):
        part = flat[at : at + count]
        follows = all(0 <= b[0] - a[0] <= 1 for a, b in itertools.pairwise(part))
        breaks = part[0][0] != part[-1][0]
        if follows and breaks and "".join(token.key for _, token in part) in _JOINABLE:
            return count
    return 1


def _completed(token: Token, before: Token | None) -> Token:
    """A second level that a page break cut before its last signs: 社会效益指 after 效益指标 → 社会效益指标."""
    if before is None or before.key not in vocabulary.LEVELS or token.key in LEVEL_NAMES:
        return token
    whole = next((name for name in vocabulary.LEVELS[before.key] if name in (f"{token.key}标", f"{token.key}指标")), "")
    return replace(token, raw=whole, text=whole, key=whole) if whole else token


def _levels() -> set[str]:
    return {*vocabulary.LEVELS, *(name for names in vocabulary.LEVELS.values() for name in names)}


_PROJECT_NAMES = frozenset(word for word, field in vocabulary.FIELDS.items() if field == "project_name")
LEVEL_NAMES = _levels()
_LABELS = {*vocabulary.FIELDS, *vocabulary.AMOUNTS, *vocabulary.SECTIONS}
_WORDS = {*LEVEL_NAMES, *vocabulary.BASES, *vocabulary.CATEGORIES, *vocabulary.HEADINGS, *vocabulary.COLUMNS, *_LABELS}
_JOINABLE = {word for word in _WORDS if len(word) > 2}
_BEGINNINGS = frozenset(word[:length] for word in _JOINABLE for length in range(1, len(word)))
