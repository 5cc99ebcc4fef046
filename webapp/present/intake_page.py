"""导入申报材料: the list of dropped files, one file with its forms, and what became of several forms at once."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask import url_for

from webapp.i18n import _, language, plural
from webapp.present.labels import pick
from webapp.present.paging import pager
from webapp.present.refusals import problem_texts
from webapp.present.times import moment
from workflow.documents.intake.readers.found import MOST_BYTES
from workflow.documents.intake.reading import FORM_TYPES, ProblemRead
from workflow.documents.intake.sentences import in_english, place_in_english
from workflow.errors import Refusal, RuleFailed
from workflow.money import fen_from_wan, wan_grouped
from workflow.notifications.refusals import refusal_text
from workflow.queries.intake import UNDER_WAY, FileLine
from workflow.queries.keyset import Window
from workflow.queries.listings.papers import READING
from workflow.services.intake.creating import Made, target_mark
from workflow.services.intake.sheet import Sheet
from workflow.texts import whole
from workflow.types import IntakeStatus, State

View = dict[str, Any]
KINDS = ".xlsx,.xls,.docx,.pdf,.html,.htm,.md,.txt,.csv"
CHIPS = {
    "queued": "waiting", "running": "running", "cancelled": "cancelled", "stuck": "failed", "failed": "failed",
    "read": "accepted",
}  # fmt: skip
"""Look of a dropped file by how far its reading is."""
BROKEN = frozenset({"cancelled", "stuck"})


def index_view(found: Window[FileLine], units: Sequence[Any], refusal: Refusal | None) -> View:
    """Variables of ``intake/index.html``."""
    return {
        "units": [{"value": unit.id, "label": unit.name} for unit in units],
        "kinds": KINDS,
        "hint": _("xlsx, xls, docx, pdf with text, html, md, txt; at most %(most)s MB each.", most=MOST_BYTES // 2**20),
        "columns": [
            {"key": "name", "label": _("File"), "kind": "link"},
            {"key": "state", "label": _("State"), "kind": "custom", "wide": True},
            {"key": "deed", "label": "", "kind": "actions"},
        ],
        "rows": [_line(line) for line in found.rows],
        "busy": any(line.status in UNDER_WAY for line in found.rows),
        "pager": pager(found, lambda cursor: url_for("intake.index", cursor=cursor)),
        "errors": [{"text": _why(refusal), "href": "#f-file"}] if refusal else [],
    }  # fmt: skip


def chip(line: FileLine) -> View:
    """Where the reading stands."""
    label = plural("%(num)s form found", "%(num)s forms found", line.forms)
    return {"key": CHIPS[line.status], "label": label if line.status == "read" else pick(READING[line.status])}


def state_words(line: FileLine) -> str:
    """What to do next: the reason of a refusal, or how many forms wait."""
    if line.status == "failed":
        return pick((line.message_zh, line.message_en))
    if line.status == "stuck":
        return _("The reading was interrupted several times. Start it again, or save the file anew.")
    if line.status == "read" and line.forms:
        parts = [plural("%(num)s to check", "%(num)s to check", line.open)] if line.open else []
        parts += [plural("%(num)s taken over", "%(num)s taken over", line.created)] if line.created else []
        return _(", ").join(parts)
    return _("No form was found in this file; look at what was not understood.") if line.status == "read" else ""


def _line(line: FileLine) -> View:
    return {
        "href": url_for("intake.show", file_id=line.id),
        "sub": " · ".join(filter(None, (line.unit, line.uploader, moment(line.created_at)))),
        "cells": {
            "name": line.name,
            "state": {"chip": chip(line), "text": state_words(line), "busy": line.status in UNDER_WAY},
            "deed": _deeds(line),
        },
        "tone": "bad" if line.status == "failed" else "warn" if line.open else "",
    }


def _deeds(line: FileLine) -> list[View]:
    if line.status in UNDER_WAY:
        return [{"label": _("Cancel"), "action": url_for("intake.stop", file_id=line.id), "icon": "stop"}]
    if line.status in BROKEN:
        label = _("Read again")
        return [{"label": label, "action": url_for("intake.again", file_id=line.id), "kind": "secondary"}]
    if line.open:
        return [{"label": _("Check the forms"), "href": url_for("intake.show", file_id=line.id), "kind": "secondary"}]
    return []


def dropped_words(kept: Sequence[tuple[str, str, bool]], *, alone: bool) -> list[tuple[str, str]]:
    """The quiet lines after dropping: each file that is not read twice by name, and how many are being read.

    Of each its name, the name it stands under and whether it was read before. Files the page sends one by one stand
    in its list at once: of those only the known ones are told.
    """
    words = [(_known(name, before), "info") for name, before, read in kept if read]
    new = len(kept) - len(words)
    if new and not alone:
        words.append((plural("%(num)s file is being read.", "%(num)s files are being read.", new), "ok"))
    return words


def _known(name: str, before: str) -> str:
    if name == before:
        return _("“%(name)s” was given before and is not read again; it stands in the list.", name=name)
    return _("“%(name)s” says the same as “%(before)s” given before and is not read again.",
             name=name, before=before)  # fmt: skip


# --- one file -------------------------------------------------------------------------------------------------------


def file_view(line: FileLine, sheets: Sequence[Sheet], problems: Iterable[ProblemRead]) -> View:
    """Variables of ``intake/file.html``."""
    able = [sheet for sheet in sheets if _can_create(sheet)]
    return {
        "line": line,
        "chip": chip(line),
        "when": moment(line.created_at),
        "busy": line.status in UNDER_WAY,
        "failed": state_words(line) if line.status in ("failed", "stuck") else "",
        "columns": [
            {"key": "name", "label": _("Project"), "kind": "link"},
            {"key": "budget", "label": _("Budget"), "kind": "num"},
            {"key": "becomes", "label": _("Becomes"), "kind": "lines"},
            {"key": "check", "label": _("Doubtful"), "kind": "chip"},
            {"key": "state", "label": _("State"), "kind": "chip"},
        ],
        "rows": [_form_row(sheet) for sheet in sheets],
        "bulk": [{"id": sheet.form.id, "seen": _mark(sheet)} for sheet in able],
        "problems": [_problem(item) for item in problems],
    }  # fmt: skip


def _problem(item: ProblemRead) -> View:
    text = pick((item.message, in_english(item.sentence, item.facts, item.message)))
    return {"text": text, "where": place_in_file(item.where)}


def place_in_file(where: str) -> str:
    """第3行第4格, in the reader's language."""
    return pick((where, place_in_english(where)))


