"""The tables of rows: columns, cells, groups and their sums, in the order people see, type and paste them."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from itertools import groupby
from typing import Any

from webapp.i18n import _
from webapp.present.editor_cells import Options, View, cell, row_label
from webapp.present.editor_confirm import row_view
from webapp.present.editor_draft import Draft
from webapp.present.editor_totals import weights_key
from webapp.present.labels import pick
from webapp.present.places import anchor
from workflow.canonical.paths import Path
from workflow.canonical.profile import ProfileSection
from workflow.documents.form_places import CELL_LABELS
from workflow.services.editing.columns import columns_of, goals_of

KINDS: dict[str, tuple[str, str]] = {
    "kind": ("level", "select"),
    "goal": ("level", "select"),
    "level2": ("level", "select"),
    "level3": ("name", "area"),
    "target": ("value", "area"),
    "prior_years.0": ("prior", "area"),
    "prior_years.1": ("prior", "area"),
    "weight": ("weight", "text"),
    "basis": ("basis", "select"),
    "name": ("name", "text"),
    "text": ("text", "area"),
    "item": ("name", "area"),
    "quantity": ("value", "text"),
    "amount": ("money", "text"),
    "levels": ("name", "text"),
}
"""Field → (column class, control)."""
SPECIAL: dict[tuple[str, str], tuple[str, str]] = {
    ("goals", "name"): ("goal", "text"),
    ("expenditure_lines", "item"): ("item", "area"),
    ("expenditure_lines", "basis"): ("text", "area"),
}


def kind_of(section: str, name: str) -> tuple[str, str]:
    """How a column looks and what is typed with."""
    if name.startswith("amounts."):
        return "money", "text"
    return SPECIAL.get((section, name)) or KINDS[name]


def grid(draft: Draft, section: ProfileSection, rows: Iterable[Any], names: tuple[str, ...], **more: Any) -> View:
    """A table without groups: executing bodies, lines, assets, blocks."""
    own = section.rows
    columns = _columns(draft, own, names)
    found = list(rows)
    views = [_row(draft, own, row.uid, number, names, columns) for number, row in enumerate(found, 1)]
    _movable(draft, own, views)
    add = {"name": "do", "value": f"add:{own}::", "label": _("Add a row")} if draft.locks.allows_rows(own) else None
    groups = [{"key": own, "label": "", "rows": views, "add": add}]
    return _table(draft, section, own, columns, groups, **more)


def _table(
    draft: Draft, section: ProfileSection, own: str, columns: list[View], groups: list[View], **more: Any
) -> View:
    return {
        "id": f"grid-{section.name}",
        "section": own,
        "horizon": section.horizon or "",
        "caption": section.label,
        "columns": columns,
        "groups": groups,
        "editable": draft.locks.allows_rows(own),
        **more,
    }


def _columns(draft: Draft, own: str, names: tuple[str, ...]) -> list[View]:
    columns = [
        {"key": name, "label": _heading(draft, own, name), "kind": kind_of(own, name)[0], "hint": _hint(draft, name)}
        for name in names
    ]
    return [*columns, {"key": "tools", "label": _("Tools"), "kind": "tools"}]


def _heading(draft: Draft, own: str, name: str) -> str:
    if name.startswith("amounts."):
        return draft.profile.source_label(name.partition(".")[2])
    if (own, name) == ("expenditure_lines", "basis"):
        return _("How it was estimated")
    if own in ("expenditure_lines", "asset_lines") and name == "item":
        return _("Item") if own == "expenditure_lines" else _("Article")
    return pick(CELL_LABELS[name])


def _hint(draft: Draft, name: str) -> str:
    year = draft.row.fiscal_year
    if name.startswith("amount"):
        return _("× 10,000 yuan")
    return {"prior_years.0": str(year - 2), "prior_years.1": str(year - 1), "weight": "%"}.get(name, "")


def _row(draft: Draft, own: str, uid: str, number: int, names: tuple[str, ...], columns: list[View]) -> View:
    place = f"{own}/{uid}"
    cells = {
        name: cell(
            draft,
            f"{place}/{name}",
            kind_of(own, name)[1],
            row_label(number, column["label"]),
            _options(draft, own, uid, name),
        )
        for name, column in zip(names, columns, strict=False)
    }
    return {
        "uid": uid,
        "id": anchor(place),
        "path": place,
        "number": number,
        "cells": cells,
        "carried": row_view(draft, place),
        "notes": _row_notes(draft, place),
        "remarks": [item for item in draft.comments if Path(own, uid).covers(Path(*item.path.split("/")))],
        "library": _library(draft, place),
        "remove": f"remove:{place}" if draft.locks.allows_removal(Path(own, uid)) else "",
    }


def _library(draft: Draft, place: str) -> str:
    """The button 从指标库选 of an indicator that may be renamed now."""
    return f"library:{place}" if place.startswith("indicators/") and not draft.locked(f"{place}/level3") else ""


def _movable(draft: Draft, own: str, views: list[View], before: str = "^") -> None:
    """Gives each row of a run its way one up and one down; ``before``: the row in front of the run."""
    if not draft.locks.allows_rows(own):
        return
    uids = [before, *(view["uid"] for view in views)]
    for at, view in enumerate(views, 1):
        move = f"move:{view['path']}:"
        view["moves"] = {
            "up": f"{move}{uids[at - 2]}" if at > 1 else "",
            "down": f"{move}{uids[at + 1]}" if at < len(views) else "",
        }


def _row_notes(draft: Draft, place: str) -> list[View]:
    """What is said about the row as a whole, and about cells the table does not show."""
    mark = draft.marks.get(place)
    notes = [{"state": mark.state, "message": mark.message}] if mark else []
    level1 = draft.marks.get(f"{place}/level1")
    return notes + ([{"state": level1.state, "message": level1.message}] if level1 else [])


def _options(draft: Draft, own: str, uid: str, name: str) -> Options:
    if name == "kind":
        return (("unit", _("Budget unit")), ("section", _("Inner section")), ("other", _("Other")))
    if own != "indicators":
        return ()
    if name == "basis":
        return [(basis, basis) for basis in draft.profile.bases]
    if name == "goal":
        return [(goal.uid, goal.name or goal.uid) for goal in draft.document.goals]
    return _levels(draft, draft.cells.get(f"{own}/{uid}/level1", "")) if name == "level2" else ()


def _levels(draft: Draft, level1: str) -> Options:
    """Level-2 names of the row's own level 1 first; the others say where they belong."""
    own = [(name, name) for name in draft.profile.levels.get(level1, ())]
    others = [
        (name, f"{name}（{above}）")
        for above, names in draft.profile.levels.items()
        for name in names
        if above != level1 and name not in dict(own)
    ]
    return own + others


