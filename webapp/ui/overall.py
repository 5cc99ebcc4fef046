"""整体支出与预算表: what every department declared as a whole, loaded from files, with what the rules find in it."""

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from webapp.access import actor, roles
from webapp.context import money_year
from webapp.errors import refused
from webapp.present import overall as show_overall
from workflow.db import unit_of_work
from workflow.errors import Conflict, RuleFailed
from workflow.permissions import KEEPS_OVERALL, READS_OVERALL
from workflow.queries import overall_statements as read
from workflow.services.overall_statements import File, load_files, opened, replace_overall

bp = Blueprint("overall", __name__, url_prefix="/overall")


@bp.get("/")
@roles(*sorted(READS_OVERALL))
def index() -> ResponseReturnValue:
    """Every department in reach with what is loaded for the fiscal year."""
    return _index()


@bp.post("/")
@roles(*sorted(KEEPS_OVERALL))
def load() -> ResponseReturnValue:
    """All the files or none; each says its department and year itself."""
    try:
        files = opened(_files())
        with unit_of_work(write=True) as session:
            kept = load_files(session, files, actor())
    except RuleFailed as refusal:
        return _index(refusal), refusal.status
    flash(show_overall.kept_words(kept), "ok")
    return redirect(url_for("overall.index"), 303)


@bp.get("/<int:department_id>")
@roles(*sorted(READS_OVERALL))
def show(department_id: int) -> ResponseReturnValue:
    """The tables of one department and year."""
    return _show(department_id)


@bp.post("/<int:department_id>")
@roles(*sorted(KEEPS_OVERALL))
def replace(department_id: int) -> ResponseReturnValue:
    """One file in place of what stands; what stood goes to the audit log."""
    seen = request.form.get("stand", "")
    try:
        file = (*opened(_files()), ("", b""))[0]
        with unit_of_work(write=True) as session:
            kept = replace_overall(session, actor(), department_id, _year(), file, seen)
    except (RuleFailed, Conflict) as refusal:
        return _show(department_id, refusal), refusal.status
    flash(show_overall.kept_words([kept]), "ok")
    return redirect(url_for("overall.show", department_id=department_id, year=_year()), 303)


@bp.get("/<int:department_id>/file.json")
@roles(*sorted(READS_OVERALL))
def download(department_id: int) -> ResponseReturnValue:
    """What stands, or what stood before a loading (``before``), in the canonical format."""
    with unit_of_work() as session:
        line = read.overall_of(session, actor(), department_id, _year())
        found = read.overall_content(line, request.args.get("before", 0, int))
    headers = {"Content-Disposition": f'attachment; filename="overall-{department_id}-{_year()}.json"'}
    return Response(f"{found.model_dump_json(indent=2)}\n", mimetype="application/json", headers=headers)


@bp.errorhandler(RequestEntityTooLarge)
def too_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    """The limit of the web server, in the words of the domain."""
    return refused(RuleFailed("file_too_large", most_mb=current_app.config["MAX_CONTENT_LENGTH"] // 2**20))


def _files() -> list[File]:
    return [(file.filename, file.read()) for file in request.files.getlist("file") if file.filename]


def _year() -> int:
    """The year the page is about; the chosen one may have changed in another tab."""
    given = request.values.get("year", 0, int)
    return given if 2000 <= given < 2100 else money_year()


def _index(refusal: RuleFailed | None = None) -> str:
    with unit_of_work() as session:
        lines = read.overall_lines(session, actor(), money_year())
    return render_template("overall/index.html", **show_overall.index_view(lines, money_year(), refusal))


def _show(department_id: int, refusal: RuleFailed | Conflict | None = None) -> str:
    with unit_of_work() as session:
        line = read.overall_of(session, actor(), department_id, _year())
    return render_template("overall/show.html", **show_overall.show_view(line, _year(), refusal))
