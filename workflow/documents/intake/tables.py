"""预算01–13表: recognised by number or title, amounts by their columns, hierarchy codes kept as printed."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from workflow.documents.intake import vocabulary
from workflow.documents.intake.reading import FormRead, TableRead
from workflow.documents.intake.texts import UNITS, amount, clean, squeeze, year_in
from workflow.documents.intake.tokens import Row

_NUMBER = re.compile(r"^预算(\d{2})表$")
_UNIT = re.compile(r"单位[:：](万元|元|亿元)")
_NOTE = re.compile(r"^(?:注|备注|说明)[:：]")
_TITLE = re.compile(r"表(?:[(（][^()（）]*[)）])?$")
_TEXT_COLUMN = re.compile("编码|代码|名称|项目$|品目|科目|分类|来源|性质|数量|单位$|内容|目录|是否|计量|类别|备注")
_CODE = re.compile(r"^\d{2,}[A-Z]?\d*$")
_LONGEST_TITLE = 40
_NEAR = 6
"""Rows between a title and its table: number, unit, name of the unit."""


@dataclass(frozen=True)
class Found:
    """A budget table and the rows of the file that it takes."""

    start: int
    end: int
    form: FormRead
    where: str


def find(rows: Sequence[Row]) -> Iterator[Found]:
    """The budget tables of a file in order. A title without a table below it (a table of contents) is none."""
    done = 0
    for at in range(len(rows)):
        number = _number(rows[at]) if at >= done else ""
        table = _table_below(rows, at) if number else 0
        if table:
            found = _found(rows, at, table, number)
            done = found.end
            yield found


def _number(row: Row) -> str:
    """The number of the table that the row is the title of."""
    key = row.key
    if len(key) > _LONGEST_TITLE or len(row.tokens) > 2 or not _TITLE.search(key):
        return ""
    plain = key.replace("“", "").replace("”", "").replace('"', "")
    known = [title for title in vocabulary.BUDGET_TABLES if title in plain]
    return vocabulary.BUDGET_TABLES[max(known, key=len)] if known else ""


def _table_below(rows: Sequence[Row], at: int) -> int:
    """Where the table begins; lines between must not be titles themselves."""
    for place in range(at + 1, min(at + _NEAR, len(rows))):
        row = rows[place]
        if row.table >= 0 and len(row.tokens) > 1:
            return place
        if _number(row) or _NUMBER.match(row.key):
            return 0
    return 0


def _found(rows: Sequence[Row], at: int, table: int, number: str) -> Found:
    end = next((i for i in range(table, len(rows)) if rows[i].table != rows[table].table), len(rows))
    end = next((i for i in range(table, end) if _NOTE.match(rows[i].key) or (i > table and _number(rows[i]))), end)
    notes: list[str] = []
    body = rows[table:end]
    while end < len(rows) and _NOTE.match(rows[end].key):
        notes.append("".join(token.text for token in rows[end].tokens))
        end += 1
    printed = _NUMBER.match(rows[at - 1].key) if at else None
    start = at - 1 if printed else at
    title = "".join(token.text for token in rows[at].tokens)
    unit = next((UNITS[said[1]] for row in rows[at:table] if (said := _UNIT.search(row.key))), UNITS["万元"])
    columns, cells = _cells(body, unit)
    read = TableRead(number=printed[1] if printed else number, title=title, columns=columns, rows=cells, notes=notes)
    form = FormRead(form_type="budget_table", title=title, fiscal_year=year_in(title), table=read)
    return Found(start, end, form, rows[at].where)


def _cells(body: Sequence[Row], unit: Decimal) -> tuple[list[str], list[list[str | None]]]:
    heads = list(itertools.takewhile(_is_heading, body))
    count = max((token.column + token.columns for row in body for token in row.tokens), default=0)
    columns = [_label(heads, column) for column in range(count)]
    money = [not _TEXT_COLUMN.search(label.rpartition("/")[2]) for label in columns]
    rows: list[list[str | None]] = []
    for row in body[len(heads) :]:
        cells: list[str | None] = [None] * count
        for token in row.tokens:
            value = amount(token.key, unit) if money[token.column] else None
            cells[token.column] = value if value is not None else clean(token.raw)
        rows.append(cells)
    return columns, rows


def _is_heading(row: Row) -> bool:
    """No amount and no code in it; a total alone is a row of an empty table."""
    keys = [token.key for token in row.tokens]
    return not any(amount(key) is not None or _CODE.match(key) for key in keys) and keys != ["合计"]


def _label(heads: Sequence[Row], column: int) -> str:
    """The headings over a column, the outer one first; an outer one covers the columns named below it."""
    parts: list[str] = []
    for depth, row in enumerate(heads):
        over = [token for token in row.tokens if token.column <= column < token.column + token.columns]
        if not over and any(token.column == column for below in heads[depth + 1 :] for token in below.tokens):
            over = [token for token in row.tokens if token.column < column][-1:]
        parts.extend(squeeze(token.text) for token in over if squeeze(token.text) not in parts)
    return "/".join(parts)
