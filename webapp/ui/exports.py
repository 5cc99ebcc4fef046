"""我的导出: taking a list as a file, and the files that are written in the background."""

from collections.abc import Iterable
from io import BytesIO
from typing import cast

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from webapp.access import actor, signed_in
from webapp.context import asked
from webapp.i18n import _, language
from webapp.present.exports import exports_view, file_name
from workflow import clock
from workflow.db import unit_of_work
from workflow.documents.tables import MEDIA_TYPES
from workflow.queries.exports import own_exports
from workflow.queries.listings.opening import open_list
from workflow.services import exports
from workflow.services.job_requests import cancel_job, restart_job
from workflow.services.letter_files import MEDIA_TYPES as PAPER_TYPES
from workflow.types import ExportFormat, TableFormat

FILE_TYPES: dict[str, str] = PAPER_TYPES | {kind.value: media for kind, media in MEDIA_TYPES.items()}
bp = Blueprint("exports", __name__, url_prefix="/exports")


@bp.get("/")
@signed_in
def index() -> ResponseReturnValue:
    """Mine only, newest first."""
    with unit_of_work() as session:
        found = own_exports(session, actor())
    return render_template("exports.html", **exports_view(found))


@bp.post("/")
@signed_in
def take() -> ResponseReturnValue:
    """The list as it stands on its page: at once if it is short, else by a job. Who may open it is the domain's."""
    kind = TableFormat.csv if request.form.get("format") == TableFormat.csv else TableFormat.xlsx
    wanted = exports.Wanted(request.args.get("list", ""), asked(), kind, language())
    found = exports.export_list(actor(), wanted, open_list)
    if found is None:
        flash(_("The list is long. It is being written; you get a message when it is ready."), "info")
        return redirect(url_for("exports.index"), 303)
    name = file_name(found.title, kind, clock.now())
    return send_file(BytesIO(found.content), MEDIA_TYPES[kind], as_attachment=True, download_name=name)


@bp.get("/<int:export_id>/file")
@signed_in
def download(export_id: int) -> ResponseReturnValue:
    """The file, piece by piece."""
    with unit_of_work() as session:
        row = exports.ready_export(session, actor(), export_id)
    kind = ExportFormat(row.format)
    name = file_name(row.title, kind, row.ready_at or row.created_at)
    answer = send_file(BytesIO(), FILE_TYPES[kind], as_attachment=True, download_name=name)
    answer.direct_passthrough = False
    answer.response, answer.content_length = cast(Iterable[bytes], exports.parts_of(row.id)), row.size
    return answer


@bp.post("/<int:export_id>/stop")
@signed_in
def stop(export_id: int) -> ResponseReturnValue:
    """Do not write it any further."""
    with unit_of_work(write=True) as session:
        cancel_job(session, actor(), exports.own_export(session, actor(), export_id).job_id or 0)
    flash(_("The export is stopped."), "ok")
    return redirect(url_for("exports.index"), 303)


@bp.post("/<int:export_id>/again")
@signed_in
def again(export_id: int) -> ResponseReturnValue:
    """Begin anew what failed or was stopped."""
    with unit_of_work(write=True) as session:
        restart_job(session, actor(), exports.own_export(session, actor(), export_id).job_id or 0)
    return redirect(url_for("exports.index"), 303)


@bp.post("/<int:export_id>/remove")
@signed_in
def remove(export_id: int) -> ResponseReturnValue:
    """Delete the file before its time."""
    with unit_of_work(write=True) as session:
        exports.remove_export(session, actor(), export_id)
    flash(_("The file is deleted."), "ok")
    return redirect(url_for("exports.index"), 303)
