"""集中填报: many monitoring reports in one grid, or in one workbook that goes home and comes back."""

from io import BytesIO

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from webapp.access import actor, roles, settings
from webapp.i18n import language
from webapp.present import report_sheet as present
from workflow.db import unit_of_work
from workflow.documents.tables import MEDIA_TYPES
from workflow.errors import RuleFailed
from workflow.notifications.refusals import refusal_text
from workflow.queries import monitoring as read
from workflow.services import report_sheet as service
from workflow.services.offline.uploads import check_upload, marked_file
from workflow.services.report_book import export_book, take_book
from workflow.services.report_sheet import Result, Typed
from workflow.types import Role, TableFormat

bp = Blueprint("report_sheet", __name__, url_prefix="/monitoring/<int:campaign_id>/sheet")
XLSX = MEDIA_TYPES[TableFormat.xlsx]
TYPISTS = (Role.filer, Role.department_reviewer)


@bp.get("")
@roles(*TYPISTS)
def show(campaign_id: int) -> ResponseReturnValue:
    """What lies at this person's desk."""
    return _page(campaign_id)


@bp.post("")
@roles(*TYPISTS)
def save(campaign_id: int) -> ResponseReturnValue:
    """Keep each report for itself; with the second button what is complete goes on."""
    typed = present.read_sheet(request.form)
    results = service.fill_many(actor(), typed)
    ready = [one for one, result in results.items() if result.clean] if request.form.get("do") == "send_up" else []
    sent = service.send_many(actor(), ready)
    flash(present.done_words(results, sent), "ok")
    results |= {one: result for one, result in sent.items() if not result.clean}
    if not all(result.clean for result in results.values()):
        return _page(campaign_id, typed, results), 422
    return redirect(url_for("report_sheet.show", campaign_id=campaign_id, start=_start() or None), 303)


@bp.get("/book.xlsx")
@roles(*TYPISTS)
def book(campaign_id: int) -> ResponseReturnValue:
    """The same as a workbook; who took it is written down."""
    with unit_of_work(write=True) as session:
        made = export_book(session, actor(), campaign_id, _secret())
    return send_file(BytesIO(made.content), XLSX, as_attachment=True, download_name=made.name)


@bp.post("/book")
@roles(*TYPISTS)
def bring_back(campaign_id: int) -> ResponseReturnValue:
    """Take over what was changed in it; what cannot be taken over comes back in the user's own file."""
    try:
        file = request.files.get("file") or FileStorage()
        taken = take_book(actor(), campaign_id, check_upload(file.filename or "", file.read()), _secret())
    except RuleFailed as refusal:
        return _page(campaign_id, refused=refusal_text(refusal.code, refusal.facts, language())), refusal.status
    if taken.to_mark:
        made = marked_file(taken.to_mark)
        return send_file(BytesIO(made.content), XLSX, as_attachment=True, download_name=made.name)
    flash(present.taken_words(taken.changed), "ok")
    return redirect(url_for("report_sheet.show", campaign_id=campaign_id), 303)


def _page(
    campaign_id: int, typed: dict[int, Typed] | None = None, results: dict[int, Result] | None = None, refused: str = ""
) -> str:
    with unit_of_work() as session:
        campaign = read.campaign(session, actor(), campaign_id)
        ids = service.at_desk(session, actor(), campaign_id)
        view = present.sheet_view(session, actor(), campaign, ids, _start(), typed, results)
    return render_template("reports/sheet.html", refused=refused, **view)


def _secret() -> str:
    return settings().secret_key.get_secret_value()


def _start() -> int:
    return max(request.args.get("start", 0, int), 0)
