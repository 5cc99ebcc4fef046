"""The list of declarations as its template shows it: filters, columns, rows, neighbours, what can be done to many."""

from collections.abc import Sequence
from typing import Any

from flask import url_for

from webapp.i18n import _
from webapp.present.exports import column_label
from webapp.present.files import list_row
from webapp.present.labels import desk_label, state_label
from workflow.lifecycle.moves import DESK_LABELS, STATE_LABELS
from workflow.permissions import Actor
from workflow.queries.lists import MOST_COUNTED, PAGE_SIZE, SORTS, Filters, Order, Page
from workflow.reminding.table import NUDGERS
from workflow.types import Desk, Role

View = dict[str, Any]
COLUMNS = (
    ("name", "link", "name"),
    ("year", "text", ""),
    ("budget", "num", "budget"),
    ("state", "chip", "state"),
    ("desk", "text", ""),
    ("since", "text", "since"),
)
BULK = {Desk.batch: "approve", Desk.performance: "clear"}
"""What the performance section may do to many files at once, by the desk they lie at."""


def list_view(
    page: Page,
    filters: Filters,
    order: Order,
    counts: dict[str, int],
    departments: Sequence[tuple[int, str]],
    actor: Actor,
) -> View:
    """Variables of ``declarations/index.html``."""
    given = _given(filters)
    ordered = given | {"sort": order.sort, "dir": "desc" if order.descending else "asc"}
    bulk = bulk_action(filters, actor) if page.rows else ""
    return {
        "columns": [_column(key, kind, sort, given, order) for key, kind, sort in COLUMNS],
        "rows": [list_row(row) for row in page.rows],
        "fields": _fields(filters, counts, departments),
        "hidden": {"sort": order.sort, "dir": ordered["dir"], "year": given["year"]},
        "pager": _pager(page, ordered),
        "count_words": _count_words(filters, counts),
        "reset": url_for("declarations.index", year=given["year"]),
        "all_years": url_for("declarations.index", year="", q=filters.text) if filters.text and filters.year else None,
        "filtered": filters.narrowed,
        "year": filters.year,
        "can_create": Role.filer in actor.roles,
        "may_nudge": not actor.roles.isdisjoint(NUDGERS),
        "bulk": bulk,
        "select": {"name": "id", "form": "bulk"} if bulk else None,
    }


def bulk_action(filters: Filters, actor: Actor) -> str:
    """The action offered on ticked files: only where every file of the list lies at one desk of the actor's."""
    return BULK.get(Desk(filters.desk), "") if filters.desk and Role.performance in actor.roles else ""


def _count_words(filters: Filters, counts: dict[str, int]) -> str:
    if sum(counts.values()) >= MOST_COUNTED:
        return _("more than %(n)s declarations", n=f"{MOST_COUNTED:,}")
    return _("%(n)s declarations", n=sum(n for state, n in counts.items() if filters.state in ("", state)))


def _pager(page: Page, ordered: View) -> View:
    return {
        "prev": url_for("declarations.index", cursor=page.before, **ordered) if page.before else None,
        "next": url_for("declarations.index", cursor=page.after, **ordered) if page.after else None,
        "text": _("%(n)s per page", n=PAGE_SIZE),
    }


def _given(filters: Filters) -> View:
    values = {
        "q": filters.text,
        "year": filters.year or "",
        "state": filters.state,
        "desk": filters.desk,
        "department": filters.department_id,
        "unit": filters.unit_id,
        "special": filters.special,
    }
    return {key: value for key, value in values.items() if value or key == "year"}


def _column(key: str, kind: str, sort: str, given: View, order: Order) -> View:
    column: View = {"key": key, "label": column_label("declarations", key), "kind": kind}
    if sort in SORTS:
        here = sort == order.sort
        turned = "desc" if here and not order.descending else "asc"
        column["sort"] = {
            "href": url_for("declarations.index", **(given | {"sort": sort, "dir": turned})),
            "dir": ("desc" if order.descending else "asc") if here else "",
        }
    return column


def _fields(filters: Filters, counts: dict[str, int], departments: Sequence[tuple[int, str]]) -> list[View]:
    exact = sum(counts.values()) < MOST_COUNTED
    states = [("", _("All states"))]
    states += [
        (s, f"{state_label(s)} ({counts[s]})" if exact else state_label(s)) for s in STATE_LABELS if counts.get(s)
    ]
    desks = [("", _("All desks"))] + [(desk, desk_label(desk)) for desk in DESK_LABELS]
    places = [("", _("All departments"))] + [(str(key), name) for key, name in departments]
    special = [
        ("", _("With and without special approval")),
        ("any", _("Specially approved")),
        ("open", _("With open points")),
    ]
    chosen = str(filters.department_id or "")
    return [
        _field("search", "q", _("Project name, pinyin initials or code"), filters.text),
        _field("select", "state", _("State"), filters.state, states),
        _field("select", "desk", _("With"), filters.desk, desks),
        _field("select", "special", _("Special approval"), filters.special, special),
        *([_field("select", "department", _("Department"), chosen, places)] if len(departments) > 1 else []),
    ]


def _field(kind: str, name: str, label: str, value: str, options: Sequence[tuple[str, str]] = ()) -> View:
    choices = [{"value": key, "label": text} for key, text in options]
    return {"kind": kind, "name": name, "label": label, "value": value, "options": choices}
