"""The cells of a self-evaluation: one grid for all indicators with why each has its points, the money beside it."""

from collections.abc import Iterable, Mapping
from typing import Any

from webapp.i18n import _, language
from webapp.present.labels import of_row
from webapp.present.places import anchor
from webapp.present.report_grid import Sheet, numbered, with_source
from workflow.lifecycle.evaluations.scores import Handed, points_of, traces_of
from workflow.money import wan
from workflow.queries.evaluation_page import EvaluationLine, EvaluationView
from workflow.scoring.trace import figure

View = dict[str, Any]
KINDS = {
    "level2": "level", "level3": "name", "target": "value", "actual": "value", "weight": "weight", "score": "weight",
    "points": "weight", "reason": "item", "cause": "item", "measure": "item",
}  # fmt: skip
"""The columns of the grid in the order of the official form; points by hand stand beside those of the formula."""
TYPED = ("actual", "points", "reason", "cause", "measure")
FORM = ("money/-/cause", "money/-/basic", "money/-/points", "money/-/reason", "form/-/reached", "form/-/note")
SECTIONS = ("items/", "money/", "form/")


def words(name: str) -> str:
    """The heading of a column."""
    return {
        "level2": _("Level 2"),
        "level3": _("Indicator"),
        "target": _("Target of the year"),
        "actual": _("Reached in the year"),
        "weight": _("Points at most"),
        "score": _("Points"),
        "points": _("Points by hand"),
        "reason": _("Why these points"),
        "cause": _("Cause of the deviation"),
        "measure": _("Measures to improve"),
    }[name]


def field_words(path: str) -> str:
    """The label of a field outside the grid."""
    return {
        "money/-/cause": _("Why so little or too much was spent"),
        "money/-/basic": _("Basic expenditure spent in the year (10,000 yuan)"),
        "money/-/points": _("Points by hand for the execution"),
        "money/-/reason": _("Why these points"),
        "form/-/reached": _("What was reached of the goals"),
        "form/-/note": _("Anything else to say"),
    }[path]


def place_words(path: str, lines: Iterable[EvaluationLine]) -> str:
    """A place of the form, for people."""
    section, uid, name = path.split("/")
    if section != "items":
        return field_words(path)
    names = {line.item.indicator_uid: line.indicator.level3 for line in lines if line.indicator}
    return of_row(names.get(uid, uid), words(name))


def stored(view: EvaluationView) -> dict[str, str]:
    """Path → text of everything a person fills in, as the page shows it for editing."""
    row = view.row
    values = {
        "money/-/cause": row.money_cause,
        "money/-/basic": row.basic_raw or ("" if row.basic_typed_fen is None else wan(row.basic_typed_fen)),
        "money/-/points": _hand(row),
        "money/-/reason": row.hand_reason,
        "form/-/reached": row.reached,
        "form/-/note": row.note,
    }
    for line in view.lines:
        item, place = line.item, f"items/{line.item.indicator_uid}"
        values |= {
            f"{place}/actual": item.actual,
            f"{place}/points": _hand(item),
            f"{place}/reason": item.hand_reason,
            f"{place}/cause": item.cause,
            f"{place}/measure": item.measure,
        }
    return values


def _hand(row: Handed) -> str:
    given = points_of(row.hand_hundredths)
    return row.hand_raw if given is None else figure(given)


def changed(form: Mapping[str, str]) -> dict[str, str]:
    """What this person changed: fields whose text differs from what the page had shown (``was:<path>``)."""
    plain = {name: text.replace("\r\n", "\n") for name, text in form.items()}
    return {
        name: text for name, text in plain.items() if name.startswith(SECTIONS) and text != plain.get(f"was:{name}", "")
    }


def fields(view: EvaluationView, sheet: Sheet, missing: Mapping[str, str]) -> dict[str, View]:
    """Value, error and warning of each field outside the grid, by its name in the template."""
    values = stored(view)
    return {path.replace("/-/", "_"): _field(path, values, sheet, missing) for path in FORM}


def _field(path: str, values: Mapping[str, str], sheet: Sheet, missing: Mapping[str, str]) -> View:
    old, problem = _before(path, values, sheet), sheet.problems.get(path, "")
    return {
        "name": path,
        "id": anchor(path),
        "label": field_words(path),
        "value": sheet.typed.get(path, values[path]),
        "error": problem or ("" if old is not None else missing.get(path, "")),
        "warning": _("now stored: %(value)s", value=old or "—") if old is not None and not problem else "",
    }


def _before(path: str, values: Mapping[str, str], sheet: Sheet) -> str | None:
    """What is stored where a late form typed something else; None where there is nothing to choose."""
    typed = sheet.typed.get(path)
    return values[path] if sheet.late and typed is not None and typed != values[path] else None


def grid(
    view: EvaluationView, sheet: Sheet, missing: Mapping[str, str], remarks: Mapping[str, list[View]], *, editable: bool
) -> View:
    """The ``grid`` of the macro ``indicator_grid``: indicators under their level 1."""
    groups: dict[str, list[View]] = {}
    values = stored(view)
    for line in view.lines:
        level1 = line.indicator.level1 if line.indicator else ""
        row = _row(line, values, sheet, missing, editable=editable)
        if (uid := line.item.indicator_uid) in view.carried and f"items/{uid}/actual" not in sheet.typed:
            with_source(row["cells"], view.carried[uid])
        row["remarks"] = remarks.get(f"items/{line.item.indicator_uid}", [])
        groups.setdefault(level1 or _("Indicators"), []).append(row)
    return {
        "id": "indicators",
        "caption": _("Indicators"),
        "columns": [{"key": name, "label": words(name), "kind": kind} for name, kind in KINDS.items()],
        "editable": False,
        "groups": numbered(groups),
    }


def _row(
    line: EvaluationLine,
    values: Mapping[str, str],
    sheet: Sheet,
    missing: Mapping[str, str],
    *,
    editable: bool,
) -> View:
    item = line.item
    uid, name = item.indicator_uid, line.indicator.level3 if line.indicator else item.indicator_uid
    cells = {key: _fixed(getattr(line.indicator, key, "")) for key in ("level2", "level3", "target")}
    cells |= {
        "weight": _fixed(shown(item.weight_hundredths)),
        "score": _fixed(shown(item.points_hundredths), f"items/{uid}/score"),
    }
    for key in TYPED:
        path = f"items/{uid}/{key}"
        cells[key] = _cell(path, name, values, sheet, missing) if editable else _fixed(values[path] or "—", path)
    return {"uid": uid, "cells": cells, "notes": notes(item)}


def shown(hundredths: int | None) -> str:
    """Points as they are printed; "—" where there are none."""
    found = points_of(hundredths)
    return "—" if found is None else figure(found)


def notes(row: Handed) -> list[View]:
    """Why the points are what they are, the deciding sentence first."""
    tone = "info" if row.points_hundredths is not None else "warning"
    return [{"state": tone, "message": trace.words(language())} for trace in traces_of(row)]


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
        "kind": "text" if key == "points" else "area",
    }
    old = _before(path, values, sheet)
    if path in sheet.problems:
        return cell | {"state": "error", "message": sheet.problems[path]}
    if old is not None:
        return cell | {"state": "changed", "old": old}
    if path in missing:
        return cell | {"state": "warning" if cell["value"] else "missing", "message": missing[path]}
    return cell
