"""The page that asks once more before a move of a self-evaluation."""

from collections.abc import Mapping
from typing import Any

from flask import url_for
from sqlmodel import Session

from webapp.i18n import _, language
from webapp.present.evaluation_grid import place_words
from webapp.present.evaluation_remarks import lines_view, read_remarks
from webapp.present.labels import with_label
from webapp.present.move_page import move_box, open_move, problem_views
from webapp.present.places import anchor
from webapp.present.report_move import JUDGED
from workflow.errors import RuleFailed
from workflow.lifecycle.files import find_evaluation
from workflow.notifications.refusals import refusal_text
from workflow.permissions import Actor
from workflow.queries.evaluation_page import EvaluationView, evaluation_view

View = dict[str, Any]
NOTHING: Mapping[str, str] = {}


def evaluation_move_view(
    session: Session, actor: Actor, evaluation_id: int, action: str, refused: RuleFailed | None = None,
    typed: Mapping[str, str] = NOTHING,
) -> View:  # fmt: skip
    """Variables of ``evaluations/move.html``; 403, 404 and 409 are refused at once, as for declarations."""
    row = find_evaluation(session, actor, evaluation_id)
    move = open_move(session, row, actor, action, refused)
    found = evaluation_view(session, actor, evaluation_id)
    here = url_for("evaluations.show", evaluation_id=row.id)
    take = url_for("evaluations.take", evaluation_id=row.id, action=action)
    name = found.declaration.project_name
    return {
        "row": row,
        "name": name,
        "task": found.task,
        "move": move_box(move, row, name, found.content_hash, _effects(action), take, here),
        "lines": lines_view(found, action, read_remarks(typed)),
        "missing": _missing(found, here) if action in JUDGED and refused is None else [],
        **problem_views(refused, here),
    }


def _missing(found: EvaluationView, here: str) -> list[View]:
    """What is still to be filled in, each with the way to its cell."""
    return [
        {
            "text": with_label(place_words(item.path, found.lines), refusal_text(item.code, item.facts, language())),
            "href": f"{here}?check=1#{anchor(item.path)}",
        }
        for item in found.missing
    ]


def _effects(action: str) -> list[str]:
    """What a move does, in words."""
    return {
        "send_up": [
            _("The points are reckoned by the rules of today and stay as they are from now on."),
            _("The head of your unit is asked to sign."),
        ],
        "recall": [_("The form comes back to your desk."), _("Your own signature, if any, no longer counts.")],
        "decline": [_("The form goes back to the filer."), _("All signatures are void.")],
        "sign": [
            _("You sign exactly the content with this version code."),
            _("The last signature submits the form to the finance bureau."),
        ],
        "return": [
            _("The form goes back to the unit with your reason."),
            _("All signatures are void; it is signed again before it comes back."),
        ],
        "accept": [
            _("The form is accepted; its points no longer change."),
            _("The performance section then confirms the result of the project."),
        ],
        "cancel": [_("The form ends here; nobody fills it in any more.")],
    }.get(action, [])


def exempt_view(session: Session, actor: Actor, evaluation_id: int, reason: str, refused: RuleFailed | None) -> View:
    """Variables of ``evaluations/exempt.html``."""
    found = evaluation_view(session, actor, evaluation_id)
    wrong = refusal_text(refused.code, refused.facts, language()) if refused else ""
    return {
        "row": found.row,
        "name": found.declaration.project_name,
        "task": found.task,
        "errors": [{"text": wrong, "href": "#f-reason"}] if wrong else [],
        "move": {
            "action": url_for("evaluation_choices.exempt", evaluation_id=evaluation_id),
            "consequences": [
                _("No form of this project is asked for in this task; reminders stop."),
                _("What was typed stays readable; the project can be taken in again."),
            ],
            "reason": "required",
            "reason_value": reason,
            "reason_error": wrong,
            "expected_version": found.row.version,
            "submit": _("Exempt the project"),
            "tone": "danger",
            "cancel": url_for("evaluations.show", evaluation_id=evaluation_id),
        },
    }
