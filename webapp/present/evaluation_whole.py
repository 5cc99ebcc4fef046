"""On the self-evaluation of a unit as a whole: which money is which, and what its projects came to."""

from typing import Any

from flask import url_for
from sqlmodel import Session

from webapp.i18n import _
from webapp.present.execution import with_sign
from webapp.present.exports import column_label
from webapp.present.files import report_chip, wan
from webapp.present.labels import grade_label
from workflow.execution import rate
from workflow.lifecycle.evaluations.scores import points_of
from workflow.lifecycle.evaluations.whole import basic_of, projects_part
from workflow.permissions import Actor
from workflow.queries.evaluation_whole import project_results
from workflow.scoring.trace import figure
from workflow.types import Kind

View = dict[str, Any]


def kind_words(kind: str) -> str:
    """Of a project, or of a department or unit as a whole."""
    return {Kind.project: _("Project spending"), Kind.overall: _("Overall expenditure")}[Kind(kind)]


def whole_view(session: Session, actor: Actor, form: Any) -> View | None:
    """None on the form of a project."""
    if form.kind is Kind.project:
        return None
    found = project_results(session, actor, form)
    return {
        "columns": [
            {"key": "part", "label": _("Part of the money"), "kind": "text"},
            {"key": "initial", "label": _("Initial budget"), "kind": "num"},
            {"key": "adjusted", "label": _("Budget of the year"), "kind": "num"},
            {"key": "executed", "label": _("Spent in the year"), "kind": "num"},
            {"key": "source", "label": _("Where it comes from"), "kind": "text"},
        ],
        "rows": _parts(form),
        "results_columns": [
            {"key": "name", "label": _("Project"), "kind": "link"},
            {"key": "state", "label": _("State"), "kind": "chip"},
            {"key": "rate", "label": _("Execution rate"), "kind": "num"},
            {"key": "points", "label": _("Points"), "kind": "num"},
            {"key": "grade", "label": column_label("self_evaluations", "grade"), "kind": "short"},
        ],
        "results": [
            {
                "href": url_for("evaluations.show", evaluation_id=one.id),
                "sub": one.unit_name,
                "name": one.project_name,
                "cells": {
                    "name": one.project_name,
                    "state": report_chip(one.state, returned=one.round > 0),
                    "rate": with_sign(rate(one.executed_fen, one.adjusted_fen)),
                    "points": _points(one.total_hundredths),
                    "grade": grade_label(one.grade) if one.grade else "",
                },
            }
            for one in found
        ],
    }


def _points(hundredths: int | None) -> str:
    found = points_of(hundredths)
    return "—" if found is None else figure(found)


def _parts(form: Any) -> list[View]:
    initial, adjusted, executed = projects_part(form)
    basic = basic_of(form)
    rows = [
        (_("All its projects"), initial, adjusted, executed, _("Budget ledger and treasury payments of all projects"))
    ]
    if form.basic_fen is not None:
        rows.append((
            _("Basic expenditure"), basic.initial_fen, basic.adjusted_fen, basic.executed_fen, _basic_source(form)
        ))  # fmt: skip
    return [
        {
            "cells": {
                "part": part, "initial": wan(first), "adjusted": wan(year), "executed": wan(spent), "source": source,
            }
        }
        for part, first, year, spent, source in rows
    ]  # fmt: skip


def _basic_source(form: Any) -> str:
    """Budget of the overall form; spending of vouchers, else as it was typed, else it does not count yet."""
    budget = _("Budget: %(items)s of the overall form", items=form.basic_items)
    if form.basic_paid_fen is not None:
        spent = _("spent: treasury payments without a project")
    elif form.basic_typed_fen is not None:
        spent = _("spent: as the unit says, no such payments are loaded")
    else:
        spent = _("%(amount)s counts once it is said how much was spent", amount=wan(form.basic_fen))
    return _("%(budget)s; %(spent)s", budget=budget, spent=spent)
