"""The declaration editor: the page, saving by itself (JSON), pasting, buttons, and one form for use without script."""

from flask import Blueprint, flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue

from webapp.access import actor, signed_in
from webapp.i18n import language
from webapp.present.editor import editor_view
from webapp.present.editor_answer import answer_view, estimate_view, filled_words, stored, unkept
from webapp.present.editor_form import read_deed
from webapp.present.editor_pages import back_to
from webapp.present.refusals import problem_texts
from webapp.ui import editor_deeds as deeds
from webapp.ui.editor_input import read_button, read_changes, read_formula, read_paste, request_key
from workflow.db import unit_of_work
from workflow.errors import RuleFailed
from workflow.lifecycle.files import find_declaration
from workflow.services import editing
from workflow.services.editing import Cursor, Done

bp = Blueprint("editor", __name__, url_prefix="/declarations/<int:declaration_id>/edit")


@bp.get("")
@signed_in
def show(declaration_id: int) -> ResponseReturnValue:
    """The form in paper order; findings and comments beside it."""
    with unit_of_work() as session:
        view = editor_view(session, actor(), declaration_id)
        return render_template("editor/show.html", **view)


@bp.post("")
@signed_in
def save(declaration_id: int) -> ResponseReturnValue:
    """Cells and rows as the script sends them: what still holds is stored, the rest is answered."""
    changes = read_changes()
    with unit_of_work(write=True) as session:
        row, results, batch = editing.edit(session, actor(), declaration_id, changes, request_key())
    return _answer(Done(row, tuple(results), batch))


@bp.post("/do")
@signed_in
def do(declaration_id: int) -> ResponseReturnValue:
    """A button: undo, copy a table, add, remove or move a row."""
    deed = read_deed(read_button())
    with unit_of_work(write=True) as session:
        done = deeds.perform(session, declaration_id, deed, request_key())
    return _answer(done, deeds.words(deed, done))


@bp.post("/paste")
@signed_in
def paste(declaration_id: int) -> ResponseReturnValue:
    """Rows of Excel into a table, as one batch."""
    given = read_paste()
    cursor = Cursor(given.section, given.horizon, given.row, given.column)
    with unit_of_work(write=True) as session:
        done = editing.paste(session, actor(), declaration_id, cursor, given.text, request_key())
    return _answer(done, filled_words(done))


@bp.post("/estimate")
@signed_in
def estimate(declaration_id: int) -> ResponseReturnValue:
    """What a formula comes to, while it is being typed; nothing is stored."""
    text = read_formula()
    with unit_of_work() as session:
        find_declaration(session, actor(), declaration_id)
    return estimate_view(text)


@bp.post("/form")
@signed_in
def save_form(declaration_id: int) -> ResponseReturnValue:
    """Without script: everything typed is stored, then the pressed button is carried out."""
    with unit_of_work(write=True) as session:
        results = deeds.store_typed(session, declaration_id)
    lost = unkept(results)
    if lost:
        typed = {path: request.form.get(path, "") for path in lost}
        with unit_of_work() as session:
            view = editor_view(session, actor(), declaration_id, typed=typed, results=lost)
            return render_template("editor/show.html", **view), 409
    return _press(declaration_id, stored(results))


def _press(declaration_id: int, saved: int) -> ResponseReturnValue:
    """The button of a form that was stored completely; a refusal is a line above the form."""
    deed = read_deed(request.form.get("do", "save"))
    try:
        with unit_of_work(write=True) as session:
            done = deeds.perform(session, declaration_id, deed)
        if line := deeds.words(deed, done) or deeds.saved_words(saved, deed):
            flash(line, "ok")
    except RuleFailed as refusal:
        flash(" ".join(problem_texts(refusal, language())), "warn")
        return redirect(back_to(declaration_id), 303)
    return redirect(deeds.place_of(declaration_id, deed, done), 303)


def _answer(done: Done, line: str = "") -> ResponseReturnValue:
    """JSON about the content as it is now, read outside the write lock."""
    g.plain_page = True  # pieces of a page need no frame
    with unit_of_work() as session:
        row = find_declaration(session, actor(), done.declaration.id)
        return answer_view(session, actor(), Done(**{**vars(done), "declaration": row}), line)
