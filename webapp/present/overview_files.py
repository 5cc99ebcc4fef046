"""The files behind one number of the overview."""

from datetime import date
from typing import Any

from flask import url_for

from webapp.i18n import _
from webapp.present.corrections import state_view as correction_state
from webapp.present.exports import column_label
from webapp.present.files import chip, report_chip, wan
from webapp.present.labels import desk_label, pick
from webapp.present.overview import given, to_files
from webapp.present.paging import pager
from webapp.present.times import due_words
from workflow.clock import business_date
from workflow.lifecycle.moves import DESK_LABELS
from workflow.queries.dashboard.behind import FileLine
from workflow.queries.dashboard.measures import MEASURES, Asked
from workflow.queries.keyset import Window
from workflow.queries.listings.overview import light_words
from workflow.queries.work_words import holder_words

View = dict[str, Any]
_PAGES = {
    "declaration": ("declarations.show", "declaration_id"),
    "report": ("reports.show", "report_id"),
    "evaluation": ("evaluations.show", "evaluation_id"),
    "correction": ("corrections.show", "correction_id"),
}
"""Where a file of each kind is opened."""


def files_view(page: Window[FileLine], count: int, asked: Asked, measure: str, value: str, place: str) -> View:
    """Variables of ``overview/files.html``."""
    row = MEASURES[measure]
    kinds = ("name", "budget", "state", "desk", "due")
    formats = {"name": "link", "budget": "num", "state": "chip", "due": "lines"}
    columns = [
        {"key": key, "label": column_label("overview_files", key), "kind": formats.get(key, "text")} for key in kinds
    ]
    if row.of == "correction":
        columns = [column for column in columns if column["key"] != "desk"]
    return {
        "title": "".join((pick(row.words), _(": ") + _value(measure, value) if value else "")),
        "counts": pick(row.counts),
        "place": place,
        "past": asked.past.isoformat() if asked.past else "",
        "year": asked.year,
        "count": count,
        "columns": columns,
        "rows": [_row(line, asked.today) for line in page.rows],
        "back": url_for("overview.index", **given(asked)),
        "pager": pager(page, lambda cursor: to_files(asked, measure, value, cursor=cursor)),
    }


def _value(measure: str, value: str) -> str:
    return desk_label(value) if value in DESK_LABELS else pick(light_words(value))


def _row(line: FileLine, today: date) -> View:
    endpoint, key = _PAGES[line.kind]
    at: View = {key: line.id}
    return {
        "href": url_for(endpoint, **at),
        "sub": line.unit_name,
        "cells": {
            "name": line.project_name,
            "budget": wan(line.budget_fen),
            "state": _state(line),
            "desk": pick(holder_words(line.desk, line.holders)),
            "due": _due(line, today),
        },
    }


def _state(line: FileLine) -> View:
    if line.kind == "correction" and line.due_on:
        return correction_state(line.state, line.due_on)
    return chip(line.state) if line.kind == "declaration" else report_chip(line.state)


def _due(line: FileLine, today: date) -> View | str:
    """The day, and how far it is while somebody holds the file; of a past day only whether it was over."""
    if line.due_on is None:
        return ""
    held = bool(line.desk) or line.state == "ordered"
    late = held and line.due_on < today
    words = due_words(line.due_on) if held and today == business_date() else ""
    return {"text": line.due_on.isoformat(), "sub": words, "late": late}
