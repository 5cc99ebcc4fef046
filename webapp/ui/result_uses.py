"""结果应用: proposed on a self-evaluation, confirmed or refused by the budget section."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.access import actor, roles, signed_in
from webapp.context import current_year
from webapp.i18n import _
from webapp.nav import BUSINESS
from webapp.once import entering
from webapp.present import result_uses as present
from workflow.db import unit_of_work
from workflow.errors import RuleFailed
from workflow.queries import result_uses as read
from workflow.services import result_uses
from workflow.types import ResultUseState, Role

bp = Blueprint("result_uses", __name__)


@bp.get("/result-uses/")
@roles(*sorted(BUSINESS))
def index() -> ResponseReturnValue:
    """Those of the year that was evaluated, the newest first."""
    after, state = request.args.get("after", 0, int), request.args.get("use", "")
    state = state if state in set(ResultUseState) else ""
    with unit_of_work() as session:
        found = read.list_uses(session, actor(), current_year(), state, after, read.PAGE_SIZE + 1)
    return render_template("result_uses/index.html", **present.index_view(found, state))


@bp.get("/evaluations/<int:evaluation_id>/uses/new")
@roles(Role.performance)
def new(evaluation_id: int) -> ResponseReturnValue:
    """What kind, how much, for which year, why."""
    return _new_page(evaluation_id)


@bp.post("/evaluations/<int:evaluation_id>/uses")
@roles(Role.performance)
def create(evaluation_id: int) -> ResponseReturnValue:
    """Propose it."""
    try:
        told = present.read_proposal(request.form)
        with entering() as session:
            made = result_uses.propose(session, actor(), evaluation_id, told)
    except RuleFailed as refusal:
        return _new_page(evaluation_id, refusal), refusal.status
    flash(_("Proposed. The budget section is told."), "ok")
    return redirect(url_for("result_uses.show", use_id=made.id), 303)


@bp.get("/result-uses/<int:use_id>")
@signed_in
def show(use_id: int) -> ResponseReturnValue:
    """One proposal, its decision, and what was booked."""
    return _page(use_id)


@bp.post("/result-uses/<int:use_id>/confirm")
@roles(Role.budget_section)
def confirm(use_id: int) -> ResponseReturnValue:
    """Confirm it; the ledger is written in the same transaction."""
    version, document = request.form.get("expected_version", 0, int), request.form.get("document", "")
    try:
        with unit_of_work(write=True) as session:
            result_uses.confirm(session, actor(), use_id, version, document, request.form.get("remark", ""))
    except RuleFailed as refusal:
        return _page(use_id, refusal), refusal.status
    flash(_("Confirmed. The unit is told."), "ok")
    return redirect(url_for("result_uses.show", use_id=use_id), 303)


@bp.post("/result-uses/<int:use_id>/refuse")
@roles(Role.budget_section)
def refuse(use_id: int) -> ResponseReturnValue:
    """Not to be done."""
    version = request.form.get("expected_version", 0, int)
    try:
        with unit_of_work(write=True) as session:
            result_uses.refuse(session, actor(), use_id, version, request.form.get("remark", ""))
    except RuleFailed as refusal:
        return _page(use_id, refusal), refusal.status
    flash(_("Refused. The performance section is told."), "ok")
    return redirect(url_for("result_uses.show", use_id=use_id), 303)


def _new_page(evaluation_id: int, refusal: RuleFailed | None = None) -> str:
    with unit_of_work() as session:
        view = present.new_view(session, actor(), evaluation_id, request.form, refusal)
    return render_template("result_uses/new.html", **view)


def _page(use_id: int, refusal: RuleFailed | None = None) -> str:
    with unit_of_work() as session:
        view = present.show_view(session, actor(), use_id, request.form, refusal)
    return render_template("result_uses/show.html", **view)
