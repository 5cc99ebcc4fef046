"""指标库 as its pages show it: the list, one entry with its form and trail, and merging."""

from collections.abc import Mapping
from typing import Any

from flask import url_for

from webapp.i18n import _, language, plural
from webapp.present.labels import action_label
from webapp.present.paging import pager
from webapp.present.refusals import problem_texts
from webapp.present.times import moment
from workflow.errors import RuleFailed
from workflow.indicators.sectors import known_sectors
from workflow.indicators.skeleton import skeleton
from workflow.permissions import Actor
from workflow.queries import library as queries
from workflow.queries.keyset import Window
from workflow.queries.library import Entry, Filters, Offer
from workflow.services.library import Given
from workflow.services.library.govern import COMPARATORS
from workflow.texts import whole
from workflow.types import LibraryState

View = dict[str, Any]
FIELDS = ("sector", "level1", "level2", "name", "comparator", "unit", "low", "high", "wording", "basis")

FIELD_OF = {
    "library_name_missing": "name",
    "library_twice": "name",
    "library_bad_range": "low",
    "library_range_reversed": "low",
    "library_bad_successor": "successor",
}
"""The field that a refusal is about."""


def status_words() -> dict[str, str]:
    """In use, or not."""
    return {LibraryState.active: _("In use"), LibraryState.deprecated: _("Deprecated")}


def status_chip(entry: Any) -> View:
    """As the lists draw states."""
    key = "accepted" if entry.status == LibraryState.active else "terminated"
    return {"key": key, "label": status_words()[entry.status]}


def index_view(page: Window[Entry], filters: Filters, count: int, levels: list[str], actor: Actor, job: Any) -> View:
    """Variables of ``library/index.html``."""
    given: View = {"name": filters.text, "sector": filters.sector, "level1": filters.level1, "status": filters.status}
    keeping = queries.keeps(actor)
    return {
        "columns": _columns(),
        "rows": [_row(entry) for entry in page.rows],
        "fields": _fields(filters, levels),
        "pager": pager(page, lambda cursor: url_for("library.index", cursor=cursor, **given)),
        "reset": url_for("library.index") if any(given.values()) else "",
        "count": _("%(n)s indicators", n=count),
        "keeping": keeping,
        "select": {"name": "id", "form": "merge"} if keeping and page.rows else None,
        "built": _built(job),
    }


def _built(job: Any) -> str:
    if job is None:
        return ""
    if job.finished_at is None:
        return _("Being built now")
    return _("Last built %(when)s", when=moment(job.finished_at))


def _columns() -> list[View]:
    return [
        {"key": "name", "label": _("Indicator"), "kind": "link"},
        {"key": "levels", "label": _("Level"), "kind": "lines"},
        {"key": "sector", "label": _("Sector"), "kind": "text", "hide": "sm"},
        {"key": "target", "label": _("Target"), "kind": "lines"},
        {"key": "basis", "label": _("Basis"), "kind": "text", "hide": "md"},
        {"key": "uses", "label": _("Approved"), "kind": "num", "note": _("times")},
        {"key": "status", "label": _("State"), "kind": "chip"},
    ]


def _row(entry: Entry) -> View:
    row = entry.row
    return {
        "id": row.id,
        "name": row.name,
        "href": url_for("library.show", entry_id=row.id),
        "sub": _("maintained by %(who)s", who=entry.owner) if entry.owner else "",
        "tone": "" if row.status == LibraryState.active else "muted",
        "cells": {
            "name": row.name,
            "levels": {"text": row.level1 or "—", "sub": row.level2},
            "sector": row.sector,
            "target": {"text": _target(row) or "—", "sub": usual(row)},
            "basis": row.basis,
            "uses": str(row.uses),
            "status": status_chip(row),
        },
    }


def _target(row: Any) -> str:
    """What choosing lays out, or how it is usually worded."""
    return skeleton(row.comparator, row.unit, row.wording) or str(row.wording)


def usual(row: Any) -> str:
    """The range of what was approved, in its unit."""
    ends = "–".join(dict.fromkeys(filter(None, (row.low, row.high))))
    return f"{ends}{row.unit}" if ends and row.unit else ""


def _fields(filters: Filters, levels: list[str]) -> list[View]:
    def select(name: str, label: str, value: str, everything: str, options: Mapping[str, str]) -> View:
        choices = [{"value": "", "label": everything}, *({"value": k, "label": v} for k, v in options.items())]
        return {"kind": "select", "name": name, "label": label, "value": value, "options": choices}

    sectors = {name: name for name in known_sectors()}
    return [
        {"kind": "search", "name": "name", "label": _("Name, pinyin or initials"), "value": filters.text},
        select("sector", _("Sector"), filters.sector, _("All sectors"), sectors),
        select("level1", _("Level 1"), filters.level1, _("All levels"), {name: name for name in levels if name}),
        select("status", _("State"), filters.status, _("All states"), status_words()),
    ]


