"""常用语: insert one into a box, and keep the list of them."""

from flask import Blueprint, flash, g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.access import actor, roles, signed_in
from webapp.context import current_region
from webapp.i18n import _, language
from webapp.nav import WRITES_COMMENTS
from webapp.once import entering
from webapp.present.file_page import file_view, kept
from webapp.present.move_page import move_view
from webapp.present.phrases import phrase_page
from webapp.present.refusals import problem_texts
from workflow.db import unit_of_work
from workflow.errors import RuleFailed
from workflow.services import phrases

bp = Blueprint("phrases", __name__)


@bp.post("/declarations/<int:declaration_id>/phrases")
@signed_in
def insert(declaration_id: int) -> ResponseReturnValue:
    """The words for this place: as JSON to the script, else the same page with them in its box."""
    form = request.form
    with unit_of_work(write=True) as session:
        number = form.get("phrase", 0, int)
        words = phrases.use_phrase(session, actor(), declaration_id, number, form.get("path", ""))
    if request.headers.get("Accept", "").startswith("application/json"):
        return jsonify(text=words)
    return _page_with(declaration_id, form.get("into", "text"), words)


@bp.get("/phrases/")
@roles(*WRITES_COMMENTS)
def index() -> ResponseReturnValue:
    """The shared ones and one's own."""
    return _page()


@bp.post("/phrases/")
@roles(*WRITES_COMMENTS)
def add() -> ResponseReturnValue:
    """A new one."""
    form = request.form
    try:
        with entering() as session:
            section, _colon, rule = form.get("what", "").partition(":")
            phrases.add_phrase(
                session, actor(), current_region(), form.get("text", ""), section=section, rule=rule,
                shared=form.get("shared") == "1",
            )  # fmt: skip
    except RuleFailed as refusal:
        return _page(refusal), refusal.status
    return redirect(url_for("phrases.index"), 303)


@bp.post("/phrases/<int:phrase_id>")
@roles(*WRITES_COMMENTS)
def edit(phrase_id: int) -> ResponseReturnValue:
    """Other words."""
    form = request.form
    try:
        with unit_of_work(write=True) as session:
            section, _colon, rule = form.get("what", "").partition(":")
            phrases.edit_phrase(session, actor(), phrase_id, form.get("text", ""), section, rule)
    except RuleFailed as refusal:
        return _page(refusal, phrase_id), refusal.status
    return redirect(url_for("phrases.index", _anchor=f"phrase-{phrase_id}"), 303)


@bp.post("/phrases/<int:phrase_id>/retire")
@roles(*WRITES_COMMENTS)
def retire(phrase_id: int) -> ResponseReturnValue:
    """No longer offered."""
    with unit_of_work(write=True) as session:
        phrases.retire_phrase(session, actor(), phrase_id)
    flash(_("The phrase is no longer offered."), "ok")
    return redirect(url_for("phrases.index"), 303)


@bp.post("/phrases/shipped")
@roles(*WRITES_COMMENTS)
def load_shipped() -> ResponseReturnValue:
    """Those that come with the product."""
    with unit_of_work(write=True) as session:
        count = phrases.load_shipped_by(session, actor(), current_region())
    flash(_("%(n)s phrases added.", n=count), "ok")
    return redirect(url_for("phrases.index"), 303)


def _page(refusal: RuleFailed | None = None, phrase_id: int = 0) -> str:
    error = " ".join(problem_texts(refusal, language())) if refusal else ""
    with unit_of_work() as session:
        view = phrase_page(session, actor(), current_region())
    return render_template("phrases/index.html", **view, error=error, edited=phrase_id, typed=request.form)


def _page_with(declaration_id: int, box: str, words: str) -> str:
    """Without script: what was typed with the phrase after it."""
    form, action = request.form, request.args.get("action", "")
    typed = {**form.to_dict(), box: "\n".join(filter(None, (form.get(box, "").rstrip(), words)))}
    with unit_of_work() as session:
        if action:
            g.typed = typed
            return render_template("declarations/move.html", **move_view(session, actor(), declaration_id, action))
        asked = {**typed, "tab": typed.get("tab", "comments"), "comment": form.get("path", ""), **kept()}
        view = file_view(session, actor(), declaration_id, asked)
    return render_template("declarations/show.html", **view)
