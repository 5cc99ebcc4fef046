"""上级转移支付: the documents of a year, entering one, and splitting it over projects."""

from io import BytesIO

from flask import Blueprint, Response, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from webapp.access import actor, roles
from webapp.context import current_region, money_year
from webapp.i18n import _
from webapp.nav import REGION_WIDE
from webapp.once import entering
from webapp.present import upper_transfers as show_them
from webapp.present.class_codes import read_classes
from workflow.db import unit_of_work
from workflow.documents.file_kinds import Upload
from workflow.errors import RuleFailed
from workflow.queries import upper_transfers as read
from workflow.queries.payments import project_choices
from workflow.regional.codes import code_lists
from workflow.services import upper_transfers
from workflow.services.attachments import bring_in
from workflow.types import Role

bp = Blueprint("upper_transfers", __name__, url_prefix="/upper-transfers")


@bp.get("/")
@roles(*REGION_WIDE)
def index() -> ResponseReturnValue:
    """Of the year, the newest first."""
    year = money_year()
    with unit_of_work() as session:
        found = read.transfers(session, actor(), current_region(), year, request.args.get("cursor", ""))
    return render_template("upper_transfers/index.html", **show_them.index_view(found, actor(), year))


@bp.get("/new")
@roles(Role.budget_section)
def new() -> ResponseReturnValue:
    """One document."""
    return _form()


@bp.post("/new")
@roles(Role.budget_section)
def create() -> ResponseReturnValue:
    """Enter it; what cannot be comes back with everything typed."""
    try:
        typed, scan = show_them.read_typed(request.form, money_year()), _scan()
        with entering() as session:
            row = upper_transfers.receive_transfer(session, actor(), current_region(), typed, scan)
    except RuleFailed as refusal:
        return _form(refusal), refusal.status
    flash(_("Entered. Now split it over projects."), "ok")
    return redirect(url_for("upper_transfers.show", transfer_id=row.id), 303)


@bp.get("/<int:transfer_id>")
@roles(*REGION_WIDE)
def show(transfer_id: int) -> ResponseReturnValue:
    """One document, its parts, and the way to split the rest."""
    return _page(transfer_id)


@bp.post("/<int:transfer_id>/split")
@roles(Role.budget_section)
def split(transfer_id: int) -> ResponseReturnValue:
    """A part to a project, booked in its ledger."""
    try:
        project_id, amount = show_them.read_part(request.form)
        with entering() as session:
            classes = read_classes(request.form)
            upper_transfers.split_transfer(session, actor(), transfer_id, project_id, amount, classes)
    except RuleFailed as refusal:
        return _page(transfer_id, refusal), refusal.status
    flash(_("Booked in the budget ledger of the project. The unit is told."), "ok")
    return redirect(url_for("upper_transfers.show", transfer_id=transfer_id), 303)


@bp.get("/<int:transfer_id>/scan")
@roles(*REGION_WIDE)
def scan(transfer_id: int) -> Response:
    """The document as it came; saved, never shown inside the site."""
    with unit_of_work() as session:
        found = upper_transfers.read_scan(session, actor(), transfer_id)
    return send_file(BytesIO(found.content), found.media_type, as_attachment=True, download_name=found.name)


@bp.post("/<int:transfer_id>/scan")
@roles(Role.budget_section)
def add_scan(transfer_id: int) -> ResponseReturnValue:
    """A scan that comes later, or a better one."""
    try:
        file = _scan()
        with entering() as session:
            upper_transfers.attach_scan(session, actor(), transfer_id, file)
    except RuleFailed as refusal:
        return _page(transfer_id, refusal), refusal.status
    flash(_("The scan is kept with the document."), "ok")
    return redirect(url_for("upper_transfers.show", transfer_id=transfer_id), 303)


def _scan() -> Upload | None:
    file = request.files.get("scan")
    return bring_in(file.filename or "", file.stream.read()) if file and file.filename else None


def _form(refusal: RuleFailed | None = None) -> str:
    year = money_year()
    with unit_of_work() as session:
        lists = code_lists(session, year)
    return render_template("upper_transfers/new.html", **show_them.form_view(year, request.form, refusal, lists))


def _page(transfer_id: int, refusal: RuleFailed | None = None) -> str:
    text = request.values.get("q", "")
    with unit_of_work() as session:
        found = read.transfer(session, actor(), transfer_id)
        choices = project_choices(session, actor(), found.line.region_id, text)
        lists = code_lists(session, found.line.fiscal_year)
    view = show_them.transfer_view(found, choices, actor(), request.form, text, refusal, lists)
    return render_template("upper_transfers/show.html", **view)
