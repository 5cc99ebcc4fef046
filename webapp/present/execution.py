"""The execution board: money in 万元, rates beside the time that has passed, every number with the way to its rows."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from flask import url_for

from webapp.i18n import _
from webapp.present.days import belongs_words, day_words, facts_field, known_words
from webapp.present.exports import column_label
from webapp.present.files import wan
from webapp.present.forecasts import about, forecast_sentence
from webapp.present.labels import pick
from webapp.present.paging import pager
from webapp.present.times import moment
from workflow.execution import Light, Money, Outlook, light_of, percent
from workflow.execution.expected import AGAINST, AGAINST_MEANS, FORECASTS
from workflow.permissions import Actor
from workflow.queries.execution import GROUPINGS, SORTS, Board, BoardLine
from workflow.queries.execution_overview import Place, Places
from workflow.queries.listings.classes import class_words
from workflow.rate_facts import SCOPES

View = dict[str, Any]
LIGHT_TONES = {Light.red: "bad", Light.yellow: "warn"}
FINER = {"section": "department", "department": "unit", "unit": "project"}
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
    section_id: int | None = None
    of_class: tuple[str, str] | None = None
    known: date | None = None
    against: str = "time"
    forecast: str = ""
    day: date | None = None
    day_text: str = ""

    @property
    def filters(self) -> View:
        """The same filters as parts of an address."""
        given = {
            "by": self.grouping if self.grouping != "project" else None,
            "department": self.department_id,
            "unit": self.unit_id,
            "section": self.section_id,
            "class": ":".join(self.of_class) if self.of_class else None,
            **self.counted,
        }
        return {key: value for key, value in given.items() if value is not None}

    @property
    def counted(self) -> View:
        """Of these what a page of finer lines takes over: the day, and how it is counted."""
        given = {
            "as_of": self.day.isoformat() if self.day else None,
            "facts": "known" if self.known else None,
            "against": self.against if self.against != "time" else None,
            "forecast": self.forecast or None,
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
        "tabs": tabs("execution.index", asked),
        "stats": _stats(board, asked),
        "notes": [*notes(board.as_of, asked), *_means(board, asked)],
        "columns": [_column(*column, asked) for column in _COLUMNS if column[0] != "time" or asked.against != "time"],
        "rows": [_row(line, board, asked) for line in board.lines],
        "foot": _foot(board, asked),
        "fields": _fields(asked, places, actor, board),
        "hidden": _hidden(asked),
        "reset": url_for("execution.index"),
        "filtered": bool(asked.filters),
        "pager": pager(board, lambda cursor: url_for("execution.index", cursor=cursor, **asked.ordered)),
        "unreadable_day": asked.day_text if asked.day_text and not asked.day else "",
        "of_class": of_class_words(asked),
        "chart_url": url_for("execution.months_json", **asked.filters),
        "months": url_for("execution.months", **asked.filters),
    }


def _hidden(asked: Asked) -> View:
    """What the filter bar has no field for and keeps."""
    kept = {key: value for key, value in asked.filters.items() if key in ("section", "class")}
    return {"sort": asked.sort, "dir": "desc" if asked.descending else "asc", **kept}


_COLUMNS = (  # "time" is one number for all lines, unless they are held against something of their own
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
    ("unspent", "num", "unspent", ""),
)


def words(key: str) -> str:
    """The heading of a column."""
    return column_label("execution", key)


def _column(key: str, kind: str, order: str, hide: str, asked: Asked) -> View:
    label = words(key) if key != "time" else pick(AGAINST[asked.against])
    column: View = {"key": key, "label": label, "kind": kind, "hide": hide}
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
    cells = _cells(line.money, line.outlook, board, asked)
    for key, fen in _amounts(line.money).items():
        place = "#payments" if key == "executed" else "#ledger"
        cells[key] = {"text": wan(fen), "href": rows + place} if fen else wan(fen)
    light = _light(line.money, line.outlook, board, asked)
    return {
        "href": rows,
        "sub": line.code,
        "cells": {"name": line.name, **cells},
        "tone": LIGHT_TONES.get(light, "") if light else "",
    }


def _light(money: Money, outlook: Outlook, board: Board, asked: Asked) -> Light | None:
    """Paid ÷ what was due; where nothing is due yet nothing is late."""
    due = outlook.due(asked.against, money, board.as_of.month)
    return light_of(money.executed_fen / due, board.bands) if due > 0 and money.adjusted_fen > 0 else None


def _foot(board: Board, asked: Asked) -> list[View]:
    """What no line has, the total of the lines, and with the payments of no project all that was paid."""
    rows: list[View] = []
    if board.apart:
        name = _("Departments of no section")
        rows.append({"cells": {"name": name, **_cells(board.apart.money, board.apart.outlook, board, asked)}})
    name = _("Total of all %(year)s", year=asked.year)
    rows.append({"cells": {"name": name, **_cells(board.total, board.outlook, board, asked)}})
    if board.unmatched_fen:
        counted = day_words(board.as_of, asked.known)
        behind = url_for("execution_classes.payments", by="unmatched", **counted)
        every = board.total.executed_fen + board.unmatched_fen
        rows += [
            _paid_alone(_("Payments of no project"), {"text": wan(board.unmatched_fen), "href": behind}),
            _paid_alone(_("All payments"), wan(every)),
        ]
    return rows


def _paid_alone(name: str, paid: View | str | None) -> View:
    return {"cells": {**{key: None for key, *_rest in _COLUMNS}, "name": name, "executed": paid}}


def tabs(chosen: str, asked: Asked) -> list[View]:
    """The pages of this area, each with the day and the way of counting of this one."""
    counted = {key: value for key, value in asked.counted.items() if key in ("as_of", "facts")}
    rows = (("execution.index", _("Projects and bodies")), ("execution_classes.index", _("Execution by class")))
    return [
        {"label": label, "href": url_for(endpoint, **counted), "active": endpoint == chosen} for endpoint, label in rows
    ]


def notes(day: date, asked: Asked) -> list[str]:
    """Which rows the numbers of the page count, in sentences."""
    return [belongs_words(day), *([known_words(asked.known)] if asked.known else [])]


def _means(board: Board, asked: Asked) -> list[str]:
    """What rates are held against, and how the year-end came about."""
    means = forecast_sentence(board.forecast, board.total, board.outlook, board.as_of.month)
    return [
        _("%(name)s: %(means)s", name=pick(AGAINST[asked.against]), means=pick(AGAINST_MEANS[asked.against])),
        _("Forecast, %(name)s: %(means)s", name=pick(FORECASTS[board.forecast]), means=means),
    ]


def of_class_words(asked: Asked) -> str:
    """Which projects alone the board shows."""
    if asked.of_class is None:
        return ""
    scope = SCOPES[asked.of_class[0]]
    return _(
        "Only projects with money in: %(scope)s, %(key)s",
        scope=pick(scope.words),
        key=pick(class_words(scope, asked.of_class[1])),
    )


def _rows_of(line: BoardLine, board: Board, asked: Asked) -> str:
    """Ledger and payments of a project; the finer lines of a unit, department or section."""
    if asked.grouping not in FINER:
        counted = day_words(board.as_of, asked.known)
        return url_for("execution.project", project_id=line.id, year=asked.year, **counted)
    finer = {**asked.filters, "by": FINER[asked.grouping], asked.grouping: line.id}
    if finer["by"] == "project":
        del finer["by"]
    return url_for("execution.index", **finer)


def _amounts(money: Money) -> dict[str, int]:
    return {
        "initial": money.initial_fen,
        "adjustment": money.adjustment_fen,
        "carry_over": money.carry_over_fen,
        "adjusted": money.adjusted_fen,
        "executed": money.executed_fen,
    }


def _cells(money: Money, outlook: Outlook, board: Board, asked: Asked) -> View:
    due, progress = outlook.due(asked.against, money, board.as_of.month), None
    if asked.against == "time":
        progress = board.time_progress
    elif money.adjusted_fen > 0:
        progress = due / money.adjusted_fen
    return {key: wan(fen) for key, fen in _amounts(money).items()} | {
        "rate": rate_view(money, board.time_progress if progress is None else progress),
        "initial_rate": with_sign(money.initial_rate),
        "time": with_sign(progress),
        "lead": points(board.lead(money, outlook, asked.against)),
        "unspent": about(outlook.unspent(board.forecast, money)),
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


def _stats(board: Board, asked: Asked) -> list[View]:
    money, outlook, unit = board.total, board.outlook, _("× 10,000 yuan")
    lead = board.lead(money, outlook, asked.against)
    return [
        {"label": _("Adjusted budget"), "value": wan(money.adjusted_fen), "unit": unit, "note": _parts(money)},
        {"label": _("Paid"), "value": wan(money.executed_fen), "unit": unit},
        {"label": _("Execution rate"), "value": with_sign(money.execution_rate),
         "note": _("%(rate)s on the initial budget", rate=with_sign(money.initial_rate))},
        _held_against(board, asked),
        {"label": _("Ahead or behind"), "value": points(lead), "unit": _("percentage points") if lead else ""},
        {"label": _("Unspent at year-end, forecast"), "value": about(outlook.unspent(board.forecast, money)),
         "unit": unit, "note": _("year-end %(sum)s", sum=about(outlook.forecast(board.forecast)))},
    ]  # fmt: skip


def _held_against(board: Board, asked: Asked) -> View:
    if asked.against == "time":
        note = _("to the end of month %(n)s", n=board.as_of.month)
        return {"label": _("Time progress"), "value": with_sign(board.time_progress), "note": note}
    due = board.outlook.due(asked.against, board.total, board.as_of.month)
    share = due / board.total.adjusted_fen if board.total.adjusted_fen > 0 else None
    return {
        "label": pick(AGAINST[asked.against]),
        "value": with_sign(share),
        "note": _("due %(sum)s", sum=about(due)),
    }


def _parts(money: Money) -> str:
    return _(
        "initial %(initial)s, adjustment %(adjustment)s, carry-over %(carry)s",
        initial=wan(money.initial_fen),
        adjustment=wan(money.adjustment_fen),
        carry=wan(money.carry_over_fen),
    )


def _fields(asked: Asked, places: Places, actor: Actor, board: Board) -> list[View]:
    groupings = [
        (key, pick(group.scope.words)) for key, group in GROUPINGS.items() if not actor.roles <= group.hidden_from
    ]
    fields = [_select("by", _("Lines"), asked.grouping, groupings)]
    if len(places.departments) > 1:
        fields.append(
            _place("department", _("Department"), asked.department_id, _("All departments"), places.departments)
        )
    if len(places.units) > 1:
        fields.append(_place("unit", _("Unit"), asked.unit_id, _("All units"), places.units))
    return [
        *fields,
        day_field(asked, board.as_of),
        facts_field(asked.known),
        _select("against", _("Held against"), asked.against, [(key, pick(words)) for key, words in AGAINST.items()]),
        _select("forecast", _("Forecast"), board.forecast, [(key, pick(words)) for key, words in FORECASTS.items()]),
    ]


def day_field(asked: Asked, as_of: date) -> View:
    """The day of the page."""
    return {"kind": "date", "name": "as_of", "label": _("As of"), "value": asked.day_text or as_of.isoformat()}


def _place(name: str, label: str, value: int | None, everything: str, found: list[Place]) -> View:
    return _select(name, label, str(value or ""), [("", everything), *((str(key), text) for key, text in found)])


def _select(name: str, label: str, value: str, options: list[tuple[str, str]]) -> View:
    choices = [{"value": key, "label": text} for key, text in options]
    return {"kind": "select", "name": name, "label": label, "value": value, "options": choices}
