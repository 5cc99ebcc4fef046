"""沿用上年申报 in the editor: what waits to be confirmed cell by cell, by row and by part, and what was copied."""

from typing import Any

from flask import url_for

from webapp.i18n import _
from webapp.present.editor_draft import Draft
from webapp.present.editor_places import owns
from webapp.present.places import anchor
from workflow.canonical.profile import ProfileSection

View = dict[str, Any]


def cell_view(draft: Draft, path: str) -> View | None:
    """Of a cell or field that waits: the button's value and the old year its text names."""
    if path not in draft.carried.open:
        return None
    year = draft.carried.old_year(path, draft.cells.get(path, ""), draft.row.fiscal_year)
    return {"do": f"confirm:{path}", "words": _words(year, draft.carried.reached.get(path))}


def _words(year: str, reached: int | None) -> str:
    if reached:
        return _("What the self-evaluation of %(year)s says was reached, to confirm", year=reached)
    if year:
        return _("Carried over, to confirm; the text still says %(year)s", year=year)
    return _("Carried over, to confirm")


def row_view(draft: Draft, place: str) -> View | None:
    """Of a row with cells that wait: how many, the button, the old year some of them name."""
    paths = draft.carried.within(place)
    years = (draft.carried.old_year(path, draft.cells.get(path, ""), draft.row.fiscal_year) for path in paths)
    if not paths:
        return None
    reached = sorted({draft.carried.reached[path] for path in paths if path in draft.carried.reached})
    told = _("by the self-evaluation of %(years)s", years=_(", ").join(map(str, reached))) if reached else ""
    return {"count": len(paths), "do": f"confirm:{place}", "year": next(filter(None, years), ""), "reached": told}


def part_count(draft: Draft, section: ProfileSection) -> int:
    """How many cells of one numbered part wait."""
    return sum(1 for path in draft.carried.open if owns(draft, section, path))


def part_list(draft: Draft) -> list[View]:
    """Parts with cells that wait, each with the way to its first one."""
    found = []
    for section in draft.profile.sections:
        paths = [path for path in draft.carried.open if owns(draft, section, path)]
        if paths:
            found.append({"target": section.label, "count": len(paths), "href": f"#{anchor(paths[0])}"})
    return found


def head_view(draft: Draft, offer: Any) -> View:
    """Above the form: what it was copied from and what had no place; or the offer to copy while it is empty."""
    clone = draft.carried.clone
    view: View = {"offer": None, "source": None}
    if clone is not None:
        href = url_for("declarations.show", declaration_id=clone.source_id)
        return view | {"source": {"year": clone.source_year, "href": href, "left_out": clone.left_out}}
    if offer is not None:
        fields = {"source": offer.id}
        action = url_for("editor.copy_from", declaration_id=draft.row.id)
        button = {"label": _("Copy the declaration of %(year)s", year=offer.fiscal_year), "icon": "copy"}
        return view | {"offer": button | {"action": action, "fields": fields}}
    return view
