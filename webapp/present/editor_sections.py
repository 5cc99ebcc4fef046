"""The numbered parts of the form in paper order: their fields or table, their state, their findings and comments."""

from typing import Any

from webapp.i18n import _
from webapp.present import editor_tables as tables
from webapp.present.editor_budget import budget_offers
from webapp.present.editor_cells import field
from webapp.present.editor_confirm import part_count
from webapp.present.editor_draft import Draft
from webapp.present.editor_files import files_view
from webapp.present.editor_funding import funding
from webapp.present.editor_places import has_weights, owns
from webapp.present.findings import QUIET_RULES
from webapp.present.labels import pick
from webapp.present.places import anchor
from workflow.canonical.document import TEXT_FIELDS
from workflow.canonical.paths import BASICS, FORM
from workflow.canonical.profile import ProfileSection

View = dict[str, Any]

TABLES: dict[str, tuple[str, tables.Builder]] = {
    "executing_bodies": ("grid", tables.bodies),
    "goals": ("grid", tables.goals),
    "indicators": ("indicators", tables.indicator_grid),
    "funding_sources": ("funding", funding),
    "expenditure_lines": ("grid", tables.lines),
    "asset_lines": ("grid", tables.assets),
    "attachments": ("files", files_view),
}
"""List of the document → (kind of part, what builds its table)."""


def section_views(draft: Draft) -> list[View]:
    """Every part with its body; the first that is not done is where the eye should go."""
    return [section_view(draft, section, number) for number, section in enumerate(draft.profile.sections, 1)]


def section_view(draft: Draft, section: ProfileSection, number: int = 0) -> View:
    """One part: {key, id, anchor (of the list as a whole), title, number, kind, body, notes, remarks, …, status}."""
    state = section_state(draft, section)
    kind, body = _body(draft, section)
    return {
        **state,
        "id": f"s-{section.name}",
        "anchor": anchor(section.rows) if section.rows and first_with(draft, section) else "",
        "title": section.label,
        "number": str(number or 1 + [item.name for item in draft.profile.sections].index(section.name)),
        "required": section.required,
        "kind": kind,
        "body": body,
        "blocks": _blocks(draft, section),
        "weights": _weighted(draft, section),
        "distribute": _distribute(draft, section),
        "copy_from": _copy_from(draft, section),
        "carried": part_count(draft, section),
        "notes": section_notes(draft, section),
        "offers": budget_offers(draft, section),
        "remarks": [item for item in draft.comments if item.path == section.rows and first_with(draft, section)],
        "unlock": _lockable(draft, section),
    }


def section_state(draft: Draft, section: ProfileSection) -> View:
    """What the list at the left shows: {key, href, label, status, errors, warnings, comments}."""
    raw = sum(1 for path in draft.raw if owns(draft, section, path))
    mine = [item for item in draft.errors if owns(draft, section, item.path, item.zh)]
    wrong = raw + sum(1 for item in mine if item.rule not in QUIET_RULES)
    comments = sum(1 for item in draft.comments if item.answer is None and owns(draft, section, item.path))
    return {
        "key": section.name,
        "href": f"#s-{section.name}",
        "label": section.label,
        "status": _status(draft, section, comments, wrong, len(mine) + part_count(draft, section)),
        "errors": raw + len(mine),
        "warnings": 0,
        "comments": comments,
    }


def _status(draft: Draft, section: ProfileSection, comments: int, wrong: int, open_points: int) -> str:
    """What matters most: a comment, something wrong, something still to fill, closed, done."""
    if comments:
        return "comments"
    if wrong:
        return "findings"
    if not _touchable(draft, section):
        return "locked"
    return "todo" if open_points or not _filled(draft, section) else "done"


def _filled(draft: Draft, section: ProfileSection) -> bool:
    """Whether a tick is true: no text of the part is empty, and a list has a row that says something."""
    if section.rows:
        return any(_says_something(section.rows, row) for row in _rows(draft, section))
    asked = [item for item in section.fields if item.required or item.name in TEXT_FIELDS] or section.fields
    return all(draft.text(f"{BASICS}/-/{item.name}") for item in asked)


