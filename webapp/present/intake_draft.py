"""One form of a dropped file: left what was read, right the draft as it would be, and first what is doubtful."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import url_for
from werkzeug.datastructures import MultiDict

from webapp.i18n import _, language, plural
from webapp.present.findings import QUIET_RULES, raw_text
from webapp.present.intake_page import place_in_file, status_chip
from webapp.present.labels import desk_label, pick, state_label
from webapp.present.places import anchor, cell_words, place_words, row_name
from webapp.present.refusals import problem_texts
from workflow.canonical.paths import BASICS, FORM
from workflow.documents.form_places import HORIZON_LABELS
from workflow.documents.intake.draft import DECLARED
from workflow.documents.intake.reading import FORM_TYPES
from workflow.errors import Refusal, RuleFailed
from workflow.notifications.refusals import refusal_text
from workflow.permissions import KEEPS_OVERALL, Actor
from workflow.services.intake.checking import Said
from workflow.services.intake.creating import target_mark
from workflow.services.intake.places import Piece
from workflow.services.intake.sheet import SURE, Doubt, Sheet
from workflow.services.intake.typing import LEFT_OUT, Corrected
from workflow.types import Desk, IntakeStatus, Role, State

View = dict[str, Any]
CELL, OUT = "c:", "out"
LONG = frozenset(
    {("goals", "text"), ("indicators", "level3"), ("expenditure_lines", "item"), ("expenditure_lines", "basis")}
)
"""Cells of more than a line."""
NARROW = {"level1": 7, "level2": 8, "target": 8}
"""Signs that a line of a narrow column of indicators takes; longer texts go over several lines."""
COLUMNS: dict[str, tuple[str, ...]] = {
    "goals": ("name", "text"),
    "indicators": ("level1", "level2", "level3", "target", "prior_years.0", "prior_years.1", "weight", "basis"),
    "funding_sources": ("amount",),
    "expenditure_lines": ("item", "basis"),
    "asset_lines": ("item", "quantity", "amount"),
    "executing_bodies": ("name",),
}
"""What is shown of a row; a column that no row says anything in is left out."""
EDITING = frozenset({Desk.filer, Desk.department})


def said_in(form: MultiDict[str, str]) -> Said:
    """What the page says when it is sent."""
    cells = {name.removeprefix(CELL): text for name, text in form.items() if name.startswith(CELL)}
    numbers = {name: form.get(name, 0, int) for name in ("version", "task", "unit")}
    return Said(
        numbers["version"], cells, form.getlist(OUT), form.getlist("settled"), numbers["task"], numbers["unit"]
    )  # fmt: skip


def draft_view(sheet: Sheet, actor: Actor, units: Sequence[Any], refusal: Refusal | None) -> View:
    """Variables of ``intake/form.html``."""
    form, draft = sheet.form, sheet.draft
    places = {anchor(piece.path) for piece in sheet.pieces if piece.path}
    doubts = sheet.doubts if draft else []  # what becomes no draft needs no checking
    left = sum(not item.settled for item in doubts)
    return {
        "sheet": sheet,
        "name": form.project_name or sheet.read.title or pick(FORM_TYPES[form.form_type]),
        "kind": pick(FORM_TYPES[form.form_type]),
        "chip": status_chip(sheet),
        "open": form.status == IntakeStatus.open,
        "again": form.status in (IntakeStatus.aside, IntakeStatus.created),
        "declaration": url_for("declarations.show", declaration_id=form.declaration_id) if form.declaration_id else "",
        "source": [_piece(at, piece) for at, piece in enumerate(sheet.pieces, 1)],
        "doubts": [_doubt(item, sheet) for item in sorted(doubts, key=lambda item: item.settled)],
        "left": left,
        "left_words": plural("%(num)s place to check", "%(num)s places to check", left),
        "units": [{"value": unit.id, "label": unit.name} for unit in units],
        "tasks": [{"value": task.id, "label": task.name} for task in sheet.tasks],
        "becomes": _becomes(sheet, actor),
        "target": target_mark(sheet.target),
        "header": _header(sheet, draft) if draft else [],
        "tables": _tables(sheet, draft) if draft else [],
        "findings": _findings(sheet, draft) if draft else [],
        "errors": _errors(refusal),
        "places": places,
    }


def _errors(refusal: Refusal | None) -> list[View]:
    if refusal is None:
        return []
    if isinstance(refusal, RuleFailed):
        return [{"text": text, "href": "#doubts"} for text in problem_texts(refusal, language())]
    return [{"text": refusal_text(refusal.code, refusal.facts, language()), "href": "#becomes"}]


def _piece(number: int, piece: Piece) -> View:
    """A row of the file as it was read, between the rows around it; its cells apart.

    A cell that became a cell of the draft can be pointed at; those of a doubtful row point back to the draft.
    """
    doubtful, left = piece.confidence < SURE, dict(piece.cells)
    cells = []
    for text in (text.strip() for text in piece.snippet.split(" | ")):
        name = next((name for name, said in left.items() if said.strip() == text), "")
        left.pop(name, None)
        cells.append({
            "text": text,
            "id": f"s-{number}-{name}" if name else "",
            "href": f"#{anchor(f'{piece.path}/{name}')}" if name and piece.path and doubtful else "",
        })  # fmt: skip
    return {
        "id": f"s-{number}",
        "where": place_in_file(piece.where),
        "cells": cells,
        "doubtful": doubtful,
        "href": f"#{anchor(piece.path)}" if piece.path else "",
    }


def _source_of(sheet: Sheet, path: str, where: str) -> str:
    """Where the source pane shows a place; "" = nowhere."""
    for number, piece in enumerate(sheet.pieces, 1):
        if (path and piece.path and (path == piece.path or path.startswith(f"{piece.path}/"))) or (
            not path and where and piece.where == where
        ):
            name = path.removeprefix(f"{piece.path}/")
            return f"#s-{number}-{name}" if name in piece.cells else f"#s-{number}"
    return ""


def _doubt(item: Doubt, sheet: Sheet) -> View:
    source = _source_of(sheet, item.path, item.where)
    return {
        "key": item.key,
        "text": _doubt_words(item, sheet),
        "quote": item.snippet if item.code == "unsure" else "",
        "settled": item.settled,
        "confirmable": item.confirmable,
        "where": place_in_file(item.where),
        "source": source,
        "href": f"#{anchor(item.path)}" if item.path else "",
    }


def _doubt_words(item: Doubt, sheet: Sheet) -> str:
    if item.code == "other_year":
        year = sheet.task.fiscal_year if sheet.task else ""
        return _("The form prints the year %(printed)s, the task is of %(year)s.", printed=item.snippet, year=year)
    if item.code == "other_unit":
        return _("The form names the unit “%(printed)s”, it is taken over for %(unit)s.",
                 printed=item.snippet, unit=sheet.unit)  # fmt: skip
    if item.code == "nameless":
        return _("No project name was found. Type it into the draft below.")
    if item.code == "problem":
        return pick((item.snippet, item.english))
    if item.path and sheet.draft:
        place = place_words(item.path, sheet.draft.document, sheet.shown_on)
        return _("%(place)s may have been read wrongly.", place=place)
    return _("This place may have been read wrongly.")


def _becomes(sheet: Sheet, actor: Actor) -> View:
    """In words what confirming does, and whether this person can."""
    if sheet.task is None:
        return {"tone": "warn", "text": refusal_text("intake_no_task", {}, language()), "able": False}
    if sheet.form.form_type not in DECLARED:
        return _overall(actor)
    if sheet.draft is None:
        return {"tone": "warn", "text": refusal_text("intake_no_draft", {}, language()), "able": False}
    if sheet.target is None:
        return _new(sheet, actor)
    href = url_for("declarations.show", declaration_id=sheet.target.id)
    action = {"label": _("Open it"), "href": href}
    if sheet.target.state == State.drafted and sheet.target.desk in EDITING:
        text = _("There is a draft of this project for %(year)s. What this form says goes into it; rows it does not "
                 "have are removed there.", year=sheet.target.fiscal_year)  # fmt: skip
        return {"tone": "info", "text": text, "able": True, "label": _("Confirm and update the draft"),
                "action": action}  # fmt: skip
    where = desk_label(sheet.target.desk) if sheet.target.desk else state_label(sheet.target.state)
    text = _("This project is declared for %(year)s already (%(where)s) and cannot be changed by a file now.",
             year=sheet.target.fiscal_year, where=where)  # fmt: skip
    return {"tone": "warn", "text": text, "able": False, "action": action}


def _overall(actor: Actor) -> View:
    """Overall statements and budget tables have a page of their own; who may load them finds the way there."""
    text = _("Overall statements and budget tables become no declaration. The department or the performance section "
             "loads them under “Overall statements”.")  # fmt: skip
    here = {"tone": "info", "text": text, "able": False}
    if actor.roles.isdisjoint(KEEPS_OVERALL):
        return here
    return {**here, "action": {"label": _("Overall statements"), "href": url_for("overall.index")}}


def _new(sheet: Sheet, actor: Actor) -> View:
    task = sheet.task.name if sheet.task else ""
    if not actor.holds(Role.filer, sheet.form):
        text = _("It becomes a new declaration in “%(task)s”. The filer of %(unit)s confirms it; it stands in his work "
                 "list.", task=task, unit=sheet.unit)  # fmt: skip
        return {"tone": "info", "text": text, "able": False}
    text = _("It becomes a new declaration in “%(task)s”.", task=task)
    return {"tone": "info", "text": text, "able": True, "label": _("Confirm and make the draft")}


# --- the draft --------------------------------------------------------------------------------------------------------


def _cell(sheet: Sheet, draft: Corrected, path: str, label: str, *, long: bool = False) -> View:
    text = draft.cells.get(path, "")
    most = NARROW.get(path.rpartition("/")[2], 24) if path.startswith("indicators/") else 24
    long = long or len(text) > most
    raw = draft.raw.get(path)
    doubtful = any(item.path and (path == item.path) for item in sheet.open_doubts)
    return {
        "name": f"{CELL}{path}",
        "id": anchor(path),
        "label": label,
        "text": text,
        "long": long,
        "rows": min(8, 1 + len(text) // min(most, 18)) if long else 1,
        "num": path.rpartition("/")[2].startswith(("amount", "budget")),
        "error": raw_text(*raw) if raw else "",
        "doubtful": doubtful,
        "source": _source_of(sheet, path, ""),
    }


def _header(sheet: Sheet, draft: Corrected) -> list[View]:
    """The project's name and every field of the form, in its order."""
    names = ["project_name", *(item.name for item in sheet.shown_on.header_fields() if item.name != "project_name")]
    return [
        _cell(sheet, draft, f"{BASICS}/-/{name}", sheet.shown_on.label_of(name), long=name in _TEXTS)
        for name in names
        if f"{BASICS}/-/{name}" in sheet.cells
    ]


