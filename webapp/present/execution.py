"""The execution board: money in 万元, rates beside the time that has passed, every number with the way to its rows."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from flask import url_for

from webapp.i18n import _
from webapp.present.exports import column_label
from webapp.present.files import wan
from webapp.present.paging import pager
from webapp.present.times import moment
from workflow.execution import Light, Money, money_light, percent
from workflow.permissions import Actor
from workflow.queries.execution import GROUPINGS, SORTS, Board, BoardLine
from workflow.queries.execution_overview import Place, Places

View = dict[str, Any]
LIGHT_TONES = {Light.red: "bad", Light.yellow: "warn"}
FINER = {"department": "unit", "unit": "project"}
"""What a line of the board opens: the lines it adds up."""


@dataclass(frozen=True)
class Asked:
    """What the address of the board says; ``day_text`` is the date as typed, ``day`` None if it is none."""

    year: int
    grouping: str = "project"
    sort: str = "name"
    descending: bool = False
    cursor: str = ""
    department_id: int | None = None
    unit_id: int | None = None
    day: date | None = None
    day_text: str = ""

    @property
    def filters(self) -> View:
        """The same filters as parts of an address."""
        given = {
            "by": self.grouping if self.grouping != "project" else None,
            "department": self.department_id,
            "unit": self.unit_id,
            "as_of": self.day.isoformat() if self.day else None,
        }
        return {key: value for key, value in given.items() if value is not None}

    @property
    def ordered(self) -> View:
        """Filters and order."""
        return self.filters | {"sort": self.sort, "dir": "desc" if self.descending else "asc"}


def board_view(board: Board, asked: Asked, places: Places, actor: Actor) -> View:
    """Variables of ``execution/index.html``."""
    return {
        "year": asked.year,
        "as_of": board.as_of.isoformat(),
        "computed": moment(board.computed_at),
        "stats": _stats(board),
        "columns": [_column(*column, asked) for column in _COLUMNS],
        "rows": [_row(line, board, asked) for line in board.lines],
        "foot": [{"cells": {"name": _("Total of all %(year)s", year=asked.year), **_cells(board.total, board)}}],
        "fields": _fields(asked, places, actor, board.as_of),
        "hidden": {"sort": asked.sort, "dir": "desc" if asked.descending else "asc"},
        "reset": url_for("execution.index"),
        "filtered": bool(asked.filters),
        "pager": pager(board, lambda cursor: url_for("execution.index", cursor=cursor, **asked.ordered)),
        "unreadable_day": asked.day_text if asked.day_text and not asked.day else "",
        "unmatched": wan(board.unmatched_fen) if board.unmatched_fen else "",
        "chart": url_for("execution.months_json", **asked.filters),
        "months": url_for("execution.months", **asked.filters),
    }


_COLUMNS = (
    ("name", "link", "name", ""),
    ("initial", "num", "", ""),
    ("adjustment", "num", "", "sm"),
    ("carry_over", "num", "", "sm"),
    ("adjusted", "num", "budget", ""),
    ("executed", "num", "executed", ""),
    ("rate", "rate", "rate", ""),
    ("initial_rate", "num", "initial_rate", "sm"),
    ("time", "num", "", "md"),
    ("lead", "num", "", ""),
)


def words(key: str) -> str:
    """The heading of a column."""
    return column_label("execution", key)


def _column(key: str, kind: str, order: str, hide: str, asked: Asked) -> View:
    column: View = {"key": key, "label": words(key), "kind": kind, "hide": hide}
    if order in SORTS:
        mine = asked.sort == order
        turned = "asc" if mine and asked.descending else "desc" if mine or order != "name" else "asc"
        column["sort"] = {
            "href": url_for("execution.index", **asked.filters, sort=order, dir=turned),
            "dir": ("desc" if asked.descending else "asc") if mine else "",
        }
    return column


def _row(line: BoardLine, board: Board, asked: Asked) -> View:
    rows = _rows_of(line, board, asked)
    cells = _cells(line.money, board)
    for key, fen in _amounts(line.money).items():
        place = "#payments" if key == "executed" else "#ledger"
        cells[key] = {"text": wan(fen), "href": rows + place} if fen else wan(fen)
    light = money_light(line.money.executed_fen, line.money.adjusted_fen, board.as_of.month)
    return {
        "href": rows,
        "sub": line.code,
        "cells": {"name": line.name, **cells},
        "tone": LIGHT_TONES.get(light, "") if light else "",
    }


def _rows_of(line: BoardLine, board: Board, asked: Asked) -> str:
    """Ledger and payments of a project; the finer lines of a unit or department."""
    day = asked.day.isoformat() if asked.day else None
    if asked.grouping not in FINER:
        return url_for("execution.project", project_id=line.id, year=asked.year, as_of=board.as_of.isoformat())
    finer: View = {"by": FINER[asked.grouping], asked.grouping: line.id, "as_of": day}
    return url_for("execution.index", **{key: value for key, value in finer.items() if value is not None})


def _amounts(money: Money) -> dict[str, int]:
    return {
        "initial": money.initial_fen,
        "adjustment": money.adjustment_fen,
        "carry_over": money.carry_over_fen,
        "adjusted": money.adjusted_fen,
        "executed": money.executed_fen,
    }


def _cells(money: Money, board: Board) -> View:
    return {key: wan(fen) for key, fen in _amounts(money).items()} | {
        "rate": rate_view(money, board.time_progress),
        "initial_rate": with_sign(money.initial_rate),
        "time": with_sign(board.time_progress),
        "lead": points(board.lead(money)),
    }


def rate_view(money: Money, time: Fraction) -> View:
    """The bar of a rate with the time progress under it; "—" without a budget."""
    rate = money.execution_rate
    if rate is None:
        return {"value": None}
    return {
        "value": float(min(max(rate, Fraction(0)), Fraction(1)) * 100),
        "text": with_sign(rate),
        "label": _("Execution rate"),
        "time_value": float(time * 100),
        "time_text": with_sign(time),
    }


def with_sign(value: Fraction | None) -> str:
    """``58.33%``; "—" for None."""
    return "—" if value is None else f"{percent(value)}%"


def points(value: Fraction | None) -> str:
    """``+4.20``, ``-12.31``: percentage points ahead of or behind the time."""
    if value is None:
        return "—"
    text = percent(abs(value))
    return f"-{text}" if value < 0 else f"+{text}"


def _stats(board: Board) -> list[View]:
    money, lead = board.total, board.lead(board.total)
    unit = _("× 10,000 yuan")
    return [
        {"label": _("Adjusted budget"), "value": wan(money.adjusted_fen), "unit": unit, "note": _parts(money)},
        {"label": _("Paid"), "value": wan(money.executed_fen), "unit": unit},
        {"label": _("Execution rate"), "value": with_sign(money.execution_rate),
         "note": _("%(rate)s on the initial budget", rate=with_sign(money.initial_rate))},
        {"label": _("Time progress"), "value": with_sign(board.time_progress),
         "note": _("to the end of month %(n)s", n=board.as_of.month)},
        {"label": _("Ahead or behind"), "value": points(lead), "unit": _("percentage points") if lead else ""},
    ]  # fmt: skip


def _parts(money: Money) -> str:
    return _(
        "initial %(initial)s, adjustment %(adjustment)s, carry-over %(carry)s",
        initial=wan(money.initial_fen),
        adjustment=wan(money.adjustment_fen),
        carry=wan(money.carry_over_fen),
    )


def _fields(asked: Asked, places: Places, actor: Actor, as_of: date) -> list[View]:
    names = {"project": _("Project"), "unit": _("Unit"), "department": _("Department")}
    groupings = [(scope, names[scope]) for scope, group in GROUPINGS.items() if not actor.roles <= group.hidden_from]
    fields = [_select("by", _("Lines"), asked.grouping, groupings)]
    if len(places.departments) > 1:
        fields.append(
            _place("department", _("Department"), asked.department_id, _("All departments"), places.departments)
        )
    if len(places.units) > 1:
        fields.append(_place("unit", _("Unit"), asked.unit_id, _("All units"), places.units))
    return [
        *fields,
        {"kind": "date", "name": "as_of", "label": _("As of"), "value": asked.day_text or as_of.isoformat()},
    ]


def _place(name: str, label: str, value: int | None, everything: str, found: list[Place]) -> View:
    return _select(name, label, str(value or ""), [("", everything), *((str(key), text) for key, text in found)])


def _select(name: str, label: str, value: str, options: list[tuple[str, str]]) -> View:
    choices = [{"value": key, "label": text} for key, text in options]
    return {"kind": "select", "name": name, "label": label, "value": value, "options": choices}
