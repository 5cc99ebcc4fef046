"""The monitoring report (执行监控表): filling in, signing, accepting; its paper."""

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.access import actor, roles, signed_in
from webapp.downloads import ROUTE, send_paper
from webapp.i18n import _, language
from webapp.present.move_inputs import read_inputs
from webapp.present.move_page import done_words
from webapp.present.report_grid import Sheet, changed, problem_words
from webapp.present.report_lights import tried_view
from webapp.present.report_move import exempt_view, report_move_view
from webapp.present.report_page import BESIDE, lost_view, report_view
from webapp.present.report_paper import paper_view
from workflow.db import unit_of_work
from workflow.documents.render import Format
from workflow.errors import Conflict, RuleFailed, WrongState
from workflow.queries.papers import report_paper
from workflow.services.campaign_choices import exempt as exempt_report
from workflow.services.moves import move_report
from workflow.services.report_trying import try_lights
from workflow.services.reports import fill_report
from workflow.types import Role

bp = Blueprint("reports", __name__, url_prefix="/reports")


@bp.get("/<int:report_id>")
@signed_in
def show(report_id: int) -> ResponseReturnValue:
    """Money, indicators, who has it, what happened."""
    return _page(report_id, Sheet(), check=bool(request.args.get("check")))


@bp.post("/<int:report_id>")
@signed_in
def save(report_id: int) -> ResponseReturnValue:
    """Keep what this person changed; what cannot be read, or what comes too late, stays in the form."""
    typed, version = changed(request.form), request.form.get("expected_version", 0, int)
    try:
        with unit_of_work(write=True) as session:
            filled = fill_report(session, actor(), report_id, version, typed)
    except Conflict as refusal:
        return _page(report_id, Sheet(typed, late=True)), refusal.status
    except WrongState as refusal:
        return _lost_page(report_id, typed, refusal), refusal.status
    if filled.problems:
        return _page(report_id, Sheet(typed, problem_words(filled.problems))), 422
    return _onward(report_id, saved=bool(filled.changed))


@bp.post("/<int:report_id>/lights")
@signed_in
def lights(report_id: int) -> ResponseReturnValue:
    """The lights of what is typed and not yet saved, for the script of the form."""
    with unit_of_work() as session:
        told = tried_view(try_lights(session, actor(), report_id, changed(request.form)))
    return jsonify(told)


@bp.get("/<int:report_id>/paper")
@signed_in
def paper(report_id: int) -> ResponseReturnValue:
    """The official form, for A4 across."""
    with unit_of_work() as session:
        view = paper_view(session, actor(), report_id)
    return render_template("reports/paper.html", **view)


@bp.get(f"/<int:report_id>/paper.{ROUTE}")
@signed_in
def download(report_id: int, file_format: Format) -> ResponseReturnValue:
    """The official document, marked as a draft until it is accepted."""
    with unit_of_work() as session:
        found = report_paper(session, actor(), report_id)
    return send_paper(found, file_format)


@bp.get("/<int:report_id>/moves/<action>")
@signed_in
def ask(report_id: int, action: str) -> ResponseReturnValue:
    """What happens, and what is still missing."""
    with unit_of_work() as session:
        view = report_move_view(session, actor(), report_id, action)
    return render_template("reports/move.html", **view)


@bp.post("/<int:report_id>/moves/<action>")
@signed_in
def take(report_id: int, action: str) -> ResponseReturnValue:
    """One move, one transaction."""
    try:
        inputs, version = read_inputs(), request.form.get("expected_version", 0, int)
        with unit_of_work(write=True) as session:
            case = move_report(session, actor(), report_id, action, version, inputs)
    except RuleFailed as refusal:
        with unit_of_work() as session:
            view = report_move_view(session, actor(), report_id, action, refusal)
        return render_template("reports/move.html", **view), refusal.status
    flash(done_words(case), "ok")
    return redirect(url_for("reports.show", report_id=report_id), 303)


@bp.get("/<int:report_id>/exempt")
@roles(Role.performance)
def ask_exempt(report_id: int) -> ResponseReturnValue:
    """What exempting a project does."""
    return _exempt_page(report_id)


@bp.post("/<int:report_id>/exempt")
@roles(Role.performance)
def exempt(report_id: int) -> ResponseReturnValue:
    """No report is asked for in this campaign."""
    reason, version = request.form.get("reason", ""), request.form.get("expected_version", 0, int)
    try:
        with unit_of_work(write=True) as session:
            exempt_report(session, actor(), report_id, version, reason)
    except RuleFailed as refusal:
        return _exempt_page(report_id, refusal), refusal.status
    flash(_("The project is exempt from this campaign."), "ok")
    return redirect(url_for("reports.show", report_id=report_id), 303)


def _exempt_page(report_id: int, refusal: RuleFailed | None = None) -> str:
    with unit_of_work() as session:
        view = exempt_view(session, actor(), report_id, request.form.get("reason", ""), refusal)
    return render_template("reports/exempt.html", **view)


def _page(report_id: int, sheet: Sheet, *, check: bool = False) -> str:
    with unit_of_work() as session:
        view = report_view(session, actor(), report_id, sheet, check=check)
    return render_template("reports/show.html", **view)


def _lost_page(report_id: int, typed: dict[str, str], refusal: WrongState) -> str:
    with unit_of_work() as session:
        problem = lost_view(session, actor(), report_id, typed, refusal, language())
    return render_template("errors/409.html", problem=problem)


def _onward(report_id: int, *, saved: bool) -> ResponseReturnValue:
    """After saving: to the move that was asked for, else back to the form."""
    action = request.form.get("next", "")
    if action in BESIDE:
        return redirect(url_for(f"{action}.show", report_id=report_id), 303)
    if action:
        return redirect(url_for("reports.ask", report_id=report_id, action=action), 303)
    flash(_("Saved.") if saved else _("Nothing has changed."), "ok" if saved else "info")
    return redirect(url_for("reports.show", report_id=report_id), 303)
