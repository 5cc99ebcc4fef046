"""目标调整备案: the list of the performance section."""

from typing import Any

from flask import url_for

from webapp.i18n import _
from webapp.present.exports import column_label
from webapp.present.files import wan
from webapp.present.labels import pick
from webapp.present.paging import pager
from webapp.present.times import moment
from workflow.permissions import Actor
from workflow.queries.filings import Filing
from workflow.queries.keyset import Window
from workflow.queries.listings.filings import FILING_STAGES, type_words
from workflow.types import Role

View = dict[str, Any]
LOOKS = {"waits": "waiting", "filed": "approved", "review": "running", "back": "cancelled"}
_KINDS = {
    "project": "link", "type": "lines", "before": "num", "after": "num", "asked_by": "lines", "stage": "chip",
    "by": "lines", "action": "actions",
}  # fmt: skip


def filings_view(found: Window[Filing], actor: Actor, year: int) -> View:
    """Variables of ``filings/index.html``."""
    deciding = Role.performance in actor.roles
    return {
        "year": year,
        "columns": [
            {"key": key, "label": column_label("filings", key) if key != "action" else "", "kind": kind}
            for key, kind in _KINDS.items()
            if deciding or key != "action"
        ],
        "rows": [_row(line, deciding) for line in found.rows],
        "pager": pager(found, lambda cursor: url_for("filings.index", cursor=cursor)),
    }


def _row(line: Filing, deciding: bool) -> View:
    here = url_for("declarations.show", declaration_id=line.declaration_id)
    ways = [
        {"label": label, "href": url_for("moves.ask", declaration_id=line.declaration_id, action=action)}
        for action, label in (("file_adjustment", _("File it")), ("demand_review", _("Have it reviewed")))
    ]
    return {
        "href": here,
        "sub": line.unit_name,
        "cells": {
            "project": line.project_name,
            "type": {"text": pick(type_words(line)), "sub": " · ".join(filter(None, (line.document, line.reason)))},
            "before": wan(line.before_fen),
            "after": wan(line.after_fen),
            "asked_by": {"text": line.asked_by, "sub": moment(line.asked_at)},
            "stage": {"key": LOOKS[line.stage], "label": pick(FILING_STAGES[line.stage])},
            "by": _handled(line),
            "action": ways if deciding and line.stage == "waits" else [],
        },
    }


def _handled(line: Filing) -> View:
    if line.demanded:
        return {"text": line.demanded_by, "sub": line.demanded_because}
    return {"text": line.filed_by or "—", "sub": moment(line.filed_at) if line.filed_at else ""}
