"""佐证材料 of a monitoring report."""

from io import BytesIO

from flask import Blueprint, Response, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge

from webapp.access import actor, signed_in
from webapp.i18n import _, language
from webapp.once import entering
from webapp.present.refusals import problem_texts
from webapp.present.report_evidence import evidence_page
from workflow.db import unit_of_work
from workflow.errors import RuleFailed
from workflow.queries.report_beside import evidence_view
from workflow.services import report_evidence as evidence
from workflow.services.attachments import MEGABYTE, MOST_BYTES, bring_in

bp = Blueprint("report_evidence", __name__, url_prefix="/reports/<int:report_id>/evidence")
TOO_LARGE = 413


@bp.get("")
@signed_in
def show(report_id: int) -> ResponseReturnValue:
    """The files by indicator."""
    return _page(report_id)


@bp.post("")
@signed_in
def add(report_id: int) -> ResponseReturnValue:
    """One or several files of one indicator, each in a transaction of its own."""
    uid = request.form.get("indicator", "")
    try:
        for number, file in enumerate(request.files.getlist("file") or [FileStorage()]):
            judged = bring_in(file.filename or "", file.stream.read())
            with entering(str(number)) as session:
                evidence.add_evidence(session, actor(), report_id, uid, judged)
    except RuleFailed as refusal:
        return _page(report_id, problem_texts(refusal, language()), uid), refusal.status
    flash(_("Attached."), "ok")
    return redirect(url_for("report_evidence.show", report_id=report_id), 303)


@bp.post("/<int:attachment_id>/remove")
@signed_in
def remove(report_id: int, attachment_id: int) -> ResponseReturnValue:
    """While the report is filled in."""
    with unit_of_work(write=True) as session:
        evidence.remove_evidence(session, actor(), report_id, attachment_id)
    return redirect(url_for("report_evidence.show", report_id=report_id), 303)


@bp.get("/<int:attachment_id>")
@signed_in
def download(report_id: int, attachment_id: int) -> Response:
    """For everyone who may see the report; saved, never shown inside the site."""
    with unit_of_work() as session:
        found = evidence.read_evidence(session, actor(), report_id, attachment_id)
    return send_file(BytesIO(found.content), found.media_type, as_attachment=True, download_name=found.name)


@bp.errorhandler(RequestEntityTooLarge)
def too_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    """Stopped before it was read."""
    back = url_for("report_evidence.show", **(request.view_args or {}))
    return render_template("editor/too_large.html", limit=MOST_BYTES // MEGABYTE, back=back), TOO_LARGE


def _page(report_id: int, errors: list[str] | None = None, chosen: str = "") -> str:
    with unit_of_work() as session:
        view = evidence_page(evidence_view(session, actor(), report_id), actor(), errors or [], chosen)
    return render_template("reports/evidence.html", **view)