def _can_create(sheet: Sheet) -> bool:
    target = sheet.target
    blocked = target is not None and target.state != State.drafted
    return sheet.form.status == IntakeStatus.open and sheet.draft is not None and not blocked


def _mark(sheet: Sheet) -> str:
    return f"{sheet.form.version}|{target_mark(sheet.target)}"


def seen(text: str) -> tuple[int, str]:
    """Version and target as ``_mark`` wrote them."""
    version, _bar, target = text.partition("|")
    return whole(version) or 0, target


def _form_row(sheet: Sheet) -> View:
    form, read = sheet.form, sheet.read
    says = sheet.draft.document if sheet.draft else read  # as corrected
    budget = says.budget_year or says.budget_total
    number = _("Form %(n)s", n=form.number + 1)
    kind = pick(FORM_TYPES[form.form_type])
    return {
        "id": form.id if _can_create(sheet) else None,
        "name": form.project_name,
        "href": url_for("intake.form", form_id=form.id),
        "sub": " · ".join(filter(None, (number, kind, str(read.fiscal_year or ""), sheet.unit))),
        "cells": {
            "name": form.project_name or read.title or kind,
            "budget": wan_grouped(fen_from_wan(budget)) if budget else "",
            "becomes": becomes(sheet),
            "check": _checks(sheet) if form.status == IntakeStatus.open else "",
            "state": status_chip(sheet),
        },
        "tone": "muted" if form.status in (IntakeStatus.aside, IntakeStatus.other) else "",
    }


def becomes(sheet: Sheet) -> View | str:
    """A new declaration, or the one it would update."""
    if sheet.form.status != IntakeStatus.open or sheet.task is None or sheet.draft is None:
        return ""
    if sheet.target is None:
        return {"text": _("New declaration"), "sub": sheet.task.name}
    locked = sheet.target.state != State.drafted
    return {"text": _("Declared already") if locked else _("Updates the draft"), "sub": sheet.task.name}


def _checks(sheet: Sheet) -> View:
    count = len(sheet.open_doubts)
    if count:
        return {"key": "doubtful", "label": plural("%(num)s place", "%(num)s places", count)}
    return {"key": "accepted", "label": _("Nothing doubtful")}


def status_chip(sheet: Sheet) -> View:
    """Where the form stands."""
    return {
        IntakeStatus.open: {"key": "waiting", "label": _("To check")},
        IntakeStatus.created: {"key": "accepted", "label": _("Taken over")},
        IntakeStatus.aside: {"key": "cancelled", "label": _("Left out")},
        IntakeStatus.other: {"key": "closed", "label": _("No declaration")},
    }[IntakeStatus(sheet.form.status)]


# --- several at once --------------------------------------------------------------------------------------------------


def result_view(made: Sequence[Made], files: Iterable[int]) -> View:
    """Variables of ``intake/result.html``."""
    back = [url_for("intake.show", file_id=file_id) for file_id in files]
    return {
        "done": [_done(item) for item in made if not item.refusal],
        "failed": [
            {"name": item.name, "href": url_for("intake.form", form_id=item.form_id), "why": _why(item.refusal)}
            for item in made
            if item.refusal
        ],
        "back": back[0] if len(back) == 1 else url_for("intake.index"),
    }


def _done(item: Made) -> View:
    what = _("Draft updated") if item.updated else _("Draft made")
    return {"name": item.name, "href": url_for("editor.show", declaration_id=item.declaration_id), "what": what}


def _why(refusal: Refusal) -> str:
    if isinstance(refusal, RuleFailed):
        return _(", ").join(problem_texts(refusal, language()))
    return refusal_text(refusal.code, refusal.facts, language())


def after(form_id: int, made: Made | None) -> str:
    """Where a person goes on: in the draft that was made, else at the form."""
    if made is None:
        return url_for("intake.form", form_id=form_id)
    return url_for("editor.show", declaration_id=made.declaration_id)


def made_words(made: Made | None) -> str:
    """The quiet line above the draft, or above the form that was saved."""
    if made is None:
        return _("Saved.")
    if made.updated:
        return _("The draft says what the file says. The file is attached.")
    return _("The draft is there, with the file attached. Everything you type is saved by itself.")
