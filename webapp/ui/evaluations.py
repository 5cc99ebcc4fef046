"""The self-evaluation (自评表): filling in, signing, accepting; its paper."""

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from webapp.access import actor, signed_in
from webapp.downloads import ROUTE, send_paper
from webapp.i18n import _, language
from webapp.present.evaluation_grid import changed
from webapp.present.evaluation_move import evaluation_move_view
from webapp.present.evaluation_page import evaluation_page_view, lost_view, points_view
from webapp.present.evaluation_remarks import read_remarks
from webapp.present.move_inputs import read_inputs
from webapp.present.move_page import done_words
from webapp.present.report_grid import Sheet, problem_words
from workflow.db import unit_of_work
from workflow.documents.render import Format
from workflow.errors import Conflict, RuleFailed, WrongState
from workflow.lifecycle import Inputs
from workflow.lifecycle.case import Case
from workflow.queries.evaluation_paper import evaluation_paper
from workflow.services.evaluation_remarks import SENDING_BACK, send_back
from workflow.services.evaluations import fill_evaluation, try_points
from workflow.services.moves import move_evaluation

bp = Blueprint("evaluations", __name__, url_prefix="/evaluations")


@bp.get("/<int:evaluation_id>")
@signed_in
def show(evaluation_id: int) -> ResponseReturnValue:
    """Money, goals, indicators with their points and why, who has it."""
    return _page(evaluation_id, Sheet(), check=bool(request.args.get("check")))


@bp.post("/<int:evaluation_id>")
@signed_in
def save(evaluation_id: int) -> ResponseReturnValue:
    """Keep what this person changed and reckon the points; what comes too late stays in the form."""
    typed, version = changed(request.form), request.form.get("expected_version", 0, int)
    try:
        with unit_of_work(write=True) as session:
            filled = fill_evaluation(session, actor(), evaluation_id, version, typed)
    except Conflict as refusal:
        return _page(evaluation_id, Sheet(typed, late=True)), refusal.status
    except WrongState as refusal:
        return _lost_page(evaluation_id, typed, refusal), refusal.status
    if filled.problems:
        return _page(evaluation_id, Sheet(typed, problem_words(filled.problems))), 422
    return _onward(evaluation_id, saved=bool(filled.changed))


@bp.post("/<int:evaluation_id>/points")
@signed_in
def points(evaluation_id: int) -> ResponseReturnValue:
    """The points of what is typed and not yet saved, for the script of the form."""
    with unit_of_work() as session:
        form, items = try_points(session, actor(), evaluation_id, changed(request.form))
        told = points_view(form, items)
    return jsonify(told)


@bp.get(f"/<int:evaluation_id>/paper.{ROUTE}")
@signed_in
def download(evaluation_id: int, file_format: Format) -> ResponseReturnValue:
    """The official document, marked as a draft until it is accepted."""
    with unit_of_work() as session:
        found = evaluation_paper(session, actor(), evaluation_id)
    return send_paper(found, file_format)


@bp.get("/<int:evaluation_id>/moves/<action>")
@signed_in
def ask(evaluation_id: int, action: str) -> ResponseReturnValue:
    """What happens, and what is still missing."""
    with unit_of_work() as session:
        view = evaluation_move_view(session, actor(), evaluation_id, action)
    return render_template("evaluations/move.html", **view)


@bp.post("/<int:evaluation_id>/moves/<action>")
@signed_in
def take(evaluation_id: int, action: str) -> ResponseReturnValue:
    """One move, one transaction."""
    try:
        inputs, version = read_inputs(), request.form.get("expected_version", 0, int)
        with unit_of_work(write=True) as session:
            case = _move(session, evaluation_id, action, version, inputs)
    except RuleFailed as refusal:
        with unit_of_work() as session:
            view = evaluation_move_view(session, actor(), evaluation_id, action, refusal, request.form)
        return render_template("evaluations/move.html", **view), refusal.status
    flash(done_words(case), "ok")
    return redirect(url_for("evaluations.show", evaluation_id=evaluation_id), 303)


def _move(session: Session, evaluation_id: int, action: str, version: int, inputs: Inputs) -> Case:
    """Who sends the form back may say something to single lines of it."""
    if action in SENDING_BACK:
        return send_back(session, actor(), evaluation_id, action, version, inputs, read_remarks(request.form))
    return move_evaluation(session, actor(), evaluation_id, action, version, inputs)


def _page(evaluation_id: int, sheet: Sheet, *, check: bool = False) -> str:
    with unit_of_work() as session:
        view = evaluation_page_view(session, actor(), evaluation_id, sheet, check=check)
    return render_template("evaluations/show.html", **view)


def _lost_page(evaluation_id: int, typed: dict[str, str], refusal: WrongState) -> str:
    with unit_of_work() as session:
        problem = lost_view(session, actor(), evaluation_id, typed, refusal, language())
    return render_template("errors/409.html", problem=problem)


def _onward(evaluation_id: int, *, saved: bool) -> ResponseReturnValue:
    """After saving: to the move that was asked for, else back to the form."""
    action = request.form.get("next", "")
    if action:
        return redirect(url_for("evaluations.ask", evaluation_id=evaluation_id, action=action), 303)
    flash(_("Saved.") if saved else _("Nothing has changed."), "ok" if saved else "info")
    return redirect(url_for("evaluations.show", evaluation_id=evaluation_id), 303)
