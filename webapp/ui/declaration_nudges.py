"""申报催报: which declarations of a year are not submitted, pressing for them, and the list for a chat group."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.access import actor, roles
from webapp.context import money_year
from webapp.i18n import language
from webapp.once import entering
from webapp.present.nudges import files_told_words, files_view
from webapp.present.refusals import problem_texts
from workflow import clock
from workflow.db import unit_of_work
from workflow.errors import RuleFailed
from workflow.queries.unsubmitted_files import units_without, unsubmitted_files
from workflow.reminding.table import NUDGERS
from workflow.services.nudges import nudge_declarations

bp = Blueprint("declaration_nudges", __name__)


@bp.get("/declarations/unsubmitted")
@roles(*sorted(NUDGERS))
def index() -> ResponseReturnValue:
    """The declarations of the fiscal year that are not submitted."""
    return _page()


@bp.post("/declarations/unsubmitted")
@roles(*sorted(NUDGERS))
def nudge() -> ResponseReturnValue:
    """Press for the ticked ones; what cannot be is told."""
    try:
        with entering() as session:
            note = request.form.get("note", "")
            found = nudge_declarations(session, actor(), request.form.getlist("id", type=int), note)
    except RuleFailed as refusal:
        return _page(" ".join(problem_texts(refusal, language()))), refusal.status
    flash(files_told_words(found), "ok" if found.reports else "warn")
    return redirect(url_for("declaration_nudges.index", which=request.args.get("which")), 303)


def _page(error: str = "") -> str:
    year, today, which = money_year(), clock.business_date(), request.args.get("which", "")
    with unit_of_work() as session:
        found = unsubmitted_files(session, actor(), year, today, which=which)
        without = units_without(session, actor(), year, today)
    view = files_view(year, found, without, which, request.form.get("note", ""), error)
    return render_template("declarations/unsubmitted.html", **view)
