"""国库外支付: the list, entering one with its proof, and what the section says to it."""

from io import BytesIO

from flask import Blueprint, Response, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from webapp.access import actor, roles, signed_in
from webapp.context import asked, current_region, money_year
from webapp.i18n import _
from webapp.nav import BUSINESS
from webapp.once import entering
from webapp.present import outside as show_lines
from workflow.db import unit_of_work
from workflow.errors import RuleFailed
from workflow.queries import outside as read
from workflow.queries.ledger import ledger_project
from workflow.queries.listings.outside import outside_state
from workflow.services import outside
from workflow.services.attachments import bring_in

bp = Blueprint("outside", __name__, url_prefix="/outside-payments")


@bp.get("/")
@roles(*sorted(BUSINESS))
def index() -> ResponseReturnValue:
    """Of the year, as far as one sees their projects."""
    year, state = money_year(), outside_state(asked())
    with unit_of_work() as session:
        cursor = request.args.get("cursor", "")
        found = read.outside_payments(session, actor(), current_region(), year, state, cursor)
    return render_template("outside/index.html", **show_lines.index_view(found, state, year))


@bp.get("/projects/<int:project_id>/new")
@roles(*outside.ENTERING)
def new(project_id: int) -> ResponseReturnValue:
    """One payment of one project."""
    return _form(project_id)


@bp.post("/projects/<int:project_id>/new")
@roles(*outside.ENTERING)
def create(project_id: int) -> ResponseReturnValue:
    """Enter it with its proof; what cannot be comes back with everything typed."""
    file = request.files.get("proof")
    try:
        proof = bring_in(file.filename or "", file.stream.read()) if file and file.filename else None
        typed = show_lines.read_typed(request.form, money_year())
        with entering() as session:
            row = outside.enter_payment(session, actor(), project_id, typed, proof)
    except RuleFailed as refusal:
        return _form(project_id, refusal), refusal.status
    flash(_("Entered. The section is told."), "ok")
    return redirect(url_for("outside.show", payment_id=row.id), 303)


@bp.get("/<int:payment_id>")
@signed_in
def show(payment_id: int) -> ResponseReturnValue:
    """One payment."""
    return _page(payment_id)


@bp.get("/<int:payment_id>/proof")
@signed_in
def proof(payment_id: int) -> Response:
    """The proof; saved, never shown inside the site."""
    with unit_of_work() as session:
        found = outside.read_proof(session, actor(), payment_id)
    return send_file(BytesIO(found.content), found.media_type, as_attachment=True, download_name=found.name)


@bp.post("/<int:payment_id>/decide")
@signed_in
def decide(payment_id: int) -> ResponseReturnValue:
    """Confirm or refuse it."""
    agrees, reason = request.form.get("do") == "confirm", request.form.get("reason", "")
    try:
        with unit_of_work(write=True) as session:
            outside.decide(session, actor(), payment_id, agrees=agrees, reason=reason)
    except RuleFailed as refusal:
        return _page(payment_id, refusal), refusal.status
    flash(_("Answered. The unit is told."), "ok")
    return redirect(url_for("outside.show", payment_id=payment_id), 303)


@bp.post("/<int:payment_id>/withdraw")
@signed_in
def withdraw(payment_id: int) -> ResponseReturnValue:
    """Take it back."""
    with unit_of_work(write=True) as session:
        outside.withdraw_payment(session, actor(), payment_id)
    flash(_("Taken back."), "ok")
    return redirect(url_for("outside.show", payment_id=payment_id), 303)


def _form(project_id: int, refusal: RuleFailed | None = None) -> str:
    year = money_year()
    with unit_of_work() as session:
        project = ledger_project(session, actor(), project_id, year)
    return render_template("outside/new.html", **show_lines.form_view(project, year, request.form, refusal))


def _page(payment_id: int, refusal: RuleFailed | None = None) -> str:
    with unit_of_work() as session:
        found = read.outside_payment(session, actor(), payment_id)
    return render_template("outside/show.html", **show_lines.line_view(found, actor(), request.form, refusal))
