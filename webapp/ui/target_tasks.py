"""目标调整任务: the list, and one task with its causes; the unit explains, the section answers."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.access import actor, roles
from webapp.context import asked, current_region, money_year
from webapp.i18n import _
from webapp.nav import BUSINESS
from webapp.once import entering
from webapp.present import target_tasks as show_tasks
from workflow.db import unit_of_work
from workflow.errors import RuleFailed
from workflow.lifecycle.target_tasks import CONFIRMING, EXPLAINING
from workflow.queries import target_tasks as read
from workflow.queries.listings.target_tasks import stage_of
from workflow.services import target_tasks

bp = Blueprint("target_tasks", __name__, url_prefix="/target-tasks")


@bp.get("/")
@roles(*sorted(BUSINESS))
def index() -> ResponseReturnValue:
    """Of the year, the newest first."""
    stage, year = stage_of(asked()), money_year()
    with unit_of_work() as session:
        found = read.tasks(session, actor(), current_region(), year, stage, request.args.get("cursor", ""))
    return render_template("target_tasks/index.html", **show_tasks.index_view(found, stage, year))


@bp.get("/<int:task_id>")
@roles(*sorted(BUSINESS))
def show(task_id: int) -> ResponseReturnValue:
    """What changed, and what was said."""
    return _page(task_id)


@bp.post("/<int:task_id>/explain")
@roles(*EXPLAINING)
def explain(task_id: int) -> ResponseReturnValue:
    """The targets stay, and why."""
    try:
        with entering() as session:
            target_tasks.explain(session, actor(), task_id, request.form.get("reason", ""))
    except RuleFailed as refusal:
        return _page(task_id, refusal), refusal.status
    flash(_("Sent. The section is told."), "ok")
    return redirect(url_for("target_tasks.show", task_id=task_id), 303)


@bp.post("/<int:task_id>/answer")
@roles(*CONFIRMING)
def answer(task_id: int) -> ResponseReturnValue:
    """Confirm it, or ask for adjusted targets."""
    form = request.form
    try:
        with unit_of_work(write=True) as session:
            agrees = form.get("do") == "confirm"
            target_tasks.answer(session, actor(), task_id, agrees, form.get("reason", ""))
    except RuleFailed as refusal:
        return _page(task_id, refusal), refusal.status
    flash(_("Answered. The unit is told."), "ok")
    return redirect(url_for("target_tasks.show", task_id=task_id), 303)


def _page(task_id: int, refusal: RuleFailed | None = None) -> str:
    with unit_of_work() as session:
        found = read.task(session, actor(), task_id)
    return render_template("target_tasks/show.html", **show_tasks.task_view(found, request.form, refusal))