_TEXTS = frozenset(
    ("establishment_basis", "implementation_plan", "application_reason", "main_content", "prior_evaluation",
     "prior_budget")
)  # fmt: skip


def _tables(sheet: Sheet, draft: Corrected) -> list[View]:
    """The lists of the form that say something; the indicators apart by their horizon, as the form prints them."""
    found = []
    for section, names in COLUMNS.items():
        rows = list(getattr(draft.document, section)) + _left_out(sheet, draft, section)
        groups = _by_horizon(rows) if section == "indicators" else [("", rows)]
        for horizon, group in groups:
            if group:
                found.append(_table(sheet, draft, section, horizon, group, names))
    return found


def _left_out(sheet: Sheet, draft: Corrected, section: str) -> list[Any]:
    """Rows that are not taken over stay on the page, so that they can be taken back."""
    gone = {path.partition("/")[2] for path, text in sheet.form.typed.items()
            if text == LEFT_OUT and path.count("/") == 1 and path.startswith(f"{section}/")}  # fmt: skip
    return [row for row in getattr(sheet.base, section) if row.uid in gone] if sheet.base else []


def _by_horizon(rows: Iterable[Any]) -> list[tuple[str, list[Any]]]:
    groups: dict[str, list[Any]] = {}
    for row in sorted(rows, key=lambda row: row.uid):
        groups.setdefault(row.horizon, []).append(row)
    return list(groups.items())


