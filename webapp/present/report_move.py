"""The page that asks once more before a move of a monitoring report."""

from typing import Any

from flask import url_for
from sqlmodel import Session

from webapp.i18n import _, language
from webapp.present.labels import with_label
from webapp.present.move_page import move_box, open_move, problem_views
from webapp.present.places import anchor
from webapp.present.report_grid import place_words
from workflow.errors import RuleFailed
from workflow.lifecycle.files import find_report
from workflow.notifications.refusals import refusal_text
from workflow.permissions import Actor
from workflow.queries.report_page import ReportView, report_view

View = dict[str, Any]
JUDGED = frozenset({"send_up", "sign"})
"""Moves that a report with something left to fill in is refused: its page says so before the click."""


def report_move_view(
    session: Session, actor: Actor, report_id: int, action: str, refused: RuleFailed | None = None
) -> View:
    """Variables of ``reports/move.html``; 403, 404 and 409 are refused at once, as for declarations."""
    row = find_report(session, actor, report_id)
    move = open_move(session, row, actor, action, refused)
    found = report_view(session, actor, report_id)
    here = url_for("reports.show", report_id=row.id)
    take = url_for("reports.take", report_id=row.id, action=action)
    name = found.declaration.project_name
    return {
        "row": row,
        "name": name,
        "campaign": found.campaign,
        "move": move_box(move, row, name, found.content_hash, _effects(action), take, here),
        "missing": _missing(found, here) if action in JUDGED and refused is None else [],
        **problem_views(refused, here),
    }


def _missing(found: ReportView, here: str) -> list[View]:
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
        "send_up": [_("The head of your unit is asked to sign."), _("Nobody edits while it is being signed.")],
        "recall": [_("The report comes back to your desk."), _("Your own signature, if any, no longer counts.")],
        "decline": [_("The report goes back to the filer."), _("All signatures are void.")],
        "sign": [
            _("You sign exactly the content with this version code."),
            _("The last signature submits the report to the finance bureau."),
        ],
        "return": [
            _("The report goes back to the unit with your reason."),
            _("All signatures are void; it is signed again before it comes back."),
        ],
        "accept": [_("The report is accepted."), _("The project counts as monitored.")],
        "cancel": [_("The report ends here; nobody fills it in any more.")],
    }.get(action, [])


def exempt_view(session: Session, actor: Actor, report_id: int, reason: str, refused: RuleFailed | None) -> View:
    """Variables of ``reports/exempt.html``."""
    found = report_view(session, actor, report_id)
    here = url_for("reports.show", report_id=report_id)
    wrong = refusal_text(refused.code, refused.facts, language()) if refused else ""
    return {
        "row": found.report,
        "name": found.declaration.project_name,
        "campaign": found.campaign,
        "errors": [{"text": wrong, "href": "#f-reason"}] if wrong else [],
        "move": {
            "action": url_for("reports.exempt", report_id=report_id),
            "consequences": [
                _("No report of this project is asked for in this campaign; reminders stop."),
                _("What was typed stays readable; the project can be taken in again."),
            ],
            "reason": "required",
            "reason_value": reason,
            "reason_error": wrong,
            "expected_version": found.report.version,
            "submit": _("Exempt the project"),
            "tone": "danger",
            "cancel": here,
        },
    }
