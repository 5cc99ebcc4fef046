"""Acting on many files at once: the look ahead, the result per file, and approval batches."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from flask import request, url_for

from webapp.i18n import _, language
from webapp.present.file_history import pair_words
from webapp.present.files import chip, file_href, wan
from webapp.present.labels import GRADE_LABELS, action_label, desk_label, pick
from webapp.present.letter_list import columns, letter_rows
from webapp.present.move_page import problem_views
from webapp.present.queue_page import risk_view
from webapp.present.times import moment
from workflow import clock
from workflow.errors import RuleFailed
from workflow.lifecycle import pair_of
from workflow.lifecycle.checks_content import PASSING_GRADES
from workflow.lifecycle.moves import PENDABLE
from workflow.notifications.refusals import refusal_text
from workflow.queries.batches import Batch, BatchLine, Candidate
from workflow.queries.letters import LetterLine
from workflow.services.moves import ItemResult

View = dict[str, Any]
JUDGES = frozenset({"pass_review"})
"""Moves with an opinion and a grade: one for all the files."""


def precheck_view(
    action: str, found: Sequence[Candidate], phrases: View | None, refused: RuleFailed | None = None, words: str = ""
) -> View:
    """Variables of ``batches/precheck.html``: n can, m cannot and why; of a review those with findings by tick only.

    ``refused`` is what the form just met; ``words`` is a phrase that goes after what was typed.
    """
    open_now = [item for item in found if item.refusal is None]
    asks = action in JUDGES
    doubtful = [item for item in open_now if asks and item.doubtful]
    fit = [item for item in open_now if item not in doubtful]
    total = sum(_budget(item.file) for item in fit)
    return {
        "asks": asks,
        "grades": [{"value": key, "label": pick(GRADE_LABELS[key])} for key in PASSING_GRADES],
        "typed": {"grade": request.form.get("grade", ""), "opinion": _opinion(words)},
        "phrases": phrases if asks else None,
        "shown": [item.file.id for item in found],
        **problem_views(refused, ""),
        "doubtful": [_doubtful(item) for item in doubtful],
        "later": action in PENDABLE,
        "action": action,
        "title": _("%(action)s: many files at once", action=action_label(action)),
        "label": action_label(action),
        "can": [_file(item.file) for item in fit],
        "cannot": [_file(item.file) | {"why": _why_not(item)} for item in found if item.refusal],
        "chosen": [f"{item.file.id}:{item.file.version}" for item in fit],
        "total": wan(total) or "",
        "name": _batch_name(fit),
    }


def _opinion(words: str) -> str:
    return "\n".join(filter(None, (request.form.get("opinion", "").rstrip(), words)))


def _batch_name(fit: Sequence[Candidate]) -> str:
    """Official documents are Chinese in every language of the pages."""
    years = sorted({item.file.fiscal_year for item in fit})
    return f"{'、'.join(map(str, years))}年项目支出绩效目标批复（{clock.business_date().isoformat()}）" if years else ""


def _doubtful(item: Candidate) -> View:
    ticked = f"{item.file.id}:{item.file.version}"
    budget = _budget(item.file)
    chosen = ticked in request.form.getlist("item")
    return _file(item.file) | {"item": ticked, "ticked": chosen, "why": risk_view(item.card, budget)["why"]}


def result_view(action: str, results: Sequence[ItemResult], files: dict[int, Any], *, later: bool = False) -> View:
    """Variables of ``batches/result.html``; a file that is out of sight has only its number."""
    done = [item for item in results if item.refusal is None]
    failed = [item for item in results if item.refusal]
    again = url_for("batches.precheck", action=action, id=[item.declaration_id for item in failed])
    return {
        "title": _("%(action)s: result", action=action_label(action)),
        "later": later,
        "done": [_result(item, files) for item in done],
        "failed": [_result(item, files) | {"why": _why(item.refusal)} for item in failed],
        "batches": [
            {"label": _("Approval batch %(n)s", n=key), "href": url_for("batches.show", batch_id=key)}
            for key in dict.fromkeys(item.batch_id for item in done)
            if key
        ],
        "again": again if failed else None,
    }


def _result(item: ItemResult, files: dict[int, Any]) -> View:
    row = files.get(item.declaration_id)
    return _file(row) if row else {"name": str(item.declaration_id), "href": "", "cells": {}}


def _why_not(item: Candidate) -> str:
    """A file that lies elsewhere says where."""
    if item.refusal is not None and item.refusal.code == "wrong_state":
        return _("Not at this step. It is now: %(place)s", place=pair_words(pair_of(item.file)))
    return _why(item.refusal)


def _why(refusal: Any) -> str:
    return refusal_text(refusal.code, refusal.facts, language())


def _file(row: Any) -> View:
    return {
        "name": row.project_name,
        "href": file_href(row.id),
        "budget": wan(_budget(row)),
        "state": chip(row.state, terminated_by=row.terminated_by),
        "desk": desk_label(row.desk) if row.desk else "",
    }


def _budget(row: Any) -> int:
    return int(row.budget_year_fen or row.budget_total_fen or 0)


def batch_rows(lines: Sequence[BatchLine]) -> list[View]:
    """Lines of ``batches/index.html``."""
    return [
        {
            "href": url_for("batches.show", batch_id=line.id),
            "cells": {
                "name": line.name,
                "year": str(line.fiscal_year),
                "files": str(line.files),
                "special": str(line.special) if line.special else "",
                "budget": wan(line.budget_fen),
                "by": line.approved_by,
                "at": moment(line.created_at),
            },
        }
        for line in lines
    ]


def batch_view(batch: Batch, letters: Sequence[LetterLine]) -> View:
    """Variables of ``batches/show.html``: the letters, per department its number and its files."""
    files = {key: list(rows) for key, rows in groupby(batch.files, key=lambda row: row.department_id)}
    return {
        "letters": letter_rows(letters),
        "letter_columns": columns(),
        "name": batch.line.name,
        "year": batch.line.fiscal_year,
        "by": batch.line.approved_by,
        "when": moment(batch.line.created_at),
        "files": batch.line.files,
        "special": batch.line.special,
        "total": wan(batch.line.budget_fen),
        "departments": [
            {
                "name": document.department,
                "number": document.number or _("not issued yet"),
                "issued": moment(document.issued_at),
                "rows": [{"cells": _file(row), "href": file_href(row.id)} for row in files[document.department_id]],
                "total": wan(sum(_budget(row) for row in files[document.department_id])),
            }
            for document in batch.documents
        ],
    }
