"""The list of declarations as its template shows it: filters, columns, rows, neighbours."""

from collections.abc import Sequence
from typing import Any

from flask import url_for

from webapp.i18n import _
from webapp.present.files import list_row
from webapp.present.labels import desk_label, state_label
from workflow.lifecycle.moves import DESK_LABELS, STATE_LABELS
from workflow.queries.lists import PAGE_SIZE, SORTS, Filters, Page

COLUMNS = (
    ("name", "link", "name"),
    ("year", "text", ""),
    ("budget", "num", "budget"),
    ("state", "chip", "state"),
    ("desk", "text", ""),
    ("since", "text", "since"),
)


def list_view(
    page: Page,
    filters: Filters,
    counts: dict[str, int],
    departments: Sequence[tuple[int, str]],
    *,
    sort: str,
    descending: bool,
) -> dict[str, Any]:
    """Variables of ``declarations/index.html``."""
    given = _given(filters)
    ordered = given | {"sort": sort, "dir": "desc" if descending else "asc"}
    return {
        "columns": [_column(key, kind, order, given, sort, descending) for key, kind, order in COLUMNS],
        "rows": [list_row(row) for row in page.rows],
        "fields": _fields(filters, counts, departments),
        "hidden": {"sort": sort, "dir": ordered["dir"]},
        "pager": {
            "prev": url_for("declarations.index", cursor=page.before, **ordered) if page.before else None,
            "next": url_for("declarations.index", cursor=page.after, **ordered) if page.after else None,
            "text": _("%(n)s per page", n=PAGE_SIZE),
        },
        "total": sum(count for state, count in counts.items() if filters.state in ("", state)),
        "reset": url_for("declarations.index"),
        "filtered": any((filters.state, filters.desk, filters.department_id, filters.text)),
    }


def _given(filters: Filters) -> dict[str, Any]:
    values = {
        "q": filters.text,
        "year": filters.year or "",
        "state": filters.state,
        "desk": filters.desk,
        "department": filters.department_id,
    }
    return {key: value for key, value in values.items() if value or key == "year"}


def _column(key: str, kind: str, order: str, given: dict[str, Any], sort: str, descending: bool) -> dict[str, Any]:
    labels = {
        "name": _("Project"),
        "year": _("Year"),
        "budget": _("Budget"),
        "state": _("State"),
        "desk": _("With"),
        "since": _("Held"),
    }
    column: dict[str, Any] = {"key": key, "label": labels[key], "kind": kind}
    if order in SORTS:
        turned = "desc" if sort == order and not descending else "asc"
        column["sort"] = {
            "href": url_for("declarations.index", **(given | {"sort": order, "dir": turned})),
            "dir": ("desc" if descending else "asc") if sort == order else "",
        }
    return column


def _fields(filters: Filters, counts: dict[str, int], departments: Sequence[tuple[int, str]]) -> list[dict[str, Any]]:
    states = [("", _("All states"))] + [(s, f"{state_label(s)} ({counts[s]})") for s in STATE_LABELS if counts.get(s)]
    desks = [("", _("All desks"))] + [(desk, desk_label(desk)) for desk in DESK_LABELS]
    places = [("", _("All departments"))] + [(str(key), name) for key, name in departments]
    chosen = str(filters.department_id or "")
    return [
        _field("search", "q", _("Project name, pinyin initials or code"), filters.text),
        _field("select", "state", _("State"), filters.state, states),
        _field("select", "desk", _("With"), filters.desk, desks),
        _field("select", "department", _("Department"), chosen, places),
    ]


def _field(kind: str, name: str, label: str, value: str, options: Sequence[tuple[str, str]] = ()) -> dict[str, Any]:
    choices = [{"value": key, "label": text} for key, text in options]
    return {"kind": kind, "name": name, "label": label, "value": value, "options": choices}
