"""The cells of a monitoring report: one grid for all indicators, the money beside it, and what a refused form held."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from webapp.i18n import _, language
from webapp.present.files import wan
from webapp.present.labels import of_row, pick
from webapp.present.places import anchor
from webapp.present.report_lights import lights_cell
from workflow.documents.report_money import CARRIED_FORECAST, FORECASTS, OWN_FORECAST, money_lines
from workflow.execution.words import CAUSE_KINDS, LIKELIHOODS
from workflow.lifecycle.checks import Problem
from workflow.notifications.refusals import refusal_text
from workflow.queries.report_page import ReportLine, ReportView

View = dict[str, Any]
CHOICES = {"likelihood": LIKELIHOODS, "cause_kind": CAUSE_KINDS}
KINDS = {
    "level2": "level", "level3": "name", "target": "value", "actual": "value", "forecast": "value", "light": "light",
    "cause_kind": "basis", "cause": "text", "likelihood": "basis", "measure": "text",
}  # fmt: skip
"""The columns of the grid in the order of the official form; the first three are those of the declaration."""
FIXED = ("level2", "level3", "target")
TYPED = ("actual", "forecast", "likelihood", "cause_kind", "cause", "measure")
OF_MONEY = ("money/-/cause", "money/-/measure")


@dataclass(frozen=True)
class Sheet:
    """What stands over the stored values: texts a refused form held, and sentences beside their places."""

    typed: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)
    late: bool = False
    """Somebody else saved meanwhile: typed cells show what is stored as well."""


def words(name: str) -> str:
    """The heading of a column."""
    return {
        "level2": _("Level 2"),
        "level3": _("Indicator"),
        "target": _("Target of the year"),
        "actual": _("Reached so far"),
        "forecast": _("Expected by the end of the year"),
        "light": _("Light"),
        "likelihood": _("Will the target be met"),
        "cause_kind": _("Kind of cause"),
        "cause": _("Cause"),
        "measure": _("Measure"),
    }[name]


def money_words(path: str) -> str:
    """The label of a field of the money block."""
    return {
        OWN_FORECAST: _("Spending expected in the whole year"),
        CARRIED_FORECAST: _("Spending expected in the whole year (carried over)"),
        "money/-/cause": _("Why spending is behind"),
        "money/-/measure": _("What is done about it"),
    }[path]


def place_words(path: str, lines: Iterable[ReportLine]) -> str:
    """A place of the report, for people."""
    section, uid, name = path.split("/")
    if section == "money":
        return money_words(path)
    names = {line.item.indicator_uid: line.indicator.level3 for line in lines if line.indicator}
    return of_row(names.get(uid, uid), words(name))


def problem_words(problems: Iterable[Problem]) -> dict[str, str]:
    """Path → sentence."""
    return {item.path: refusal_text(item.code, item.facts, language()) for item in problems}


def value_words(path: str, value: str) -> str:
    """A value as people read it: choices by their words."""
    name = path.rpartition("/")[2]
    return pick(CHOICES[name][value]) if name in CHOICES and value in CHOICES[name] else value


def stored(view: ReportView) -> dict[str, str]:
    """Path → text of everything a person fills in, as the page shows it for editing."""
    report = view.report
    values = {line.path: line.forecast_raw or wan(line.forecast_fen) or "" for line in money_lines(report)}
    values |= {"money/-/cause": report.money_cause, "money/-/measure": report.money_measure}
    for line in view.lines:
        place = f"items/{line.item.indicator_uid}"
        values |= {f"{place}/{name}": getattr(line.item, name) for name in TYPED}
    return values


def changed(form: Mapping[str, str]) -> dict[str, str]:
    """What this person changed: fields whose text differs from what the page had shown (``was:<path>``).

    So two people who fill in different cells do not undo each other.
    """
    plain = {name: text.replace("\r\n", "\n") for name, text in form.items()}
    return {
        name: text
        for name, text in plain.items()
        if name.startswith(("items/", "money/")) and text != plain.get(f"was:{name}", "")
    }


def money_fields(view: ReportView, sheet: Sheet, missing: Mapping[str, str]) -> dict[str, View]:
    """Value, error and warning of each field of the money block by its place: a forecast a line, then the causes."""
    values, lines = stored(view), money_lines(view.report)
    labels = {path: money_words(path) for path in (*(line.path for line in lines), *OF_MONEY)}
    if len(lines) > 1:
        labels[OWN_FORECAST] = _("Spending expected in the whole year (appropriation of this year)")
    return {path: _money_field(path, label, values, sheet, missing) for path, label in labels.items()}


def _money_field(path: str, label: str, values: Mapping[str, str], sheet: Sheet, missing: Mapping[str, str]) -> View:
    old, problem = _before(path, values, sheet), sheet.problems.get(path, "")
    return {
        "name": path,
        "id": anchor(path),
        "label": label,
        "is_amount": path in FORECASTS,
        "value": sheet.typed.get(path, values[path]),
        "error": problem or ("" if old is not None else missing.get(path, "")),
        "warning": _("now stored: %(value)s", value=old or "—") if old is not None else "",
    }


def _before(path: str, values: Mapping[str, str], sheet: Sheet) -> str | None:
    """What is stored where a late form typed something else; None where there is nothing to choose."""
    typed = sheet.typed.get(path)
    return values[path] if sheet.late and typed is not None and typed != values[path] else None


def columns() -> list[View]:
    """In the order of the form; its last column is 备注, which holds the measures."""
    labels = {"measure": _("Remarks (measures planned)")}
    return [{"key": name, "label": labels.get(name, words(name)), "kind": kind} for name, kind in KINDS.items()]


def carried_words(month: int) -> str:
    """Of a result that an earlier report gave: whose it is, and what to do about it."""
    return _("As reported for month %(n)s; bring it up to date", n=month)


def with_source(cells: Mapping[str, View], month: int) -> None:
    """Say it beside the result, where nothing else stands there."""
    cell = cells["actual"]
    if cell.get("kind") != "static" and not cell.get("state"):
        cell |= {"state": "info", "message": carried_words(month)}


def grid(view: ReportView, sheet: Sheet, missing: Mapping[str, str], *, editable: bool) -> View:
    """The ``grid`` of the macro ``indicator_grid``: indicators under their level 1."""
    groups: dict[str, list[View]] = {}
    values = stored(view)
    for line in view.lines:
        level1 = line.indicator.level1 if line.indicator else ""
        row = _row(line, values, sheet, missing, editable=editable)
        if (uid := line.item.indicator_uid) in view.carried and f"items/{uid}/actual" not in sheet.typed:
            with_source(row["cells"], view.carried[uid])
        groups.setdefault(level1 or _("Indicators"), []).append(row)
    return {
        "id": "indicators",
        "caption": _("Indicators"),
        "columns": columns(),
        "editable": False,
        "groups": numbered(groups),
    }


def numbered(groups: Mapping[str, list[View]]) -> list[View]:
    """The groups with their rows numbered as they stand: a form that returns to a level 1 is not read by jumps."""
    for number, row in enumerate((row for rows in groups.values() for row in rows), 1):
        row["number"] = number
    return [{"key": label, "label": label, "rows": rows} for label, rows in groups.items()]


def _row(
    line: ReportLine,
    values: Mapping[str, str],
    sheet: Sheet,
    missing: Mapping[str, str],
    *,
    editable: bool,
) -> View:
    uid, name = line.item.indicator_uid, line.indicator.level3 if line.indicator else line.item.indicator_uid
    cells = {key: _fixed(getattr(line.indicator, key, "")) for key in FIXED}
    cells["light"] = lights_cell(uid, line.item.forecast, line.lit)
    for key in TYPED:
        path = f"items/{uid}/{key}"
        cells[key] = _cell(path, name, values, sheet, missing) if editable else _fixed(_read(path, values[path]), path)
    return {"uid": uid, "cells": cells}


def _read(path: str, text: str) -> str:
    return value_words(path, text) or "—"


def _fixed(text: str, path: str = "") -> View:
    return {"kind": "static", "value": text, "path": path, "id": anchor(path) if path else ""}


def _cell(path: str, name: str, values: Mapping[str, str], sheet: Sheet, missing: Mapping[str, str]) -> View:
    key = path.rpartition("/")[2]
    cell: View = {
        "name": path,
        "path": path,
        "id": anchor(path),
        "value": sheet.typed.get(path, values[path]),
        "label": f"{name} {words(key)}",
        "kind": "area",
    }
    if key in CHOICES:
        options = [("", "—"), *((code, pick(label)) for code, label in CHOICES[key].items())]
        cell |= {"kind": "select", "options": [{"value": code, "label": label} for code, label in options]}
    old = _before(path, values, sheet)
    if path in sheet.problems:
        return cell | {"state": "error", "message": sheet.problems[path]}
    if old is not None:
        return cell | {"state": "changed", "old": value_words(path, old)}
    if path in missing:
        return cell | {"state": "warning" if cell["value"] or key == "cause" else "missing", "message": missing[path]}
    return cell
