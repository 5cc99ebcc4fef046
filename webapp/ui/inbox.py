"""Messages: what happened to my files."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.access import actor, signed_in
from webapp.i18n import _, language
from webapp.present.times import moment
from workflow.db import unit_of_work
from workflow.notifications.messages import message_text
from workflow.queries import inbox
from workflow.services.digests import has_digest, set_digest
from workflow.services.inbox import mark_all_read, mark_read

bp = Blueprint("inbox", __name__)
PLACES = {
    "declaration": ("declarations.show", "declaration_id"),
    "monitoring_report": ("reports.show", "report_id"),
    "self_evaluation": ("evaluations.show", "evaluation_id"),
    "corrective_action": ("corrections.show", "correction_id"),
    "approval_document": ("letters.show", "letter_id"),
    "target_task": ("target_tasks.show", "task_id"),
    "outside_payment": ("outside.show", "payment_id"),
    "project": ("execution.project", "project_id"),
    "monitoring_campaign": ("campaigns.show", "campaign_id"),
    "evaluation_task": ("evaluation_tasks.show", "task_id"),
}


@bp.get("/inbox")
@signed_in
def index() -> ResponseReturnValue:
    """My messages, newest first."""
    with unit_of_work() as session:
        found = inbox.messages(session, actor(), request.args.get("before", type=int))
        digest = has_digest(session, actor())
    older = found[inbox.PAGE_SIZE - 1].id if len(found) > inbox.PAGE_SIZE else None
    shown = [_line(item) for item in found[: inbox.PAGE_SIZE]]
    return render_template("inbox.html", messages=shown, older=older, digest=digest)


@bp.post("/inbox/<int:message_id>/open")
@signed_in
def open_message(message_id: int) -> ResponseReturnValue:
    """Mark as read and go to the file."""
    with unit_of_work(write=True) as session:
        message = mark_read(session, actor(), message_id)
    return redirect(_place(message.object_kind, message.object_id), 303)


@bp.post("/inbox/read")
@signed_in
def read_all() -> ResponseReturnValue:
    """Mark everything as read."""
    with unit_of_work(write=True) as session:
        mark_all_read(session, actor())
    return redirect(url_for("inbox.index"), 303)


@bp.post("/inbox/digest")
@signed_in
def choose_digest() -> ResponseReturnValue:
    """One e-mail a day, or one per message."""
    wanted = request.form.get("digest") == "yes"
    with unit_of_work(write=True) as session:
        set_digest(session, actor(), wanted=wanted)
    told = _("From now on you get one e-mail a day."), _("From now on you get an e-mail for every message.")
    flash(told[0] if wanted else told[1], "ok")
    return redirect(url_for("inbox.index"), 303)


def _place(kind: str, object_id: int | None) -> str:
    if kind == "stand_in":
        return url_for("stand_ins.index")
    if kind == "payment_totals":
        return url_for("payments.reconciliation")
    if kind == "declaration_task":
        return url_for("declarations.index")
    if kind == "list_export":
        return url_for("exports.index")
    if kind not in PLACES:
        return url_for("inbox.index")
    endpoint, key = PLACES[kind]
    values: dict[str, Any] = {key: object_id}
    return url_for(endpoint, **values)


def _line(item: Any) -> dict[str, Any]:
    text = message_text(item.template, item.facts, language())
    return {"id": item.id, "text": text, "when": moment(item.created_at), "unread": item.read_at is None}
