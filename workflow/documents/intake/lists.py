"""Lists of projects: a table with a project a row, or an indicator a row with the project's name before it.

Each project of the list is turned into a form of its own, label beside value, and read like any other form: what the
heading of a column says holds for the cells below it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from workflow.documents.intake import headings, vocabulary
from workflow.documents.intake.segments import Segment, title_text
from workflow.documents.intake.texts import label, year_in
from workflow.documents.intake.tokens import Row, Token

_NAMES = frozenset(word for word, field in vocabulary.FIELDS.items() if field == "project_name")
_FIELDS = frozenset({*vocabulary.FIELDS, *vocabulary.AMOUNTS})
_INDICATOR_CELLS = frozenset({*vocabulary.HEADINGS, "绩效目标及指标", "年度绩效目标及指标"})
_TOTALS = frozenset({"合计", "小计", "总计"})
_ABOVE = 5
"""Rows above a list that may say its title, its year, its unit of money."""


@dataclass(frozen=True)
class Found:
    """One list: the rows of the file that it takes, and its projects as forms."""

    start: int
    end: int
    segments: tuple[Segment, ...]


def find(rows: Sequence[Row]) -> Iterator[Found]:
    """The lists of a file in order."""
    end = 0
    for at, heading in enumerate(rows):
        if at < end or not _is_heading(heading):
            continue
        start, end = end, next((i for i in range(at, len(rows)) if rows[i].table != heading.table), len(rows))
        keys = [token.key for token in heading.tokens]
        body = [row for row in rows[at + 1 : end] if [token.key for token in row.tokens] != keys]
        if projects := tuple(_segments(heading, body, rows[max(start, at - _ABOVE) : at])):
            yield Found(at, end, projects)


def _is_heading(row: Row) -> bool:
    """项目名称 as one of the columns, another field or amount beside it, and a column of indicators."""
    if row.table < 0 or len(row.tokens) < 3:
        return False
    names = [label(token.key) for token in row.tokens]
    if sum(name in _NAMES for name in names) != 1:
        return False
    in_cells = any(name in _INDICATOR_CELLS for name in names)
    in_rows = {"level3", "target"} <= {headings.role_of(token.key) for token in row.tokens}
    return in_rows or (in_cells and sum(name in _FIELDS for name in names) > 1)


def _segments(heading: Row, body: Sequence[Row], above: Sequence[Row]) -> Iterator[Segment]:
    titled = next((row for row in reversed(above) if "绩效" in row.key and len(row.tokens) == 1), None)
    title = title_text(titled.key) if titled else ""
    year = next((found for row in reversed(above) if (found := year_in(row.key))), None)
    context = [row for row in above if row is not titled]
    (name,) = (token.column for token in heading.tokens if label(token.key) in _NAMES)
    group: list[Row] = []
    for row in [*body, None]:
        named = row is None or any(token.column == name for token in row.tokens)
        if named and group:
            yield Segment((*context, *_form(heading, group)), title, nearby_year=year)
            group = []
        if row is not None and (group or named) and not _is_total(row, name):
            same = group and _at(row, name) == _at(group[0], name)
            group = [*group, row] if same or not named else [row]


def _is_total(row: Row, name: int) -> bool:
    return any(token.key in _TOTALS for token in row.tokens if token.column <= name)


def _at(row: Row, column: int) -> str:
    return next((token.key for token in row.tokens if token.column == column), "")


def _form(heading: Row, group: Sequence[Row]) -> Iterator[Row]:
    """Label beside value for what is said once, then the columns of indicators as a table."""
    columns = [token for token in heading.tokens if _is_of_rows(token)]
    wide = len(columns) > 1
    for head in heading.tokens:
        cell = next((token for row in group for token in row.tokens if token.column == head.column), None)
        if cell is None or (wide and head in columns):
            continue
        value = replace(cell, boundary="cell")
        if label(head.key) in _INDICATOR_CELLS:
            yield from (_row(group[0], head), _row(group[0], value))
        elif label(head.key) in _FIELDS or label(head.key) in vocabulary.SECTIONS or "目标" in head.key:
            yield _row(group[0], head, value)
    if wide:
        yield _row(heading, *columns)
        kept = {token.column for token in columns}
        for row in group:
            if cells := [token for token in row.tokens if token.column in kept]:
                yield _row(row, *cells)


def _is_of_rows(token: Token) -> bool:
    return headings.role_of(token.key) is not None and label(token.key) not in ("序号", "备注")


def _row(like: Row, *tokens: Token) -> Row:
    return replace(like, tokens=(replace(tokens[0], boundary="row"), *tokens[1:]))
