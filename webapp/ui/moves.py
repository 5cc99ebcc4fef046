"""Moves of a declaration: a page that asks once more, and the POST that performs."""

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from webapp.access import actor, signed_in
from webapp.present.move_page import done_words, move_view
from webapp.present.signed_page import inputs_of
from webapp.ui.queue import onward
from workflow.db import unit_of_work
from workflow.errors import RuleFailed
from workflow.services.moves import move_declaration

bp = Blueprint("moves", __name__, url_prefix="/declarations/<int:declaration_id>/moves")


@bp.get("/<action>")
@signed_in
def ask(declaration_id: int, action: str) -> ResponseReturnValue:
    """What happens, what is still missing, and what has to be filled in."""
    with unit_of_work() as session:
        view = move_view(session, actor(), declaration_id, action)
    return render_template("declarations/move.html", **view)


@bp.post("/<action>")
@signed_in
def take(declaration_id: int, action: str) -> ResponseReturnValue:
    """One move, one transaction; what is missing comes back on the same page with everything typed."""
    try:
        version, inputs = request.form.get("expected_version", 0, int), inputs_of(declaration_id, action)
        with unit_of_work(write=True) as session:
            case = move_declaration(session, actor(), declaration_id, action, version, inputs)
    except RuleFailed as refusal:
        with unit_of_work() as session:
            view = move_view(session, actor(), declaration_id, action, refusal)
        return render_template("declarations/move.html", **view), refusal.status
    flash(done_words(case), "ok")
    return redirect(onward(case.made["revision"].id if "revision" in case.made else declaration_id), 303)
