"""One control of the editor: ``cell`` for tables, ``field`` for the fields above them."""

from collections.abc import Sequence
from typing import Any

from webapp.i18n import _
from webapp.present.editor_confirm import cell_view
from webapp.present.editor_draft import Draft, shown
from webapp.present.places import anchor
from workflow.canonical.document import TEXT_FIELDS
from workflow.canonical.paths import BASICS
from workflow.canonical.profile import ProfileField
from workflow.services.editing.fields import LONGEST_TEXT

View = dict[str, Any]
Options = Sequence[tuple[str, str]]


def cell(draft: Draft, path: str, control: str, label: str, options: Options = ()) -> View:
    """A cell of ``_ui/editor.html``: control text | area | select; locked, marked and answered as the draft says."""
    value = draft.text(path)
    view: View = {
        "id": anchor(path),
        "name": path,
        "path": path,
        "value": value,
        "kind": "area" if "\n" in value and control == "text" else control,
        "formula": path.startswith("expenditure_lines/") and "/amounts." in path,
        "label": label,
        "carried": cell_view(draft, path),
        **_state(draft, path),
    }
    if control == "select":
        known = dict(options)
        view["options"] = [{"value": code, "label": words} for code, words in _with_own(options, value)]
        if view["state"] == "locked":
            view |= {"value": known.get(value, value), "kind": "area"}
    return view


def _with_own(options: Options, value: str) -> list[tuple[str, str]]:
    """The choices, an empty one first, and what stands there although the list does not have it."""
    own = [] if not value or value in dict(options) else [(value, value)]
    return [("", ""), *own, *options] if "" not in dict(options) else [*own, *options]


def _state(draft: Draft, path: str) -> View:
    mark = draft.marks.get(path)
    if mark and mark.state == "conflict":
        return {"state": "error", "message": mark.message}
    if path in draft.raw and mark:
        return {"state": "error", "message": mark.message}
    if draft.locked(path):
        return {"state": "locked"}
    if mark:
        return {"state": mark.state, "message": mark.message}
    for comment in draft.comments_at(path):
        if comment.old_value != draft.cells.get(path, ""):
            return {"state": "changed", "old": shown(path, comment.old_value)}
    return {"state": ""}


def field(draft: Draft, given: ProfileField) -> View:
    """A header field: type text | amount | area | choices, with its words and marks."""
    path = f"{BASICS}/-/{given.name}"
    state = _state(draft, path)
    message = state.get("message", "")
    value = draft.text(path)
    return {
        "type": _type(given, value),
        "name": path,
        "path": path,
        "anchor": anchor(path),
        "label": given.label,
        "value": value,
        "hint": given.hint,
        "required": given.required,
        "readonly": state["state"] == "locked",
        "carried": cell_view(draft, path),
        "missing": state["state"] == "missing",
        "error": message if state["state"] == "error" else "",
        "warning": message if state["state"] in ("warning", "info") else "",
        "before": state.get("old") if state["state"] == "changed" else None,
        "limit": LONGEST_TEXT,
        "tel": given.name == "phone",
        "wide": given.name in ("project_name", "project_code"),
        "options": _choices(given, value, locked=state["state"] == "locked"),
    }


def _type(given: ProfileField, value: str) -> str:
    if given.choices:
        return "choices"
    if given.name.startswith("budget_"):
        return "amount"
    return "area" if given.name in TEXT_FIELDS or "\n" in value else "text"


def _choices(given: ProfileField, value: str, *, locked: bool) -> list[View]:
    """The boxes of the form; what stands there although the form has no such box is one more."""
    own = [value] if value and value not in given.choices else []
    return [{"value": choice, "label": choice, "disabled": locked} for choice in (*given.choices, *own)]


def row_label(number: int, column: str) -> str:
    """What a screen reader calls a cell."""
    return _("Row %(n)s, %(column)s", n=number, column=column)
