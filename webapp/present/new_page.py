"""The page that starts a declaration: what was declared last year and can be copied, and the empty form."""

from collections.abc import Mapping
from typing import Any

from flask import url_for

from webapp.i18n import _, language
from webapp.present.files import chip, wan
from webapp.present.refusals import problem_texts
from workflow.errors import RuleFailed
from workflow.queries.new_declaration import Earlier, Options

View = dict[str, Any]


def new_view(options: Options, given: Mapping[str, str], source: Any, refusal: RuleFailed | None) -> View:
    """Variables of ``declarations/new.html``; ``source``: one ended declaration that shall be copied."""
    return {
        "options": options,
        "tasks": [
            {
                "value": task["value"],
                "label": _("%(task)s, closes on %(day)s", task=task["label"], day=task["closes_on"]),
            }
            for task in options.tasks
        ],
        "earlier": [_earlier_row(line) for line in options.earlier] if source is None else [],
        "columns": _columns(),
        "source": _source(source) if source is not None else None,
        "errors": _errors(refusal),
        "given": given,
    }


def _columns() -> list[View]:
    return [
        {"key": "name", "label": _("Project"), "kind": "link"},
        {"key": "budget", "label": _("Budget"), "kind": "num"},
        {"key": "state", "label": _("Last year"), "kind": "chip"},
        {"key": "deed", "label": "", "kind": "actions"},
    ]


def _earlier_row(line: Earlier) -> View:
    """A project of last year: the button that copies it, or the way to what there is this year already."""
    source = line.source
    budget = source.budget_year_fen if source.budget_year_fen is not None else source.budget_total_fen
    if line.present:
        deed: View = {
            "label": _("Declared for %(year)s, open it", year=line.year),
            "href": url_for("declarations.show", declaration_id=line.present),
        }
    else:
        fields = {"task": line.task_id, "unit": line.unit_id, "project": line.project_id, "source": source.id}
        deed = {
            "label": _("Copy from %(year)s", year=source.fiscal_year),
            "action": url_for("declarations.create"),
            "fields": fields,
            "icon": "copy",
            "kind": "secondary",
        }
    return {
        "cells": {
            "name": line.project_name,
            "budget": wan(budget),
            "state": chip(source.state, terminated_by=source.terminated_by),
            "deed": [deed],
        },
        "href": url_for("declarations.show", declaration_id=source.id),
        "sub": line.task_name,
    }


def _source(row: Any) -> View:
    return {
        "id": row.id,
        "unit": row.unit_id,
        "project": row.project_id,
        "name": row.project_name,
        "year": row.fiscal_year,
        "href": url_for("declarations.show", declaration_id=row.id),
    }


def _errors(refusal: RuleFailed | None) -> list[View]:
    """A project that is declared already leads to its declaration."""
    if refusal is None:
        return []
    there = refusal.facts.get("declaration_id")
    href = url_for("declarations.show", declaration_id=there) if there else "#f-project_name"
    return [{"text": text, "href": href} for text in problem_texts(refusal, language())]
