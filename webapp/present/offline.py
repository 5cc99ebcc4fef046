"""离线填报: the list of workbooks, and what one of them changes, project by project."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for

from webapp.i18n import _, language, plural
from webapp.present.labels import pick
from webapp.present.refusals import problem_texts
from webapp.present.times import moment
from workflow.documents.intake.readers.found import MOST_BYTES
from workflow.errors import RuleFailed
from workflow.queries.listings.papers import OUTCOMES
from workflow.queries.offline import Template, Upload
from workflow.types import Desk

View = dict[str, Any]
MOST_CHANGES = 300
"""Changes of one project that are listed; the rest is counted."""
CHIPS = {"created": "accepted", "updated": "open", "unchanged": "closed", "conflict": "returned", "error": "failed"}
TAKEN, HELD = ("created", "updated"), ("conflict", "error")


def index_view(found: Sequence[Template], brought: Sequence[Upload], refused: RuleFailed | None) -> View:
    """Variables of ``offline/index.html``."""
    texts = problem_texts(refused, language()) if refused else []
    return {
        "columns": [
            {"key": "task", "label": _("Task"), "kind": "lines", "wide": True},
            {"key": "unit", "label": _("Unit"), "kind": "text"},
            {"key": "drafts", "label": _("Drafts"), "kind": "num"},
            {"key": "deed", "label": "", "kind": "actions"},
        ],
        "rows": [_template(line) for line in found],
        "upload_columns": [
            {"key": "file", "label": _("File"), "kind": "link", "wide": True},
            {"key": "unit", "label": _("Unit"), "kind": "text", "hide": "md"},
            {"key": "when", "label": _("Uploaded"), "kind": "lines"},
            {"key": "state", "label": _("State"), "kind": "chip"},
            {"key": "counts", "label": _("Outcome"), "kind": "text"},
        ],
        "uploads": [_upload(line) for line in brought],
        "hint": _("xlsx, at most %(most)s MB", most=MOST_BYTES // 2**20),
        "errors": [{"text": text, "href": "#f-file"} for text in texts],
    }


def _template(line: Template) -> View:
    sub = [line.title, *([_("drafts at the department's desk")] if line.desk == Desk.department else [])]
    fields = {"task": line.task_id, "unit": line.unit_id, "form": line.form, "desk": line.desk}
    deed = {"label": _("Download the workbook"), "action": url_for("offline.template"), "fields": fields,
            "icon": "download"}  # fmt: skip
    return {
        "cells": {
            "task": {"text": line.task, "sub": " · ".join(sub)},
            "unit": line.unit,
            "drafts": str(line.drafts),
            "deed": [deed],
        }
    }


def _upload(line: Upload) -> View:
    return {
        "href": url_for("offline.show", upload_id=line.id),
        "cells": {
            "file": line.file,
            "unit": line.unit,
            "when": {"text": moment(line.at), "sub": line.who},
            "state": _state(line),
            "counts": _counts(line.report),
        },
    }


def _state(line: Upload) -> View:
    if line.applied_at:
        return {"key": "accepted", "label": _("Taken over")}
    if not _to_take(line.report):
        return {"key": "closed", "label": _("Nothing to take over")}
    return {"key": "waiting", "label": _("Waits for your confirmation")}


def _to_take(report: Mapping[str, Any]) -> bool:
    """Whether confirming would change anything: a project taken over, or rows removed from one that is not held."""
    return any(one["outcome"] in TAKEN or (one["gone"] and one["outcome"] not in HELD) for one in report["files"])


def _counts(report: Mapping[str, Any]) -> str:
    found = Counter(one["outcome"] for one in report["files"])
    return _(", ").join(f"{pick(label)} {found[key]}" for key, label in OUTCOMES.items() if found[key])


def applied_words(report: Mapping[str, Any]) -> str:
    """The quiet line after taking over."""
    taken = sum(one["outcome"] in TAKEN for one in report["files"])
    held = sum(one["outcome"] in HELD for one in report["files"])
    said = plural("%(num)s project was taken over.", "%(num)s projects were taken over.", taken)
    return said + (plural(" %(num)s was left as it was.", " %(num)s were left as they were.", held) if held else "")


def show_view(line: Upload) -> View:
    """Variables of ``offline/show.html``."""
    report, applied = line.report, line.applied_at is not None
    taken = sum(one["outcome"] in TAKEN for one in report["files"])
    gone = sum(len(one["gone"]) for one in report["files"] if one["outcome"] not in HELD)
    return {
        "file": line.file,
        "state": _state(line),
        "lead": [
            line.unit,
            _("%(who)s uploaded it %(when)s", who=line.who, when=moment(line.at)),
            _("kept until %(when)s", when=moment(line.expires_at)),
        ],
        "counts": _counts(report),
        "files": [_file(one, applied) for one in report["files"]],
        "marks": [_mark(one) for one in report["marks"]],
        "apply": url_for("offline.apply", upload_id=line.id) if (taken or gone) and not applied else "",
        "apply_label": _apply_label(taken),
        "remove_label": _remove_label(gone) if gone else "",
        "marked": url_for("offline.marked", upload_id=line.id),
        "is_clean": not report["all_marks"],
        "applied": applied,
        "nothing": not _to_take(report) and not applied,
        "only_removal": not taken,
        "columns": [
            {"key": "place", "label": _("Place in the file"), "kind": "lines"},
            {"key": "old", "label": _("Draft"), "kind": "text"},
            {"key": "new", "label": _("File"), "kind": "text"},
        ],
    }


def _file(one: Mapping[str, Any], applied: bool) -> View:
    changes, marks = one["changes"], one["marks"]
    held = one["outcome"] in HELD
    href = url_for("declarations.show", declaration_id=one["id"]) if one["id"] and (applied or not _is_new(one)) else ""
    return {
        "name": one["name"],
        "href": href,
        "state": {"key": CHIPS[one["outcome"]], "label": pick(OUTCOMES[one["outcome"]])},
        "held": _("Nothing of this project is taken over until this is settled.") if held else "",
        "errors": [_mark(mark) for mark in marks if mark["kind"] in ("error", "conflict")],
        "advice": [_mark(mark) for mark in marks if mark["kind"] not in ("error", "conflict")],
        "changes": [_change(change) for change in changes[:MOST_CHANGES]],
        "caption": _("%(name)s: %(count)s", name=one["name"], count=_cells(len(changes))),
        "more": max(len(changes) - MOST_CHANGES, 0),
        "gone_label": _gone_label(len(one["gone"])),
        "gone": [_("%(sheet)s: %(name)s", sheet=row["sheet"], name=row["name"] or "—") for row in one["gone"]],
    }


def _gone_label(count: int) -> str:
    return plural(
        "%(num)s row of the draft is not in the file any more; it stays unless you say otherwise",
        "%(num)s rows of the draft are not in the file any more; they stay unless you say otherwise",
        count,
    )


def _remove_label(count: int) -> str:
    return plural(
        "Also remove the %(num)s row that is not in the file any more",
        "Also remove the %(num)s rows that are not in the file any more",
        count,
    )


def _apply_label(taken: int) -> str:
    if not taken:
        return _("Remove the rows")
    return plural("Take over %(num)s project", "Take over %(num)s projects", taken)


def _cells(count: int) -> str:
    return plural("%(num)s cell changes", "%(num)s cells change", count)


def _is_new(one: Mapping[str, Any]) -> bool:
    """Its draft was only tried out: there is no page of it yet."""
    return bool(one["outcome"] == "created")


def _change(change: Mapping[str, Any]) -> View:
    row = _("row %(n)s", n=change["row"]) if change["row"] else _("row removed")
    place = {"text": change["heading"], "sub": f"{change['sheet']} · {row}"}
    return {"cells": {"place": place, "old": change["old"], "new": change["new"]}}


def _mark(mark: Mapping[str, Any]) -> View:
    place = mark["place"]
    where = _("%(sheet)s, row %(n)s", sheet=place["sheet"], n=place["row"])
    if cell := mark.get("cell"):
        where = _("%(sheet)s, cell %(cell)s", sheet=place["sheet"], cell=cell)
    return {"where": where, "text": mark["en"] if language() == "en" else mark["zh"], "fix": mark["fix"]}
