"""A file's 自评表 beside the open form: a row a place, what would be taken, what is doubtful, what was not read."""

from collections.abc import Collection
from typing import Any

from flask import url_for
from sqlmodel import Session

from webapp.i18n import _, language, plural
from webapp.present.evaluation_grid import field_words, words
from webapp.present.intake_page import place_in_file
from webapp.present.labels import pick
from webapp.present.places import anchor
from webapp.present.times import moment
from workflow.documents.intake.reading import IndicatorRead, ProblemRead
from workflow.documents.intake.sentences import in_english
from workflow.errors import Refusal
from workflow.notifications.refusals import refusal_text
from workflow.permissions import Actor
from workflow.queries.file_page import NOBODY, people
from workflow.services.evaluation_comparing import Comparison, Fact, FileCell, FileRow
from workflow.services.evaluation_file import waiting

View = dict[str, Any]
ACCEPTED = ".docx,.xlsx,.xls,.pdf"
SNIPPET = 120


def file_view(
    session: Session, actor: Actor, evaluation_id: int, refusal: Refusal | None, chosen: Collection[str] | None
) -> View:
    """Variables of ``evaluations/file.html``; ``chosen`` are the ticks of a page that was refused."""
    here_is = waiting(session, actor, evaluation_id)
    found = here_is.found
    error = refusal_text(refusal.code, refusal.facts, language()) if refusal else ""
    here: View = {
        "row": here_is.row,
        "name": here_is.project_name,
        "task": here_is.task,
        "accepted": ACCEPTED,
        "errors": [{"text": error, "href": "#taking" if found and chosen is not None else "#f-file"}] if error else [],
        "file": None,
    }
    return here if found is None else here | _found(session, found, chosen)


def taken_words(count: int) -> str:
    """The quiet line after taking over."""
    return plural("%(num)s place was taken over from the file.", "%(num)s places were taken over from the file.", count)


def _found(session: Session, found: Comparison, chosen: Collection[str] | None) -> View:
    file, cells = found.file, found.cells
    new = [cell for cell in cells if not cell.same]
    doubtful = [cell for cell in new if not cell.proposed]
    who = people(session, [file.uploaded_by] if file.uploaded_by else []).get(file.uploaded_by or 0, NOBODY).name
    missing = [row for row in found.rows if not row.found]
    return {
        "file": file,
        "brought": _("%(who)s uploaded it %(when)s", who=who, when=moment(file.created_at)),
        "kept": _("kept until %(when)s", when=moment(file.expires_at)),
        "other": [_other_words(code, said) for code, said in found.other.items()],
        "counts": _counts(len(new), len(doubtful), len(cells) - len(new)),
        "changes": len(new),
        "groups": [
            *([{"label": _("The form as a whole"), "target": "", "notes": [], "id": "",
                "cells": [_cell(cell, field_words(cell.path), chosen) for cell in found.form]}] if found.form else []),
            *(_group(row, chosen) for row in found.rows if row.found and row.cells),
        ],
        "facts": [_fact(one) for one in found.facts],
        "missing": [row.name for row in missing],
        "left": [_left(one) for one in found.left],
        "problems": [_problem(one) for one in found.problems],
    }  # fmt: skip


def _counts(new: int, doubtful: int, same: int) -> str:
    said = [plural("%(num)s place differs", "%(num)s places differ", new)]
    if doubtful:
        said.append(plural("%(num)s of them is to be looked at", "%(num)s of them are to be looked at", doubtful))
    if same:
        said.append(plural("%(num)s is the same", "%(num)s are the same", same))
    return _(", ").join(said)


def _other_words(code: str, said: str) -> str:
    return {
        "project": _("The file is of the project “%(said)s”.", said=said),
        "unit": _("The file is of the unit “%(said)s”.", said=said),
        "year": _("The file is of the year %(said)s.", said=said),
    }[code]


def _group(row: FileRow, chosen: Collection[str] | None) -> View:
    notes = []
    if row.read_target:
        notes.append(_("The file prints another target: %(said)s", said=row.read_target))
    if any(code in ("unsure", "guessed") for cell in row.cells for code in cell.doubts):
        said = row.snippet if len(row.snippet) <= SNIPPET else f"{row.snippet[:SNIPPET]}…"
        notes.append(_("Printed in the file (%(where)s): %(said)s", where=place_in_file(row.where) or "—", said=said))
    notes += [trace.words(language()) for trace in row.traces[-1:]]
    return {
        "id": f"file-{row.item.indicator_uid}",
        "label": row.name,
        "target": row.target,
        "notes": notes,
        "cells": [_cell(cell, words(cell.path.rpartition("/")[2]), chosen) for cell in row.cells],
    }


def _cell(cell: FileCell, label: str, chosen: Collection[str] | None) -> View:
    return {
        "path": cell.path,
        "id": anchor(cell.path),
        "label": label,
        "now": cell.now,
        "said": cell.said,
        "same": cell.same,
        "replaces": bool(cell.now) and not cell.same,
        "checked": cell.proposed if chosen is None else cell.path in chosen,
        "doubts": [_doubt_words(code, cell) for code in cell.doubts],
    }


def _doubt_words(code: str, cell: FileCell) -> str:
    return {
        "unsure": _("may have been read wrongly"),
        "guessed": _("the name is only alike"),
        "other_target": _("held against another target"),
        "by_formula": _("the rules give %(points)s; ticked it counts as points by hand", points=cell.reckoned),
    }[code]


def _fact(one: Fact) -> View:
    label = {
        "initial": _("Initial budget"),
        "adjusted": _("Budget of the year"),
        "executed": _("Spent in the year"),
        "rate": _("Execution rate"),
        "points": _("Points of the execution"),
        "total": _("Total points"),
    }[one.key]
    return {"label": label, "now": one.now or "—", "said": one.said, "same": one.same}


def _left(one: IndicatorRead) -> View:
    said = [one.target, one.actual, one.score, one.deviation]
    return {"name": one.level3 or one.level2 or "—", "said": " · ".join(filter(None, said))}


def _problem(one: ProblemRead) -> View:
    text = pick((one.message, in_english(one.sentence, one.facts, one.message)))
    return {"where": place_in_file(one.where), "text": text}


def file_href(evaluation_id: int, *, editable: bool) -> str:
    """Where a form that is being filled in takes a file."""
    return url_for("evaluation_files.show", evaluation_id=evaluation_id) if editable else ""
