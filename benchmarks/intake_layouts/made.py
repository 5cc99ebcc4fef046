"""What a layout hands over: a file and what a careful person would read in it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from importlib.util import find_spec
from typing import Any

from benchmarks.intake_layouts.contents import Content, Row

Form = dict[str, Any]
"""Fields of ``FormRead`` that the file prints; what it does not print is not listed and not compared."""


@dataclass(frozen=True)
class Made:
    """A file and its expected forms in reading order."""

    file_name: str
    data: bytes
    forms: list[Form]


@dataclass(frozen=True)
class Layout:
    """One way of writing; ``takes`` contents, whole departments if ``overall``; ``fits`` drops rows it cannot say.

    ``needs`` is the package that writes its format, where that belongs to the development packages only.
    """

    name: str
    make: Callable[[Sequence[Content]], Made]
    takes: int = 1
    overall: bool = False
    fits: Callable[[Row], bool] = lambda row: True
    needs: str = ""

    def makeable(self) -> bool:
        """Whether the package it needs is installed."""
        return not self.needs or find_spec(self.needs) is not None


def expected(form_type: str, content: Content, rows: Iterable[Row], *fields: str, **said: Any) -> Form:
    """An expected form: rows with level names, target and the printed ``fields``, and what else was ``said``."""
    form: Form = {"form_type": form_type, "project_name": content.project_name, **said}
    form["indicators"] = [_row(row, fields) for row in rows]
    return form


def goals(content: Content, *, long_name: str = "", annual_name: str = "") -> list[dict[str, str]]:
    """Expected goals; names are compared only where they are printed, then with their number."""
    listed: list[dict[str, str]] = []
    for horizon, texts, name in (
        ("long_term", content.long_term, long_name),
        ("annual", content.annual, annual_name),
    ):
        for number, text in enumerate(texts, 1):
            goal = {"horizon": horizon, "text": text}
            listed.append({**goal, "name": f"{name}{number}"} if name else goal)
    return listed


def _row(row: Row, fields: Sequence[str]) -> Form:
    told: Form = {
        "horizon": row.horizon,
        "level1": row.level1,
        "level2": row.level2,
        "level3": row.name,
        "target": row.target,
    }
    printed: Form = {
        "basis": row.basis,
        "prior_years": list(row.prior_years),
        "weight": row.weight,
        "actual": row.actual,
        "score": row.score,
    }
    return told | {field: printed[field] for field in fields}


def yuan(amount: str) -> str:
    """An amount in 万元 as 元 with thousands separators, as accountants print it."""
    return f"{Decimal(amount) * 10_000:,.2f}"
