"""目标调整任务: the list, one task, and its line on the work list."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from flask import url_for

from webapp.i18n import _, language
from webapp.present.execution import with_sign
from webapp.present.exports import column_label
from webapp.present.files import wan
from webapp.present.labels import pick
from webapp.present.ledger import entry_rows, signed_wan
from webapp.present.ledger_lists import tabs
from webapp.present.paging import pager
from webapp.present.refusals import problem_texts
from webapp.present.times import held_words, moment
from workflow.errors import RuleFailed
from workflow.lifecycle.moves import STATE_LABELS
from workflow.queries.keyset import Window
from workflow.queries.listings.target_tasks import STAGES
from workflow.queries.target_tasks import TaskLine, TaskPage
from workflow.queries.work_words import TARGET_VERBS

View = dict[str, Any]
LOOKS = {
    "open": "waiting",
    "adjusting": "drafted",
    "waiting": "submitted",
    "adjusted": "approved",
    "explained": "accepted",
    "lapsed": "closed",
}


def chip(line: TaskLine) -> View:
    """Where the task stands."""
    return {"key": LOOKS[line.stage], "label": pick(STAGES[line.stage])}


def target_item(line: TaskLine) -> View:
    """One line of the work list."""
    since = line.explained_at or line.opened_at
    return {
        "href": url_for("target_tasks.show", task_id=line.id),
        "name": line.project_name,
        "meta": f"{line.unit_name} · {_('Year %(year)s', year=line.fiscal_year)}",
        "verb": pick(TARGET_VERBS[line.stage]),
        "state": chip(line),
        "amount": signed_wan(line.change_fen),
        "since": moment(since),
        "since_words": held_words(since),
        "kind": "file",
    }


def index_view(found: Window[TaskLine], stage: str, year: int) -> View:
    """Variables of ``target_tasks/index.html``."""
    kinds = {
        "project": "link", "stage": "chip", "initial": "num", "change": "num", "opened": "date", "closed": "date",
    }  # fmt: skip
    options = [("", _("All states")), *((key, pick(words)) for key, words in STAGES.items())]
    return {
        "tabs": tabs("target_tasks.index"),
        "year": year,
        "columns": [
            {"key": key, "label": column_label("target_tasks", key), "kind": kind} for key, kind in kinds.items()
        ],
        "rows": [_listed(line) for line in found.rows],
        "fields": [
            {"kind": "select", "name": "stage", "label": _("State"), "value": stage,
             "options": [{"value": key, "label": label} for key, label in options]},
        ],
        "filtered": bool(stage),
        "pager": pager(found, lambda cursor: url_for("target_tasks.index", cursor=cursor, stage=stage or None)),
    }  # fmt: skip


def _listed(line: TaskLine) -> View:
    return {
        "href": url_for("target_tasks.show", task_id=line.id),
        "sub": line.unit_name,
        "cells": {
            "project": line.project_name,
            "stage": chip(line),
            "initial": wan(line.initial_fen),
            "change": signed_wan(line.change_fen),
            "opened": moment(line.opened_at)[:10],
            "closed": moment(line.closed_at)[:10],
        },
    }


def task_view(found: TaskPage, given: Mapping[str, str], refusal: RuleFailed | None) -> View:
    """Variables of ``target_tasks/show.html``."""
    line = found.line
    wrong = " ".join(problem_texts(refusal, language())) if refusal else ""
    return {
        "task": line,
        "chip": chip(line),
        "stats": _stats(line),
        "facts": _facts(found),
        "adjust": _adjust(found),
        "ledger": url_for("execution.project", project_id=line.project_id, year=line.fiscal_year, _anchor="ledger"),
        "may_explain": found.may_explain,
        "may_answer": found.may_answer,
        "reason": given.get("reason", ""),
        "wrong": wrong,
        "errors": [{"text": wrong, "href": "#f-reason"}] if wrong else [],
        **entry_rows(found.causes),
    }


def _stats(line: TaskLine) -> list[View]:
    unit = _("× 10,000 yuan")
    share = Fraction(abs(line.change_fen), line.initial_fen) if line.initial_fen > 0 else None
    return [
        {"label": _("Initial budget"), "value": wan(line.initial_fen), "unit": unit},
        {"label": _("Change of the budget"), "value": signed_wan(line.change_fen), "unit": unit, "href": "#causes"},
        {"label": _("Share of the initial budget"), "value": with_sign(share),
         "note": _("targets must follow above %(percent)s%%", percent=line.share_percent)},
    ]  # fmt: skip


def _facts(found: TaskPage) -> list[View]:
    line = found.line
    orders = {entry.correction_id for entry in found.causes if entry.correction_id}
    said: list[View] = [
        *(
            {"label": _("Ordered by"), "value": _("Correction"), "href": url_for("corrections.show", correction_id=one)}
            for one in sorted(orders)
        ),
        *_answered(found),
        {"label": column_label("target_tasks", "closed"), "value": moment(line.closed_at)},
        {"label": _("Reason of the unit"), "value": line.explanation, "wide": True, "note": found.explained_by},
        {"label": _("Answer of the section"), "value": line.answer, "wide": True, "note": found.answered_by},
    ]
    return [
        {"label": column_label("target_tasks", "opened"), "value": moment(line.opened_at)},
        *(fact for fact in said if fact["value"]),
    ]  # fmt: skip


def _answered(found: TaskPage) -> list[View]:
    """The adjustment that was opened for it."""
    if found.answer is None:
        return []
    key, revision, state = found.answer
    place = url_for("declarations.show", declaration_id=key)
    return [{"label": _("Adjustment"), "value": _("Revision %(n)s", n=revision), "href": place,
             "note": pick(STATE_LABELS[state])}]  # fmt: skip


def _adjust(found: TaskPage) -> View | None:
    """The way to adjusted targets: a revision of the declaration in force, or the one that is there already."""
    if not found.declaration_id:
        return None
    if found.may_explain and not found.on_its_way:
        href = url_for("moves.ask", declaration_id=found.declaration_id, action="open_adjustment")
        return {"label": _("Adjust the targets"), "href": href, "icon": "edit"}
    words = _("Open the adjustment") if found.on_its_way else _("To the declaration")
    return {"label": words, "href": url_for("declarations.show", declaration_id=found.declaration_id)}
