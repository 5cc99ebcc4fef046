"""复核 of one self-evaluation: finance's points beside those of the unit."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.access import actor, roles, signed_in
from webapp.i18n import _
from webapp.present.rechecks import changed_of, recheck_page_view
from webapp.present.report_grid import Sheet, problem_words
from workflow.db import unit_of_work
from workflow.errors import Conflict
from workflow.services.rechecks import save_recheck
from workflow.types import Role

bp = Blueprint("rechecks", __name__, url_prefix="/rechecks")


@bp.get("/<int:recheck_id>")
@signed_in
def show(recheck_id: int) -> ResponseReturnValue:
    """Every line with both points; the unit sees it once it is finished."""
    return _page(recheck_id, Sheet())


@bp.post("/<int:recheck_id>")
@roles(Role.performance)
def save(recheck_id: int) -> ResponseReturnValue:
    """Keep what was typed; finish where that was asked for and nothing is missing."""
    typed, version = changed_of(request.form), request.form.get("expected_version", 0, int)
    finish = request.form.get("next") == "finish"
    try:
        with unit_of_work(write=True) as session:
            told = save_recheck(session, actor(), recheck_id, version, typed, finish=finish)
    except Conflict as refusal:
        return _page(recheck_id, Sheet(typed, late=True)), refusal.status
    if told.problems:
        return _page(recheck_id, Sheet(typed, problem_words(told.problems))), 422
    flash(_("The re-check is finished; the unit is told.") if finish else _("Saved."), "ok")
    return redirect(url_for("rechecks.show", recheck_id=recheck_id), 303)


def _page(recheck_id: int, sheet: Sheet) -> str:
    with unit_of_work() as session:
        view = recheck_page_view(session, actor(), recheck_id, sheet)
    return render_template("rechecks/show.html", **view)
