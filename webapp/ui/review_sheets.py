"""审核表: saved while the file is reviewed."""

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.access import actor, signed_in
from webapp.i18n import language
from webapp.present.file_page import file_view, kept
from webapp.present.refusals import problem_texts
from webapp.present.review_sheet import saved_words
from workflow.db import unit_of_work
from workflow.errors import RuleFailed
from workflow.services import review_sheets

bp = Blueprint("review_sheets", __name__, url_prefix="/declarations/<int:declaration_id>/sheet")


@bp.post("")
@signed_in
def save(declaration_id: int) -> ResponseReturnValue:
    """What was filled in so far: the script saves at every change, the button without it."""
    form = request.form
    try:
        with unit_of_work(write=True) as session:
            given, grade, opinion = form.to_dict(), form.get("grade", ""), form.get("opinion", "")
            review_sheets.save_sheet(session, actor(), declaration_id, given, grade, opinion)
    except RuleFailed as refusal:
        return _refused(declaration_id, refusal)
    with unit_of_work() as session:
        words = saved_words(session, actor(), declaration_id)
    return jsonify(words) if _by_script() else _back(declaration_id)


@bp.post("/kind")
@signed_in
def kind(declaration_id: int) -> ResponseReturnValue:
    """Demand the scored sheet, or no longer."""
    with unit_of_work(write=True) as session:
        review_sheets.raise_to_scored(session, actor(), declaration_id, request.form.get("raised") == "1")
    return _back(declaration_id)


def _by_script() -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def _back(declaration_id: int) -> ResponseReturnValue:
    return redirect(
        url_for("declarations.show", declaration_id=declaration_id, tab="sheet", _anchor="side", **kept()), 303
    )


def _refused(declaration_id: int, refusal: RuleFailed) -> ResponseReturnValue:
    error = " ".join(problem_texts(refusal, language()))
    if _by_script():
        return jsonify(error=error), refusal.status
    with unit_of_work() as session:
        asked = {"tab": "sheet", "sheet_error": error, "sheet_typed": request.form.to_dict(), **kept()}
        view = file_view(session, actor(), declaration_id, asked)
    return render_template("declarations/show.html", **view), refusal.status
