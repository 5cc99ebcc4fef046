"""The audit view of one declaration: who did what when, from where to where, old → new."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import url_for

from webapp.i18n import _
from webapp.present.adjustments import type_words
from webapp.present.labels import action_label, desk_label, grade_label, pick, state_label
from webapp.present.places import place_words
from webapp.present.times import moment
from workflow.canonical import version_code
from workflow.canonical.paths import parse
from workflow.lifecycle.moves import SIGNING_LABELS
from workflow.queries.file_history import Changed, Entry, History
from workflow.queries.file_page import Content
from workflow.types import State

SHOWN = 12
"""Changed values shown at once; the rest opens on demand."""
ICONS = {
    "create": ("plus", ""), "edit": ("edit", ""), "unlock": ("lock", "warn"), "send_up": ("send", "accent"),
    "sign": ("check", "accent"), "sign_on_paper": ("attach", "accent"),
    "submit": ("send", "accent"), "return": ("return", "warn"),
    "decline": ("return", "warn"), "recall": ("return", ""), "withdraw": ("return", "warn"),
    "pass_review": ("review", "ok"), "clear": ("check", "ok"), "approve": ("approve", "ok"),
    "file_adjustment": ("approve", "ok"), "demand_review": ("review", "warn"), "amend_adjustment": ("edit", "warn"),
    "refuse": ("stop", "bad"), "discard": ("stop", "bad"), "terminate": ("stop", "bad"),
    "revoke_approval": ("return", "bad"), "accept_monitoring": ("monitor", "ok"),
    "suggest_edit": ("edit", "accent"), "accept_edit": ("check", "ok"), "refuse_edit": ("minus", "warn"),
    "withdraw_edit": ("undo", ""), "sign_changes": ("sign", "accent"),
    "approve_specially": ("approve", "warn"), "close_special_point": ("check", "ok"),
    "transfer": ("arrow-right", "accent"), "extend": ("calendar", "warn"),
    "fill": ("edit", ""), "accept": ("check-circle", "ok"), "cancel": ("stop", "bad"),
}  # fmt: skip


def history_view(found: History, content: Content, file_id: int) -> dict[str, Any]:
    """``entries`` and the link to older ones."""
    older = url_for("declarations.show", declaration_id=file_id, tab="history", before=found.older) + "#side"
    return {
        "entries": [
            entry_view(entry, _note(entry.details, content), partial(_change, content=content))
            | {"scan": _scan_href(entry, file_id)}
            for entry in found.entries
        ],
        "older": older if found.older else None,
    }


def _scan_href(entry: Entry, file_id: int) -> str:
    """纸质审签: the way to the scan, once, at the signature itself."""
    scan = entry.details.get("scan") if entry.action == "sign_on_paper" else None
    return url_for("signed_pages.scan", declaration_id=file_id, attachment_id=scan) if scan else ""


def entry_view(entry: Entry, note: str, change: Callable[[Changed], dict[str, Any]]) -> dict[str, Any]:
    """One entry of the time line; ``note`` and ``change`` are in the words of the kind of file."""
    icon, tone = ICONS.get(entry.action, ("dot", ""))
    moved = entry.came_from != entry.went_to
    return {
        "when": moment(entry.at),
        "who": entry.who,
        "action": action_label(entry.action),
        "icon": icon,
        "tone": tone,
        "from": pair_words(entry.came_from) if moved else "",
        "to": pair_words(entry.went_to) if moved else "",
        "reason": entry.reason,
        "note": note,
        "code": version_code(str(entry.details.get("content_hash", ""))),
        "changes": [change(item) for item in entry.changes[:SHOWN]],
        "more": [change(item) for item in entry.changes[SHOWN:]],
    }


def _note(details: dict[str, Any], content: Content) -> str:
    """What the move was taken with, in words."""
    parts = (
        _("Grade: %(grade)s", grade=grade_label(details["grade"])) if details.get("grade") else "",
        str(details.get("opinion", "")),
        _("Type: %(name)s", name=type_words(details["adjustment_type"])) if details.get("adjustment_type") else "",
        _("Document: %(name)s", name=details["document"]) if details.get("document") else "",
        place_words(str(details["path"]), content.document, content.profile) if details.get("path") else "",
        _("Signed on paper by %(name)s", name=details["signer"]) if details.get("signer") else "",
        _("To whom: %(name)s", name=details["holder"]) if details.get("holder") else "",
        _("Until %(day)s", day=details["due_on"]) if details.get("due_on") else "",
        f"{details['old']} → {details['suggested']}" if details.get("suggested") else "",
    )
    return " · ".join(part for part in parts if part)


def _change(item: Changed, content: Content) -> dict[str, Any]:
    """A cell old → new, or what happened to a whole row."""
    label = place_words(item.path, content.document, content.profile)
    if item.undone:
        label = _("%(place)s (taken back)", place=label)
    if parse(item.path).field:
        return {"label": label, "old": item.old, "new": item.new, "row": ""}
    events = {"+": _("row added"), "-": _("row removed"), ">": _("row moved")}
    return {"label": label, "row": events.get(item.new, _("changed"))}


def pair_words(pair: str) -> str:
    """A state/desk pair in words."""
    state, _dot, desk = pair.partition("/")
    if state == State.drafted and desk in SIGNING_LABELS:
        return pick(SIGNING_LABELS[desk])
    return " · ".join(filter(None, (state_label(state) if state else "", desk_label(desk) if desk else "")))
