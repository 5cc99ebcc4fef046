"""待办: the home of every role."""

from collections import Counter
from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from webapp.access import actor, signed_in
from webapp.context import files_waiting
from webapp.i18n import _
from webapp.present.corrections import work_item as correction_item
from webapp.present.errands import (
    consent_item,
    filing_item,
    intake_item,
    no_project_item,
    results_item,
    rows_item,
)
from webapp.present.files import work_item
from webapp.present.labels import pick
from webapp.present.ledger_lists import no_targets_item
from webapp.present.letter_list import letter_item
from webapp.present.outside import outside_item
from webapp.present.result_uses import use_item
from webapp.present.special import point_item
from webapp.present.target_tasks import target_item
from webapp.present.upper_transfers import transfer_item
from workflow.db import unit_of_work
from workflow.permissions import Actor
from workflow.queries.corrections import waiting
from workflow.queries.errands import (
    adjustments_to_file,
    consents_asked,
    payments_without_project,
    results_to_confirm,
    rows_to_check,
)
from workflow.queries.intake import to_check
from workflow.queries.letters import letters_waiting
from workflow.queries.no_targets import pressing
from workflow.queries.outside import outside_waiting
from workflow.queries.result_uses import waiting_uses
from workflow.queries.review_queue import REVIEWERS
from workflow.queries.special import open_points
from workflow.queries.target_tasks import tasks_waiting
from workflow.queries.upper_transfers import transfers_waiting
from workflow.queries.work_words import LATE, PARTS, RETURNED, part_of
from workflow.queries.worklist import WaitingFile, waiting_for
from workflow.types import Desk, Role

bp = Blueprint("worklist", __name__)
TONES = {LATE: "bad", RETURNED: "warn"}
Group = tuple[str, list[dict[str, Any]]]
"""A title and the lines under it."""


@bp.get("/")
@signed_in
def show() -> ResponseReturnValue:
    """What waits for me, the overdue first."""
    with unit_of_work() as session:
        items, beside = waiting_for(session, actor()), _beside(session, actor())
    can_create = Role.filer in actor().roles
    shown = len(items) + sum(len(lines) for _title, lines in beside)
    view = {"groups": _groups(items, beside), "shown": shown, "total": files_waiting(), "many": _many(items)}
    return render_template("worklist.html", **view, can_create=can_create)


def _many(items: list[WaitingFile]) -> list[dict[str, str]]:
    """Lists with tick boxes, where more than one file waits for the same click."""
    queue = [{"label": _("Review queue"), "href": url_for("queue.index"), "icon": "review"}]
    labels = {Desk.performance: _("Clear many at once"), Desk.batch: _("Approve many at once")}
    waiting = Counter(item.desk for item in items if item.object_kind == "declaration")
    many = [
        {"label": label, "href": url_for("declarations.index", year="", desk=desk), "icon": "check-circle"}
        for desk, label in labels.items()
        if waiting[desk] > 1
    ]
    return many + (queue if REVIEWERS & actor().roles else [])


def _beside(session: Session, who: Actor) -> list[Group]:
    """What waits for a word on something else than a file at one's desk."""
    return [
        (_("Late comments that wait for your consent"), [consent_item(item) for item in consents_asked(session, who)]),
        (_("Small adjustments to file"), [filing_item(item) for item in adjustments_to_file(session, who)]),
        (_("Open points of special approvals"), [point_item(point) for point in open_points(session, who)]),
        (_("Tasks to adjust targets"), [target_item(task) for task in tasks_waiting(session, who)]),
        (_("Money without targets"), [no_targets_item(found)] if (found := pressing(session, who)) else []),
        (_("Transfers from above to split"), [transfer_item(line) for line in transfers_waiting(session, who)]),
        (_("Payments outside the treasury"), [outside_item(line) for line in outside_waiting(session, who)]),
        (_("Corrections"), [correction_item(line) for line in waiting(session, who)]),
        (_("Results to confirm"), [results_item(line) for line in results_to_confirm(session, who)]),
        (_("Results in money"), [use_item(line) for line in waiting_uses(session, who)]),
        (_("Approval documents"), [letter_item(line) for line in letters_waiting(session, who)]),
        (_("Imported forms to check"), [intake_item(item) for item in to_check(session, who)]),
        (_("Payments of no project"), [no_project_item(item) for item in payments_without_project(session, who)]),
        (_("Rows to check"), [rows_item(item) for item in rows_to_check(session, who)]),
    ]


def _groups(items: list[WaitingFile], beside: list[Group]) -> list[dict[str, object]]:
    """Overdue and returned first, then by kind of work."""
    lines: dict[str, list[dict[str, Any]]] = {part: [] for part in PARTS}
    for item in items:
        lines[part_of(item)].append(work_item(item))
    groups = [(pick(PARTS[part]), TONES.get(part, ""), found) for part, found in lines.items()]
    groups += [(title, "", found) for title, found in beside]
    return [{"title": title, "tone": tone, "items": found, "count": len(found)} for title, tone, found in groups]