# --- indicators -----------------------------------------------------------------------------------------------------


def indicator_grid(draft: Draft, section: ProfileSection) -> View:
    """Rows of one horizon in runs of the same goal and level 1, as the paper prints them; each run with its weights."""
    horizon = section.horizon or ""
    rows = [row for row in draft.document.indicators if not horizon or row.horizon == horizon]
    several = len(goals_of(draft.document.goals, horizon)) > 1
    weighted = bool(draft.profile.weights and draft.profile.weights.horizon == horizon)
    names = tuple(name for name in columns_of("indicators", draft.profile, horizon) if name != "level1")
    names = ("goal", *names) if several else names
    columns = _columns(draft, "indicators", names)
    numbers = {row.uid: number for number, row in enumerate(rows, 1)}
    groups = []
    for (goal, level1), run in groupby(rows, key=lambda row: (row.goal, row.level1)):
        found = list(run)
        views = [_row(draft, "indicators", row.uid, numbers[row.uid], names, columns) for row in found]
        first = numbers[found[0].uid]
        _movable(draft, "indicators", views, rows[first - 2].uid if first > 1 else "^")
        groups.append(_group(draft, horizon, (goal if several else ""), level1, found, views, weighted=weighted))
    adds = _adds(draft, horizon, {row.level1 for row in rows}, rows)
    return _table(draft, section, "indicators", columns, groups, adds=adds)


