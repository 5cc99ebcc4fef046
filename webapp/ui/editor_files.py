"""Attachments: upload with type and size checked, download that no browser opens by itself, removal."""

from io import BytesIO

from flask import Blueprint, Response, flash, redirect, render_template, request, send_file
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge

from webapp.access import actor, signed_in
from webapp.i18n import _, language
from webapp.present.editor import editor_view
from webapp.present.editor_pages import back_to
from webapp.present.refusals import problem_texts
from workflow.db import unit_of_work
from workflow.errors import RuleFailed
from workflow.services import attachments

bp = Blueprint("attachments", __name__, url_prefix="/declarations/<int:declaration_id>/attachments")
TOO_LARGE = 413
ANSWERS = {"attachment_too_large": TOO_LARGE, "attachments_too_large": TOO_LARGE}


@bp.post("")
@signed_in
def add(declaration_id: int) -> ResponseReturnValue:
    """One or several files of one purpose, each in a transaction of its own; a refusal says which and why."""
    try:
        for file in request.files.getlist("file") or [FileStorage()]:
            judged = attachments.bring_in(file.filename or "", file.stream.read())
            with unit_of_work(write=True) as session:
                attachments.attach(session, actor(), declaration_id, request.form.get("purpose", ""), judged)
    except RuleFailed as refusal:
        status = ANSWERS.get(refusal.code, refusal.status)
        return _refused(declaration_id, problem_texts(refusal, language())), status
    flash(_("Attached."), "ok")
    return redirect(_files(declaration_id), 303)


@bp.post("/<int:attachment_id>/remove")
@signed_in
def remove(declaration_id: int, attachment_id: int) -> ResponseReturnValue:
    """While the draft is being edited."""
    with unit_of_work(write=True) as session:
        attachments.detach(session, actor(), declaration_id, attachment_id)
    return redirect(_files(declaration_id), 303)


@bp.get("/<int:attachment_id>")
@signed_in
def download(declaration_id: int, attachment_id: int) -> Response:
    """For everyone who may see the declaration; saved, never shown inside the site."""
    with unit_of_work() as session:
        found = attachments.read(session, actor(), declaration_id, attachment_id)
    return send_file(BytesIO(found.content), found.media_type, as_attachment=True, download_name=found.name)


@bp.errorhandler(RequestEntityTooLarge)
def too_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    """Stopped before it was read, and before anybody knows who sends it."""
    limit, back = attachments.MOST_BYTES // attachments.MEGABYTE, _files((request.view_args or {})["declaration_id"])
    return render_template("editor/too_large.html", limit=limit, back=back), TOO_LARGE


def _refused(declaration_id: int, texts: list[str]) -> str:
    with unit_of_work() as session:
        errors = [{"text": text, "href": "#f-file"} for text in texts]
        return render_template("editor/show.html", **editor_view(session, actor(), declaration_id, errors=errors))


def _files(declaration_id: int) -> str:
    return f"{back_to(declaration_id)}#s-attachments"
