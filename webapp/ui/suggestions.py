"""协商完善: the reviewer suggests other words, the unit accepts or refuses with one click."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.access import actor, signed_in
from webapp.i18n import _
from webapp.present.file_page import file_view
from webapp.present.suggestions import refusal_words
from workflow.db import unit_of_work
from workflow.errors import RuleFailed
from workflow.services import suggestions

bp = Blueprint("suggestions", __name__, url_prefix="/declarations/<int:declaration_id>/suggestions")


@bp.post("")
@signed_in
def add(declaration_id: int) -> ResponseReturnValue:
    """What a cell should say instead, and why; what cannot be suggested comes back with everything typed."""
    path, text, reason = (request.form.get(name, "") for name in ("path", "text", "reason"))
    try:
        with unit_of_work(write=True) as session:
            made = suggestions.suggest(session, actor(), declaration_id, path, text, reason)
    except RuleFailed as refusal:
        return _refused(declaration_id, refusal, {"place": path, "text": text, "reason": reason})
    flash(_("Suggested. The unit is told and answers with one click."), "ok")
    return _back(declaration_id, made.id)


@bp.post("/<int:suggestion_id>/accept")
@signed_in
def accept(declaration_id: int, suggestion_id: int) -> ResponseReturnValue:
    """The cell says so from now on."""
    with unit_of_work(write=True) as session:
        suggestions.accept(session, actor(), declaration_id, suggestion_id)
    return _back(declaration_id, suggestion_id)


@bp.post("/<int:suggestion_id>/refuse")
@signed_in
def refuse(declaration_id: int, suggestion_id: int) -> ResponseReturnValue:
    """The cell stays as it is, with a reason."""
    reason = request.form.get("reason", "")
    try:
        with unit_of_work(write=True) as session:
            suggestions.refuse(session, actor(), declaration_id, suggestion_id, reason)
    except RuleFailed as refusal:
        return _refused(declaration_id, refusal, {"refused": suggestion_id, "text": reason})
    return _back(declaration_id, suggestion_id)


@bp.post("/<int:suggestion_id>/withdraw")
@signed_in
def withdraw(declaration_id: int, suggestion_id: int) -> ResponseReturnValue:
    """The reviewer takes it back before it is answered."""
    with unit_of_work(write=True) as session:
        suggestions.withdraw(session, actor(), declaration_id, suggestion_id)
    return _back(declaration_id, suggestion_id)


def _back(declaration_id: int, suggestion_id: int) -> ResponseReturnValue:
    place = f"suggestion-{suggestion_id}"
    return redirect(url_for("declarations.show", declaration_id=declaration_id, tab="suggestions", _anchor=place), 303)


def _refused(declaration_id: int, refusal: RuleFailed, typed: dict[str, object]) -> ResponseReturnValue:
    asked = {"tab": "suggestions", "error": refusal_words(refusal), **typed}
    with unit_of_work() as session:
        view = file_view(session, actor(), declaration_id, asked)
    return render_template("declarations/show.html", **view), refusal.status
