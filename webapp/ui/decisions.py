"""待发决定: saved, sent together, recalled for some minutes, and what became of them."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.access import actor, roles
from webapp.i18n import _, plural
from webapp.present.decision_page import decisions_view, sent_words
from webapp.present.move_inputs import read_inputs
from webapp.present.move_page import move_view
from webapp.ui.queue import onward
from workflow.db import unit_of_work
from workflow.errors import RuleFailed
from workflow.lifecycle.files import find_declaration
from workflow.services import pending_decisions
from workflow.services.pending_decisions import Decision
from workflow.types import Role

bp = Blueprint("decisions", __name__)


@bp.get("/decisions")
@roles(Role.section_reviewer, Role.performance)
def index() -> ResponseReturnValue:
    """Mine only."""
    with unit_of_work() as session:
        view = decisions_view(session, actor())
    return render_template("decisions/index.html", **view)


@bp.post("/declarations/<int:declaration_id>/moves/<action>/later")
@roles(Role.section_reviewer, Role.performance)
def save(declaration_id: int, action: str) -> ResponseReturnValue:
    """Keep a decision unsent; what is missing comes back on the page of the move."""
    try:
        with unit_of_work(write=True) as session:
            decision = Decision(action, request.form.get("expected_version", 0, int), read_inputs())
            pending_decisions.save(session, actor(), declaration_id, decision)
            name = find_declaration(session, actor(), declaration_id).project_name
    except RuleFailed as refusal:
        with unit_of_work() as session:
            view = move_view(session, actor(), declaration_id, action, refusal)
        return render_template("declarations/move.html", **view), refusal.status
    flash(_("“%(name)s”: saved as a pending decision. The file does not move before you send it.", name=name), "ok")
    return redirect(onward(declaration_id), 303)


@bp.post("/decisions/send")
@roles(Role.section_reviewer, Role.performance)
def send() -> ResponseReturnValue:
    """The ticked ones, or all of them."""
    with unit_of_work(write=True) as session:
        results = pending_decisions.send(session, actor(), request.form.getlist("id", type=int))
    for words, tone in sent_words(results):
        flash(words, tone)
    return redirect(url_for("decisions.index"), 303)


@bp.post("/decisions/recall")
@roles(Role.section_reviewer, Role.performance)
def recall() -> ResponseReturnValue:
    """Back to the unsent ones."""
    with unit_of_work(write=True) as session:
        count = pending_decisions.recall(session, actor(), request.form.getlist("id", type=int))
    flash(plural("%(num)s decision was recalled.", "%(num)s decisions were recalled.", count), "ok")
    return redirect(url_for("decisions.index"), 303)


@bp.post("/decisions/<int:decision_id>/remove")
@roles(Role.section_reviewer, Role.performance)
def remove(decision_id: int) -> ResponseReturnValue:
    """Give up an unsent or failed one."""
    with unit_of_work(write=True) as session:
        pending_decisions.remove(session, actor(), decision_id)
    flash(_("Removed. The file stays as it is."), "ok")
    return redirect(url_for("decisions.index"), 303)
