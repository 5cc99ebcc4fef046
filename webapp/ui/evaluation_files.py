"""A 自评表 that was filled in elsewhere: uploaded, shown beside the form, taken over place by place."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from webapp.access import actor, signed_in
from webapp.errors import refused
from webapp.i18n import _
from webapp.present.evaluation_file import file_view, taken_words
from workflow.db import unit_of_work
from workflow.errors import Conflict, Refusal, RuleFailed
from workflow.services import evaluation_file as service

bp = Blueprint("evaluation_files", __name__, url_prefix="/evaluations/<int:evaluation_id>/file")


@bp.get("")
@signed_in
def show(evaluation_id: int) -> ResponseReturnValue:
    """What the file that waits would change, and a place to bring another."""
    return _page(evaluation_id)


@bp.post("")
@signed_in
def upload(evaluation_id: int) -> ResponseReturnValue:
    """Read it and show it; nothing of the form changes."""
    given = request.files.get("file")
    try:
        if given is None or not given.filename:
            raise RuleFailed("evaluation_file_missing")
        read = service.read_evaluation_file(given.filename, given.read())
        with unit_of_work(write=True) as session:
            service.receive(session, actor(), evaluation_id, read)
    except RuleFailed as refusal:
        return _page(evaluation_id, refusal), refusal.status
    return redirect(url_for("evaluation_files.show", evaluation_id=evaluation_id), 303)


@bp.post("/take")
@signed_in
def take(evaluation_id: int) -> ResponseReturnValue:
    """All that is ticked, in one save."""
    file_id, version = (request.form.get(name, 0, int) for name in ("file", "expected_version"))
    chosen, sure = request.form.getlist("take"), bool(request.form.get("sure"))
    try:
        with unit_of_work(write=True) as session:
            filled = service.take(session, actor(), evaluation_id, file_id, version, chosen, sure=sure)
    except (Conflict, RuleFailed) as refusal:
        return _page(evaluation_id, refusal, chosen), refusal.status
    flash(taken_words(len(filled.changed)), "ok")
    return redirect(url_for("evaluations.show", evaluation_id=evaluation_id, check=1), 303)


@bp.post("/drop")
@signed_in
def drop(evaluation_id: int) -> ResponseReturnValue:
    """Take nothing."""
    with unit_of_work(write=True) as session:
        service.set_aside(session, actor(), evaluation_id)
    flash(_("The file was set aside; nothing of it was taken over."), "info")
    return redirect(url_for("evaluations.show", evaluation_id=evaluation_id), 303)


@bp.errorhandler(RequestEntityTooLarge)
def too_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    """The limit of the web server, in the words of the domain."""
    return refused(RuleFailed("file_too_large", most_mb=current_app.config["MAX_CONTENT_LENGTH"] // 2**20))


def _page(evaluation_id: int, refusal: Refusal | None = None, chosen: list[str] | None = None) -> str:
    with unit_of_work() as session:
        view = file_view(session, actor(), evaluation_id, refusal, chosen)
    return render_template("evaluations/file.html", **view)