def _group(
    draft: Draft, horizon: str, goal: str, level1: str, run: list[Any], views: list[View], *, weighted: bool
) -> View:
    titles = {item.uid: item.name for item in draft.document.goals}
    label = " · ".join(filter(None, (titles.get(goal, ""), level1 or _("No level 1 yet"))))
    open_rows = draft.locks.allows_rows("indicators")
    view: View = {
        "key": run[0].uid,
        "label": label,
        "rows": views,
        "add": {
            "name": "do",
            "value": f"add:indicators:{horizon}:{run[-1].uid}",
            "label": _("Add %(level)s", level=level1 or _("a row")),
        }
        if open_rows
        else None,
        "pick": _pick(horizon, run[-1].uid, level1) if open_rows else None,
    }
    if weighted:
        view |= {"weight": _sum(row.weight for row in run), "total": weights_key(run[0].uid)}
        view |= _against_block(draft, level1, view["weight"])
    return view


def _pick(horizon: str, after: str, level1: str = "") -> View:
    """从指标库选 for a new row."""
    value = f"library:indicators:{horizon}:{after}:{level1}"
    return {"name": "do", "value": value, "label": _("Choose from the library"), "icon": "search"}


def _against_block(draft: Draft, level1: str, weight: str) -> View:
    """Where a block stands for exactly this level 1, its figure is what the run should reach."""
    block = next((item for item in draft.document.block_weights if item.levels == (level1,)), None)
    return {"weight_max": block.weight, "weight_ok": block.weight == weight} if block else {"weight_ok": None}


def _sum(weights: Iterable[str | None]) -> str:
    return f"{sum((Decimal(weight) for weight in weights if weight), Decimal(0)).normalize():f}"


def _adds(draft: Draft, horizon: str, there: set[str], rows: list[Any]) -> list[View]:
    """Level-1 groups of the form that have no row yet; a new one goes behind the groups that stand before it."""
    if not draft.locks.allows_rows("indicators"):
        return []
    order = {level1: index for index, level1 in enumerate(draft.profile.levels)}
    views = []
    for level1, index in order.items():
        if level1 not in there:
            before = [row.uid for row in rows if order.get(row.level1, 99) < index]
            after = before[-1] if before else "^" if rows else ""
            views.append(
                {
                    "name": "do",
                    "value": f"add:indicators:{horizon}:{after}:{level1}",
                    "label": _("Add %(level)s", level=level1),
                }
            )
    return views if rows else [*views, _pick(horizon, "")]


Builder = Callable[[Draft, ProfileSection], View]


def bodies(draft: Draft, section: ProfileSection) -> View:
    """执行单位."""
    return grid(draft, section, draft.document.executing_bodies, columns_of("executing_bodies", draft.profile))


def goals(draft: Draft, section: ProfileSection) -> View:
    """绩效目标, by horizon."""
    names = columns_of("goals", draft.profile)
    columns = _columns(draft, "goals", names)
    words = {"long_term": _("Long-term"), "annual": _("Of the year"), "overall": ""}
    groups = []
    for horizon in draft.profile.horizons:
        rows = [goal for goal in draft.document.goals if goal.horizon == horizon]
        views = [_row(draft, "goals", goal.uid, number, names, columns) for number, goal in enumerate(rows, 1)]
        _movable(draft, "goals", views)
        add = {"name": "do", "value": f"add:goals:{horizon}:{rows[-1].uid if rows else ''}", "label": _("Add a goal")}
        groups.append(
            {
                "key": horizon,
                "label": words[horizon],
                "rows": views,
                "add": add if draft.locks.allows_rows("goals") else None,
            }
        )
    return _table(draft, section, "goals", columns, groups)


def lines(draft: Draft, section: ProfileSection) -> View:
    """支出明细 with a sum per amount column."""
    names = columns_of("expenditure_lines", draft.profile)
    totals = {name: f"lines/{name.partition('.')[2]}" for name in names if name.startswith("amounts.")}
    example = "2200元×12月×17人"
    hint = _("An amount may be typed as its formula, e.g. %(formula)s: it is calculated and kept.", formula=example)
    return grid(draft, section, draft.document.expenditure_lines, names, totals=totals, hint=hint)


def assets(draft: Draft, section: ProfileSection) -> View:
    """资产配置及采购计划."""
    names = columns_of("asset_lines", draft.profile)
    return grid(draft, section, draft.document.asset_lines, names, totals={"amount": "assets"})


def blocks(draft: Draft, section: ProfileSection) -> View:
    """指标权重比例, shown above the weighted table."""
    own = ProfileSection(
        name=f"{section.name}-blocks", label=_("Weights by block"), rows="block_weights", horizon=section.horizon
    )
    return grid(draft, own, draft.document.block_weights, columns_of("block_weights", draft.profile))
