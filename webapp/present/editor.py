"""The page of the editor: everything ``editor/show.html`` needs."""

from typing import Any

from flask import url_for
from sqlmodel import Session

from webapp.i18n import _, plural
from webapp.present.editor_confirm import head_view, part_list
from webapp.present.editor_draft import Draft, load_draft, result_text
from webapp.present.editor_sections import section_views
from webapp.present.editor_side import counts_of, finding_list, remark, remark_list
from webapp.present.editor_totals import totals_of
from webapp.present.files import chip
from webapp.present.findings import wider_words
from webapp.present.times import due_tone, due_words
from workflow.lifecycle.facts import return_order
from workflow.lifecycle.files import find_declaration
from workflow.permissions import Actor
from workflow.queries.arrivals import is_to_be_changed
from workflow.queries.file_page import submit_by
from workflow.services.cloning import offered_source
from workflow.services.editing import Outcome, Result, check_desk
from workflow.types import Desk

View = dict[str, Any]
ADDRESSES = {"paste": "paste", "do": "do", "unlock": "ask_unlock", "estimate": "estimate"}
"""What the script speaks to besides saving."""


def editor_view(
    session: Session,
    actor: Actor,
    declaration_id: int,
    *,
    typed: dict[str, str] | None = None,
    results: dict[str, Result] | None = None,
    errors: list[View] | None = None,
) -> View:
    """Raises 404, 403 or 409 where this person cannot edit the file now. ``typed`` and ``results``: what a form without
    script sent and could not be stored; ``errors``: refusals to show on top."""
    row = find_declaration(session, actor, declaration_id)
    check_desk(session, row, actor)
    draft = load_draft(session, actor, row)
    draft.typed, draft.results = typed or {}, results or {}
    order = return_order(session, row)
    due = submit_by(session, row)
    return {
        "row": row,
        "draft": draft,
        "chip": chip(row.state, row.desk, returned=order is not None and is_to_be_changed(session, row)),
        "due": {"words": due_words(due), "day": due.isoformat() if due else "", "tone": due_tone(due)},
        "editor": _editor(row, actor, draft),
        "sections": section_views(draft),
        "remark": lambda comment: remark(draft, comment),
        "remarks": remark_list(draft),
        "form_remarks": [item for item in draft.comments if item.path == "form"],
        "carried": part_list(draft),
        "copy": head_view(draft, offered_source(session, actor, row)),
        "findings": finding_list(draft),
        "wider": wider_words(draft.content, row),
        "totals": totals_of(draft),
        "errors": (errors or []) + _homeless(draft),
        "status": _status(draft),
        "returned": order is not None,
        "locked": draft.locks.opened is not None,
        "at_department": row.desk == Desk.department,
        "primary": _next_step(row),
        "secondary": _steps_aside(row, draft),
    }


def _homeless(draft: Draft) -> list[View]:
    """What was typed into a row that is gone: its words, so that they can be copied."""
    return [
        {"text": " ".join((result_text(result), _("You typed: %(text)s", text=draft.typed.get(path, ""))))}
        for path, result in draft.results.items()
        if result.outcome is Outcome.unknown
    ]


def _status(draft: Draft) -> View:
    waiting = sum(comment.answer is None for comment in draft.comments)
    note = plural("%(num)s comment to answer", "%(num)s comments to answer", waiting) if waiting else ""
    return {"state": "idle", "at": "", "counts": counts_of(draft), "href": "#findings", "note": note}


def _editor(row: Any, actor: Actor, draft: Draft) -> View:
    def here(name: str) -> str:
        return url_for(f"editor.{name}", declaration_id=row.id)

    return {
        "action": here("save_form"),
        "autosave_url": here("save"),
        "version": row.version,
        "declaration_id": row.id,
        "seen": draft.seen,
        "key": f"{actor.user_id}:{row.id}",
        "urls": {name: here(view) for name, view in ADDRESSES.items()},
    }


def _next_step(row: Any) -> View:
    """The one primary action: on from this desk."""
    action, label = ("sign", _("Sign")) if row.desk == Desk.department else ("send_up", _("Send up"))
    return {"label": label, "href": url_for("moves.ask", declaration_id=row.id, action=action)}


def _steps_aside(row: Any, draft: Draft) -> list[View]:
    undo = {"label": _("Undo"), "name": "do", "value": "undo", "form": "editor", "icon": "undo", "kind": "quiet"}
    preview = {"label": _("Preview"), "href": url_for("declarations.show", declaration_id=row.id), "kind": "quiet"}
    save = {"label": _("Save"), "name": "do", "value": "save", "form": "editor"}
    return [undo, preview, save]
