"""离线填报: the workbook of a unit, what it would change when it comes back, and the file with its errors marked."""

from urllib.parse import quote

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from webapp.access import actor, roles, settings
from webapp.errors import refused
from webapp.present import offline as show_offline
from workflow.db import unit_of_work
from workflow.errors import RuleFailed
from workflow.queries import offline as read
from workflow.services import offline
from workflow.types import Desk, Role

bp = Blueprint("offline", __name__, url_prefix="/offline")

TYPISTS = (Role.filer, Role.department_reviewer)
"""Each for the drafts at his own desk."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/")
@roles(*TYPISTS)
def index() -> ResponseReturnValue:
    """Which workbooks there are to take, a place to bring one back, and what was brought back."""
    return _index()


@bp.post("/template")
@roles(*TYPISTS)
def template() -> ResponseReturnValue:
    """The workbook of one unit and task; who took it is written down."""
    task, unit = (request.form.get(name, 0, int) for name in ("task", "unit"))
    with unit_of_work(write=True) as session:
        form, desk = request.form.get("form", ""), request.form.get("desk", Desk.filer)
        made = offline.export(session, actor(), task, unit, _secret(), form, desk)
    return _file(made)


@bp.post("/")
@roles(*TYPISTS)
def upload() -> ResponseReturnValue:
    """Read it, try it out, show what it would change."""
    file = request.files.get("file")
    try:
        if file is None or not file.filename:
            raise RuleFailed("offline_file_missing")
        checked = offline.check_upload(file.filename, file.read())
        with unit_of_work(write=True) as session:
            made = offline.receive(session, actor(), checked, _secret())
    except RuleFailed as refusal:
        return _index(refusal), refusal.status
    return redirect(url_for("offline.show", upload_id=made.id), 303)


@bp.get("/<int:upload_id>")
@roles(*TYPISTS)
def show(upload_id: int) -> ResponseReturnValue:
    """What the file would change, or what it changed."""
    with unit_of_work() as session:
        offline.find_upload(session, actor(), upload_id)
        [found] = read.uploads(session, actor(), upload_id)
    return render_template("offline/show.html", **show_offline.show_view(found))


@bp.post("/<int:upload_id>/apply")
@roles(*TYPISTS)
def apply(upload_id: int) -> ResponseReturnValue:
    """Take over what nothing holds back."""
    with unit_of_work(write=True) as session:
        made = offline.apply(session, actor(), upload_id, _secret(), remove=bool(request.form.get("remove")))
    flash(show_offline.applied_words(made.report), "ok")
    return redirect(url_for("offline.show", upload_id=upload_id), 303)


@bp.get("/<int:upload_id>/file.xlsx")
@roles(*TYPISTS)
def marked(upload_id: int) -> ResponseReturnValue:
    """The user's own file with everything that was found written into it."""
    with unit_of_work() as session:
        given = offline.to_mark(session, actor(), upload_id)
    return _file(offline.marked_file(given))


@bp.errorhandler(RequestEntityTooLarge)
def too_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    """The limit of the web server, in the words of the domain."""
    return refused(RuleFailed("file_too_large", most_mb=current_app.config["MAX_CONTENT_LENGTH"] // 2**20))


def _index(refusal: RuleFailed | None = None) -> str:
    with unit_of_work() as session:
        found, brought = read.templates(session, actor()), read.uploads(session, actor())
    return render_template("offline/index.html", **show_offline.index_view(found, brought, refusal))


def _secret() -> str:
    return settings().secret_key.get_secret_value()


def _file(made: offline.Made) -> Response:
    name = f"attachment; filename=offline.xlsx; filename*=UTF-8''{quote(made.name)}"
    return Response(made.content, mimetype=XLSX, headers={"Content-Disposition": name})
