"""整改: the list, one order with what may be done, and ordering one from a monitoring report."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.access import actor, roles, signed_in
from webapp.context import asked
from webapp.i18n import _
from webapp.nav import BUSINESS
from webapp.once import entering
from webapp.present import corrections as show_corrections
from workflow.db import unit_of_work
from workflow.errors import RuleFailed
from workflow.queries import corrections as read
from workflow.queries.listings.office import correction_filters
from workflow.services import corrections
from workflow.types import Role

bp = Blueprint("corrections", __name__)
ORDERING = (Role.section_reviewer, Role.performance)


@bp.get("/corrections/")
@roles(*sorted(BUSINESS))
def index() -> ResponseReturnValue:
    """Those of the year, the newest first."""
    filters, after = correction_filters(asked()), request.args.get("after", 0, int)
    with unit_of_work() as session:
        found = read.list_corrections(session, actor(), filters, after, read.PAGE_SIZE + 1)
    return render_template("corrections/index.html", **show_corrections.index_view(found, filters))


@bp.get("/reports/<int:report_id>/corrections/new")
@roles(*ORDERING)
def new(report_id: int) -> ResponseReturnValue:
    """What is wrong, what is demanded, until when."""
    return _new_page(report_id)


@bp.post("/reports/<int:report_id>/corrections")
@roles(*ORDERING)
def create(report_id: int) -> ResponseReturnValue:
    """Order it."""
    try:
        told = show_corrections.read_order(request.form)
        with entering() as session:
            made = corrections.order(session, actor(), report_id, told)
    except RuleFailed as refusal:
        return _new_page(report_id, refusal), refusal.status
    flash(_("Ordered. The unit is told."), "ok")
    return redirect(url_for("corrections.show", correction_id=made.id), 303)


@bp.get("/evaluations/<int:evaluation_id>/corrections/new")
@roles(*ORDERING)
def new_on_evaluation(evaluation_id: int) -> ResponseReturnValue:
    """The same after a self-evaluation or its re-check."""
    return _new_on_evaluation_page(evaluation_id)


@bp.post("/evaluations/<int:evaluation_id>/corrections")
@roles(*ORDERING)
def create_on_evaluation(evaluation_id: int) -> ResponseReturnValue:
    """Order it."""
    try:
        told = show_corrections.read_order(request.form)
        with entering() as session:
            made = corrections.order_on_evaluation(session, actor(), evaluation_id, told)
    except RuleFailed as refusal:
        return _new_on_evaluation_page(evaluation_id, refusal), refusal.status
    flash(_("Ordered. The unit is told."), "ok")
    return redirect(url_for("corrections.show", correction_id=made.id), 303)


@bp.get("/corrections/<int:correction_id>")
@signed_in
def show(correction_id: int) -> ResponseReturnValue:
    """One order: what was asked, what was answered, what happened."""
    return _page(correction_id)


@bp.post("/corrections/<int:correction_id>/<action>")
@signed_in
def take(correction_id: int, action: str) -> ResponseReturnValue:
    """One step."""
    version = request.form.get("expected_version", 0, int)
    try:
        told = show_corrections.read_told(request.form)
        with unit_of_work(write=True) as session:
            corrections.take_step(session, actor(), correction_id, action, version, told)
    except RuleFailed as refusal:
        return _page(correction_id, action, refusal), refusal.status
    flash(_("Saved."), "ok")
    return redirect(url_for("corrections.show", correction_id=correction_id), 303)


def _new_page(report_id: int, refusal: RuleFailed | None = None) -> str:
    with unit_of_work() as session:
        view = show_corrections.new_view(session, actor(), report_id, request.form, refusal)
    return render_template("corrections/new.html", **view)


def _new_on_evaluation_page(evaluation_id: int, refusal: RuleFailed | None = None) -> str:
    with unit_of_work() as session:
        view = show_corrections.new_on_evaluation_view(session, actor(), evaluation_id, request.form, refusal)
    return render_template("corrections/new.html", **view)


def _page(correction_id: int, action: str = "", refusal: RuleFailed | None = None) -> str:
    with unit_of_work() as session:
        view = show_corrections.show_view(session, actor(), correction_id, request.form, action, refusal)
    return render_template("corrections/show.html", **view)
