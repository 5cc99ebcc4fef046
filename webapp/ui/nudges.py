"""催报: who has not submitted in a campaign, pressing for it, and the list for a chat group."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.access import actor, roles
from webapp.i18n import language
from webapp.once import entering
from webapp.present.nudges import told_words, unsubmitted_view
from webapp.present.refusals import problem_texts
from workflow.db import unit_of_work
from workflow.errors import RuleFailed
from workflow.queries.monitoring import campaign
from workflow.queries.unsubmitted import unsubmitted
from workflow.reminding.table import NUDGERS
from workflow.services.nudges import nudge_reports

bp = Blueprint("nudges", __name__)


@bp.get("/monitoring/<int:campaign_id>/unsubmitted")
@roles(*sorted(NUDGERS))
def index(campaign_id: int) -> ResponseReturnValue:
    """By department and unit."""
    return _page(campaign_id)


@bp.post("/monitoring/<int:campaign_id>/unsubmitted")
@roles(*sorted(NUDGERS))
def nudge(campaign_id: int) -> ResponseReturnValue:
    """Press for the ticked ones; what cannot be is told."""
    ids = request.form.getlist("id", type=int)
    try:
        with entering() as session:
            found = nudge_reports(session, actor(), campaign_id, ids, request.form.get("note", ""))
    except RuleFailed as refusal:
        return _page(campaign_id, " ".join(problem_texts(refusal, language()))), refusal.status
    flash(told_words(found), "ok" if found.reports else "warn")
    return redirect(url_for("nudges.index", campaign_id=campaign_id), 303)


def _page(campaign_id: int, error: str = "") -> str:
    with unit_of_work() as session:
        line = campaign(session, actor(), campaign_id)
        found = unsubmitted(session, actor(), campaign_id)
    typed = request.form.get("note", "")
    return render_template("campaigns/unsubmitted.html", **unsubmitted_view(line, found, typed, error))
