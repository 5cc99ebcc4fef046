"""csv: UTF-8 with the mark spreadsheets need to see that it is UTF-8; formulas made harmless."""

import csv
import io
from collections.abc import Callable, Sequence
from datetime import date, datetime
from fractions import Fraction
from typing import Any, BinaryIO

from workflow import money
from workflow.documents.tables.cells import neutral
from workflow.documents.tables.table import Kind, Table

_TEXT_OF: dict[Kind, Callable[[Any], str]] = {
    Kind.text: lambda value: neutral(str(value)),
    Kind.code: lambda value: neutral(str(value)),
    Kind.number: str,
    Kind.wan: money.wan,
    Kind.yuan: money.yuan,
    Kind.percent: lambda share: f"{float(Fraction(share) * 100):.2f}%",
    Kind.day: date.isoformat,
    Kind.moment: lambda at: datetime.isoformat(at, sep=" ", timespec="minutes"),
}


def write_csv(table: Table, out: BinaryIO) -> int:
    """Write the file; answers how many rows it holds, without the line about the table and its head."""
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=True)
    lines, count = csv.writer(text), 0
    lines.writerow([neutral(table.about)])
    lines.writerow([neutral(head.label) for head in table.heads])
    kinds = [head.kind for head in table.heads]
    for row in table.rows:
        lines.writerow(_texts(kinds, row))
        count += 1
    text.detach()
    return count


def _texts(kinds: Sequence[Kind], row: Sequence[Any]) -> list[str]:
    return ["" if value is None else _TEXT_OF[kind](value) for kind, value in zip(kinds, row, strict=True)]