# --- one entry ------------------------------------------------------------------------------------------------------


def form_view(given: Mapping[str, str], departments: list[tuple[int, str]], refusal: RuleFailed | None = None) -> View:
    """The fields of an entry with what stands or was typed in them."""
    owners = [{"value": "", "label": _("Performance section")}]
    return {
        "values": {name: given.get(name, "") for name in (*FIELDS, "owner")},
        "sectors": [{"value": name, "label": name} for name in known_sectors()],
        "comparators": [{"value": sign, "label": sign or _("none")} for sign in COMPARATORS],
        "owners": owners + [{"value": str(key), "label": name} for key, name in departments],
        "errors": _errors(refusal) if refusal else [],
    }


def _errors(refusal: RuleFailed) -> list[View]:
    """The sentences, each with the way to its field."""
    field = FIELD_OF.get(refusal.code)
    return [{"text": text, "href": f"#f-{field}" if field else ""} for text in problem_texts(refusal, language())]


def entry_view(
    entry: Entry,
    departments: list[tuple[int, str]],
    actor: Actor,
    typed: Mapping[str, str] | None = None,
    refusal: RuleFailed | None = None,
) -> View:
    """Variables of ``library/entry.html``: facts for all, the form for who keeps the library."""
    row = entry.row
    stored = {name: getattr(row, name) for name in FIELDS} | {"owner": str(row.owner_id or "")}
    return form_view(typed or stored, departments, refusal) | {
        "entry": row,
        "chip": status_chip(row),
        "active": row.status == LibraryState.active,
        "keeping": queries.keeps(actor, row.region_id),
        "facts": _facts(entry),
        "history": [
            {"who": item.actor_name, "what": action_label(item.action), "when": moment(item.at)}
            for item in entry.history
        ],
    }


def _facts(entry: Entry) -> list[View]:
    row = entry.row
    successor = url_for("library.show", entry_id=row.successor_id) if row.successor_id else ""
    source = url_for("declarations.show", declaration_id=row.source_id) if entry.source else ""
    by = _("a person; the nightly build leaves it alone") if row.curated else _("the nightly build")
    return [
        {"label": _("Sector"), "value": row.sector},
        {"label": _("Level"), "value": " · ".join(filter(None, (row.level1, row.level2)))},
        {"label": _("Target"), "value": _target(row)},
        {"label": _("Usual range"), "value": usual(row)},
        {"label": _("Basis"), "value": row.basis},
        {
            "label": _("Approved"),
            "value": plural("%(num)s declaration in force", "%(num)s declarations in force", row.uses),
        },
        {"label": _("Maintained by"), "value": entry.owner or _("Performance section")},
        {"label": _("Newest source"), "value": entry.source, "href": source},
        *([{"label": _("Successor"), "value": entry.successor, "href": successor}] if successor else []),
        {"label": _("Written by"), "value": by},
    ]


def read_given(form: Mapping[str, str]) -> Given:
    """What the form of an entry sends."""
    return Given(**{name: form.get(name, "") for name in FIELDS}, owner_id=whole(form.get("owner", "")))


def merge_view(rows: list[Any], refusal: RuleFailed | None = None) -> View:
    """Variables of ``library/merge.html``: which of the ticked ones stays."""
    options = [
        {"value": row.id, "label": row.name, "hint": " · ".join(filter(None, (row.sector, row.level1, row.level2)))}
        for row in rows
        if row.status == LibraryState.active
    ]
    most_used = max((row for row in rows if row.status == LibraryState.active), key=lambda row: row.uses, default=None)
    return {
        "ids": [row.id for row in rows],
        "options": options,
        "chosen": most_used.id if most_used else "",
        "errors": [{"text": text} for text in problem_texts(refusal, language())] if refusal else [],
    }


def successor_view(entry: Entry, near: list[Offer], text: str) -> View:
    """Who may take the place of an entry: the nearest kin, or what was looked for."""
    options = [
        {"value": offer.entry.id, "label": f"{offer.entry.name}（{offer.entry.level2 or offer.entry.level1}）"}
        for offer in near
        if offer.entry.id != entry.row.id
    ]
    return {"successors": [{"value": "", "label": _("no successor")}, *options], "successor_q": text}
