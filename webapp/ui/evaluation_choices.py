"""What was decided about single projects and units of a self-evaluation task: 豁免, 纳入, 延期."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.access import actor, roles
from webapp.i18n import _
from webapp.nav import BUSINESS
from webapp.once import entering
from webapp.present import campaign_choices as present
from webapp.present.campaigns import may_run
from webapp.present.evaluation_move import exempt_view
from workflow.db import unit_of_work
from workflow.errors import RuleFailed
from workflow.lifecycle.choosing import EVALUATING
from workflow.queries import campaign_scope as scoped
from workflow.queries import evaluations as read
from workflow.services import evaluation_choices as deciding
from workflow.types import Role

bp = Blueprint("evaluation_choices", __name__)
TASK, FORM = "/evaluation-tasks/<int:task_id>", "/evaluations/<int:evaluation_id>"


@bp.get(f"{TASK}/choices")
@roles(*sorted(BUSINESS))
def show(task_id: int) -> ResponseReturnValue:
    """Who is outside the scope or exempt, and who has more time."""
    return _choices_page(task_id)


@bp.post(f"{TASK}/choices/<int:choice_id>")
@roles(Role.performance)
def take_in(task_id: int, choice_id: int) -> ResponseReturnValue:
    """A project gets its form after all."""
    try:
        with entering() as session:
            deciding.take_in_again(session, actor(), task_id, choice_id, request.form.get("reason", ""))
    except RuleFailed as refusal:
        return _choices_page(task_id, refusal), refusal.status
    flash(_("The form is open."), "ok")
    return redirect(url_for("evaluation_choices.show", task_id=task_id), 303)


@bp.post(f"{TASK}/extensions")
@roles(Role.performance)
def extend(task_id: int) -> ResponseReturnValue:
    """A later deadline for one unit."""
    try:
        unit_id, until, reason = present.read_extension(request.form)
        with entering() as session:
            deciding.extend_unit(session, actor(), task_id, unit_id, until, reason)
    except RuleFailed as refusal:
        return _choices_page(task_id, refusal), refusal.status
    flash(_("The unit has until %(day)s.", day=until.isoformat()), "ok")
    return redirect(url_for("evaluation_choices.show", task_id=task_id), 303)


@bp.get(f"{FORM}/exempt")
@roles(Role.performance)
def ask_exempt(evaluation_id: int) -> ResponseReturnValue:
    """What exempting a project does."""
    return _exempt_page(evaluation_id)


@bp.post(f"{FORM}/exempt")
@roles(Role.performance)
def exempt(evaluation_id: int) -> ResponseReturnValue:
    """No form is asked for in this task."""
    reason, version = request.form.get("reason", ""), request.form.get("expected_version", 0, int)
    try:
        with unit_of_work(write=True) as session:
            deciding.exempt(session, actor(), evaluation_id, version, reason)
    except RuleFailed as refusal:
        return _exempt_page(evaluation_id, refusal), refusal.status
    flash(_("The project is exempt from this task."), "ok")
    return redirect(url_for("evaluations.show", evaluation_id=evaluation_id), 303)


def _choices_page(task_id: int, refusal: RuleFailed | None = None) -> str:
    with unit_of_work() as session:
        line = read.task(session, actor(), task_id)
        found = scoped.choices(session, actor(), task_id, EVALUATING)
        granted = scoped.extensions(session, actor(), task_id, EVALUATING)
        units = scoped.reporting_units(session, actor(), task_id, EVALUATING)
    view = present.choices_view(
        line.task, present.task_hrefs(task_id), found, granted, units, request.form, refusal, may_run=may_run(actor())
    )
    return render_template("evaluation_tasks/choices.html", **view)


def _exempt_page(evaluation_id: int, refusal: RuleFailed | None = None) -> str:
    with unit_of_work() as session:
        view = exempt_view(session, actor(), evaluation_id, request.form.get("reason", ""), refusal)
    return render_template("evaluations/exempt.html", **view)
