"""Around the budget ledger: its tabs, and the projects with money and without targets (有钱无目标)."""

from typing import Any

from flask import url_for

from webapp.i18n import _, plural
from webapp.present.exports import column_label
from webapp.present.files import file_href, wan
from webapp.present.labels import pick
from webapp.present.paging import pager
from webapp.present.times import held_words, moment
from workflow.queries.keyset import Window
from workflow.queries.listings.no_targets import way_words
from workflow.queries.no_targets import NoTargets, Pressing

View = dict[str, Any]


def tabs(chosen: str) -> list[View]:
    """The three pages of this area."""
    rows = (
        ("ledger.index", _("Entries")),
        ("target_tasks.index", _("Tasks to adjust targets")),
        ("ledger.without_targets", _("Money without targets")),
    )
    return [{"label": label, "href": url_for(endpoint), "active": endpoint == chosen} for endpoint, label in rows]


def no_targets_view(found: Window[NoTargets], year: int) -> View:
    """Variables of ``ledger/without_targets.html``."""
    kinds = {
        "project": "link", "department": "text", "initial": "num", "adjusted": "num", "executed": "num",
        "way": "custom",
    }  # fmt: skip
    return {
        "tabs": tabs("ledger.without_targets"),
        "year": year,
        "columns": [
            {"key": key, "label": column_label("no_targets", key), "kind": kind} for key, kind in kinds.items()
        ],
        "rows": [_listed(line, year) for line in found.rows],
        "pager": pager(found, lambda cursor: url_for("ledger.without_targets", cursor=cursor)),
    }


def _listed(line: NoTargets, year: int) -> View:
    ledger = url_for("execution.project", project_id=line.id, year=year)
    return {
        "href": ledger,
        "sub": " · ".join(filter(None, (line.unit_name, line.code))),
        "cells": {
            "project": line.name,
            "department": line.department_name,
            "initial": wan(line.money.initial_fen),
            "adjusted": {"text": wan(line.money.adjusted_fen), "href": f"{ledger}#ledger"},
            "executed": {"text": wan(line.money.executed_fen), "href": f"{ledger}#payments"},
            "way": {
                "text": pick(way_words(line)),
                "href": file_href(line.declaration_id) if line.declaration_id else "",
            },
        },
    }


def no_targets_item(found: Pressing) -> View:
    """The line of a section's work list."""
    return {
        "href": url_for("ledger.without_targets"),
        "name": plural("%(num)s project has money and no targets", "%(num)s projects have money and no targets",
                       found.projects),
        "meta": _("Year %(year)s", year=found.fiscal_year),
        "verb": _("Press for their declarations"),
        "since": moment(found.since),
        "since_words": held_words(found.since) if found.since else "",
        "kind": "file",
    }  # fmt: skip