def _table(
    sheet: Sheet, draft: Corrected, section: str, horizon: str, rows: Sequence[Any], names: Sequence[str]
) -> View:
    cells = {**sheet.cells, **draft.cells}
    amounts = [name for name in (f"amounts.{item.code}" for item in sheet.shown_on.detail_sources)
               if section == "expenditure_lines"]  # fmt: skip
    shown = [
        name for name in (*names, *amounts) if any(cells.get(f"{section}/{row.uid}/{name}") for row in rows)
        or name in ("level3", "target", "text", "amount")
    ]  # fmt: skip
    title = pick(HORIZON_LABELS[horizon]) if horizon else place_words(section, draft.document, sheet.shown_on)
    return {
        "id": anchor(f"{section}{horizon}"),
        "title": title,
        "section": section,
        "first": _("Source of funds") if section == "funding_sources" else "",
        "columns": [{"name": name, "label": _heading(cell_words(name, sheet.shown_on))} for name in shown],
        "rows": [_row(sheet, draft, section, row, shown) for row in rows],
    }


def _heading(words: str) -> str:
    """Words made for the middle of a sentence, as a heading."""
    return words[:1].upper() + words[1:]


def _row(sheet: Sheet, draft: Corrected, section: str, row: Any, names: Sequence[str]) -> View:
    path = f"{section}/{row.uid}"
    out = sheet.form.typed.get(path) == LEFT_OUT
    cells = Corrected(draft.document, draft.raw) if not out else Corrected(sheet.base or draft.document, {})
    name = row_name(section, row.uid, cells.document, sheet.shown_on)
    doubtful = any(item.path == path or item.path.startswith(f"{path}/") for item in sheet.open_doubts)
    return {
        "path": path,
        "id": anchor(path),
        "name": name,
        "out": out,
        "doubtful": doubtful,
        "source": _source_of(sheet, path, ""),
        "cells": [
            _cell(
                sheet,
                cells,
                f"{path}/{field}",
                f"{cell_words(field, sheet.shown_on)}：{name}",
                long=(section, field) in LONG,
            )
            for field in names
        ],
    }


def _findings(sheet: Sheet, draft: Corrected) -> list[View]:
    """What the rules would say about the draft."""
    return [
        {
            "severity": item.severity.value,
            "quiet": item.rule in QUIET_RULES,
            "text": pick((item.zh, item.en)),
            "target": place_words(item.path, draft.document, sheet.shown_on),
            "href": _shown(item.path, sheet.cells),
            "suggestion": item.suggestion,
            "source": item.source,
            "key": item.key,
        }
        for item in sheet.findings
    ]


def _shown(path: str, cells: Mapping[str, str]) -> str:
    """To the cell or the row where this page shows it; most places of an empty field it does not."""
    known = path != FORM and any(cell == path or cell.startswith(f"{path}/") for cell in cells)
    return f"#{anchor(path)}" if known and path.count("/") else ""
