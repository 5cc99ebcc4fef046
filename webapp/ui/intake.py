"""导入申报材料: drop files, see what was read of them, check each form beside its source, and make drafts of them."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from webapp.access import actor, roles
from webapp.errors import refused
from webapp.i18n import _
from webapp.present import intake_draft, intake_page
from workflow.db import unit_of_work
from workflow.errors import Conflict, Refusal, RuleFailed, WrongState
from workflow.lifecycle.intake_files import IMPORTS, find_form
from workflow.queries import intake as read
from workflow.services.intake import checking, creating, receive
from workflow.services.intake.sheet import sheet_of, sheets_of

bp = Blueprint("intake", __name__, url_prefix="/intake")


@bp.get("/")
@roles(*IMPORTS)
def index() -> ResponseReturnValue:
    """Where files are dropped, and how far each one is."""
    return _index()


@bp.post("/")
@roles(*IMPORTS)
def drop() -> ResponseReturnValue:
    """Keep every file and ask for its reading; nothing is read here. ``alone``: the page sends each by itself."""
    given = [receive.dropped(file.filename or "", file.read()) for file in request.files.getlist("file")]
    files = [file for file in given if file.name]
    if not files:
        return _index(RuleFailed("attachment_missing")), 422
    kept = []
    for file in files:
        with unit_of_work(write=True) as session:
            row, _fresh = receive.receive(session, actor(), request.form.get("unit", 0, int), file)
            kept.append((file.name, row.name, row.finished_at is not None and not row.trouble))
    alone = "alone" in request.form
    for words, tone in intake_page.dropped_words(kept, alone=alone):
        flash(words, tone)
    return ("", 204) if alone else redirect(url_for("intake.index"), 303)


@bp.errorhandler(RequestEntityTooLarge)
def too_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    """The limit of the web server, in the words of the domain."""
    return refused(RuleFailed("file_too_large", most_mb=current_app.config["MAX_CONTENT_LENGTH"] // 2**20))


@bp.get("/files/<int:file_id>")
@roles(*IMPORTS)
def show(file_id: int) -> ResponseReturnValue:
    """One file: its forms with what is doubtful, and what was not understood."""
    with unit_of_work() as session:
        line = read.file(session, actor(), file_id)
        row, forms, problems = read.forms(session, actor(), file_id)
        view = intake_page.file_view(line, sheets_of(session, row, forms), problems)
    return render_template("intake/file.html", **view)


@bp.post("/files/<int:file_id>/stop")
@roles(*IMPORTS)
def stop(file_id: int) -> ResponseReturnValue:
    """Cancel the reading."""
    with unit_of_work(write=True) as session:
        receive.stop_reading(session, actor(), file_id)
    flash(_("The reading is cancelled. You can start it again at any time."), "info")
    return redirect(url_for("intake.index"), 303)


@bp.post("/files/<int:file_id>/again")
@roles(*IMPORTS)
def again(file_id: int) -> ResponseReturnValue:
    """Read once more what was cancelled or interrupted."""
    with unit_of_work(write=True) as session:
        receive.read_again(session, actor(), file_id)
    return redirect(url_for("intake.index"), 303)


@bp.post("/create")
@roles(*IMPORTS)
def create() -> ResponseReturnValue:
    """Drafts of the ticked forms, each whole or not at all, with a result for each."""
    chosen = {form: intake_page.seen(request.form.get(f"seen-{form}", "")) for form in request.form.getlist("id", int)}
    with unit_of_work() as session:
        found = [find_form(session, actor(), form_id) for form_id in chosen]
    made = creating.create_many(actor(), chosen)
    return render_template("intake/result.html", **intake_page.result_view(made, {form.file_id for form in found}))


@bp.get("/forms/<int:form_id>")
@roles(*IMPORTS)
def form(form_id: int) -> ResponseReturnValue:
    """Left what was read, right the draft as it would be, doubtful places first."""
    return _form(form_id)


@bp.post("/forms/<int:form_id>")
@roles(*IMPORTS)
def check(form_id: int) -> ResponseReturnValue:
    """Keep what was corrected and confirmed; with ``do=create`` make the draft of it."""
    said, made = intake_draft.said_in(request.form), None
    try:
        with unit_of_work(write=True) as session:
            version = checking.check_form(session, actor(), form_id, said).version
        if request.form.get("do") == "create":
            with unit_of_work(write=True) as session:
                made = creating.create_from(session, actor(), form_id, version, request.form.get("target", ""))
    except (RuleFailed, Conflict, WrongState) as refusal:
        return _form(form_id, refusal), refusal.status
    flash(intake_page.made_words(made), "ok")
    return redirect(intake_page.after(form_id, made), 303)


@bp.post("/forms/<int:form_id>/aside")
@roles(*IMPORTS)
def aside(form_id: int) -> ResponseReturnValue:
    """Leave the form out, or take it up again."""
    with unit_of_work(write=True) as session:
        version, leave = request.form.get("version", 0, int), request.form.get("do", "aside") == "aside"
        row = checking.set_aside(session, actor(), form_id, version, aside=leave)
    next_page = url_for("intake.show", file_id=row.file_id) if leave else url_for("intake.form", form_id=form_id)
    return redirect(next_page, 303)


def _index(refusal: Refusal | None = None) -> str:
    with unit_of_work() as session:
        found = read.files(session, actor(), request.args.get("cursor", ""))
        view = intake_page.index_view(found, read.units(session, actor()), refusal)
    return render_template("intake/index.html", **view)


def _form(form_id: int, refusal: Refusal | None = None) -> str:
    with unit_of_work() as session:
        sheet = sheet_of(session, find_form(session, actor(), form_id))
        view = intake_draft.draft_view(sheet, actor(), read.units(session, actor()), refusal)
    return render_template("intake/form.html", **view)