def _says_something(name: str, row: Any) -> bool:
    """Rows that were only begun (a named goal, a source without money, a body without name) are no content yet."""
    told = {"goals": "text", "funding_sources": "amount", "executing_bodies": "name"}.get(name)
    return bool(getattr(row, told)) if told else True


def _rows(draft: Draft, section: ProfileSection) -> list[Any]:
    rows = getattr(draft.document, section.rows)
    return [row for row in rows if section.horizon is None or row.horizon == section.horizon]


def _body(draft: Draft, section: ProfileSection) -> tuple[str, Any]:
    if not section.rows:
        return "fields", [_with_remarks(draft, field(draft, item)) for item in section.fields]
    kind, build = TABLES[section.rows]
    return kind, build(draft, section)


def _with_remarks(draft: Draft, view: View) -> View:
    return view | {"remarks": draft.comments_at(view["path"])}


def _blocks(draft: Draft, section: ProfileSection) -> View | None:
    """指标权重比例 stands above the weighted table, if the form or this draft has blocks."""
    if section.rows != "indicators" or not has_weights(draft, section):
        return None
    return tables.blocks(draft, section)


def _weighted(draft: Draft, section: ProfileSection) -> int:
    scheme = draft.profile.weights
    return scheme.total if scheme and section.rows == "indicators" and scheme.horizon == section.horizon else 0


def _distribute(draft: Draft, section: ProfileSection) -> list[View]:
    """指标权重分配: only the empty ones, or all anew; nothing where no weight may be changed."""
    rows = _rows(draft, section) if _weighted(draft, section) else []
    if all(draft.locked(f"indicators/{row.uid}/weight") for row in rows):
        return []
    return [
        {"label": _("over the empty ones"), "name": "do", "value": "distribute:empty"},
        {"label": _("over all"), "name": "do", "value": "distribute:all"},
    ]


def _copy_from(draft: Draft, section: ProfileSection) -> View | None:
    """长期同年度: the other indicator table, if there is one and this one may take rows."""
    horizons = draft.profile.indicator_horizons
    others = [name for name in horizons if name != section.horizon]
    if section.rows != "indicators" or not others or not draft.locks.allows_rows("indicators"):
        return None
    label = _("Take over the long-term ones") if others[0] == "long_term" else _("Take over those of the year")
    return {"label": label, "name": "do", "value": f"copy:{others[0]}:{section.horizon}", "icon": "copy"}


def section_notes(draft: Draft, section: ProfileSection) -> list[View]:
    """Findings about the list as a whole, under its table."""
    found = [item for item in draft.content.findings if item.path in (section.rows, FORM) and section.rows]
    return [
        {
            "severity": item.severity.value,
            "text": pick((item.zh, item.en)),
            "suggestion": pick((item.suggestion, item.advice_en or item.suggestion)),
        }
        for item in found
        if item.rule not in QUIET_RULES
        and item.key not in draft.content.waivers
        and owns(draft, section, item.path, item.zh)
    ]


def first_with(draft: Draft, section: ProfileSection) -> bool:
    """A comment on a list that the form shows in two tables stands above the first."""
    return draft.profile.section_of(section.rows) is section


def _lockable(draft: Draft, section: ProfileSection) -> str:
    """The path 申请解锁 asks for when the part is not open as a whole; "" = nothing to ask."""
    if draft.locks.opened is None:
        return ""
    if section.rows:
        return "" if draft.locks.allows_rows(section.rows) else section.rows
    closed = [item.name for item in section.fields if draft.locked(f"{BASICS}/-/{item.name}")]
    return f"{BASICS}/-/{closed[0]}" if closed else ""


def _touchable(draft: Draft, section: ProfileSection) -> bool:
    """Whether anything in the part may be changed now."""
    if draft.locks.opened is None:
        return True
    if not section.rows:
        return any(not draft.locked(f"{BASICS}/-/{item.name}") for item in section.fields)
    uids = {row.uid for row in _rows(draft, section) if hasattr(row, "uid")}
    mine = [path for path in draft.cells if path.startswith(f"{section.rows}/") and path.split("/")[1] in uids]
    return draft.locks.allows_rows(section.rows) or any(not draft.locked(path) for path in mine)
