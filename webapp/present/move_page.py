"""The page that asks once more before a move."""

from typing import Any

from flask import request, url_for
from sqlmodel import Session

from webapp.i18n import _
from webapp.present.file_page import finding_views, open_errors, pair_words
from webapp.present.labels import pick
from webapp.present.moves import DANGER, consequences, label, needs_fields
from workflow import clock, regional
from workflow.canonical import version_code
from workflow.errors import NotFound, WrongState
from workflow.lifecycle import DECLARATION_CYCLE, Case, pair_of
from workflow.lifecycle.files import find_declaration
from workflow.permissions import Actor
from workflow.queries import file_page
from workflow.workdays import workdays_after

GRADES = (
    ("excellent", ("优", "excellent")),
    ("good", ("良", "good")),
    ("fair", ("中", "fair")),
    ("poor", ("差", "poor")),
)


def move_view(
    session: Session, actor: Actor, declaration_id: int, action: str, errors: list[str] | None = None
) -> dict[str, Any]:
    """Variables of ``declarations/move.html``; 404 for an unknown action, 409 where it does not start here."""
    row = find_declaration(session, actor, declaration_id)
    if not DECLARATION_CYCLE.rows_of(action):
        raise NotFound("no_such_action", action=action)
    move = DECLARATION_CYCLE.by_pair.get((action, pair_of(row)))
    if move is None:
        raise WrongState("wrong_state", action=action, pair=pair_of(row))
    content = file_page.content_of(session, row)
    days = regional.setting(session, row.region_id, "return_working_days", row.fiscal_year)
    shows = needs_fields(action)
    return {
        "row": row,
        "move": {
            "action": url_for("moves.take", declaration_id=row.id, action=action),
            "title": label(move),
            "file": row.project_name,
            "consequences": consequences(action),
            "reason": move.reason.value,
            "reason_value": request.form.get("reason", ""),
            "expected_version": row.version,
            "content_hash": content.content_hash if action == "sign" else "",
            "version_code": version_code(content.content_hash),
            "submit": label(move),
            "tone": "danger" if action in DANGER else "primary",
            "cancel": url_for("declarations.show", declaration_id=row.id),
        },
        "shows": shows,
        "grades": [{"value": key, "label": pick(words)} for key, words in GRADES],
        "values": {
            "due_on": request.form.get("due_on") or workdays_after(clock.business_date(), days).isoformat(),
            "grade": request.form.get("grade", ""),
            "opinion": request.form.get("opinion", ""),
            "document": request.form.get("document", ""),
        },
        "errors": [{"text": text} for text in errors or []],
        "open_errors": open_errors(content) if action in ("send_up", "sign") else 0,
        "findings": finding_views(content, row.id) if action in ("send_up", "sign") else [],
    }


def done_words(case: Case) -> str:
    """The quiet line after a move: what was done, and where the file is now."""
    words: str = _("%(action)s: done. Now: %(place)s", action=label(case.move), place=pair_words(pair_of(case.row)))
    return words
