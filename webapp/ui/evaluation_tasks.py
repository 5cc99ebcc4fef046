"""自评: tasks, the forms of each, and confirming their results."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.access import actor, roles
from webapp.context import asked, current_region, current_year, money_year
from webapp.i18n import _
from webapp.nav import BUSINESS
from webapp.present import evaluation_tasks as present
from webapp.present.reminder_rules import told_when
from workflow import clock
from workflow.db import unit_of_work
from workflow.errors import RuleFailed
from workflow.lifecycle import Inputs
from workflow.queries import evaluations as read
from workflow.queries.campaign_scope import Preview, departments_in_force, preview_evaluations
from workflow.queries.listings.evaluations import evaluation_filters
from workflow.queries.report_holders import holders_of
from workflow.reminding.stored import active_rules
from workflow.services import evaluation_tasks
from workflow.services.moves import move_many
from workflow.types import Role

bp = Blueprint("evaluation_tasks", __name__, url_prefix="/evaluation-tasks")


@bp.get("/")
@roles(*sorted(BUSINESS))
def index() -> ResponseReturnValue:
    """Tasks of the year with their forms by state."""
    with unit_of_work() as session:
        found = read.tasks(session, actor(), current_year())
    return render_template("evaluation_tasks/index.html", **present.index_view(found, actor(), money_year()))


@bp.get("/new")
@roles(Role.performance)
def new() -> ResponseReturnValue:
    """Year, day of the money, deadline."""
    return _new_page()


@bp.post("/")
@roles(Role.performance)
def create() -> ResponseReturnValue:
    """Open a task: a form for every project in force."""
    try:
        told = present.read_opening(request.form)
        with unit_of_work(write=True) as session:
            made = evaluation_tasks.open_task(session, actor(), current_region(), **told)
    except RuleFailed as refusal:
        return _new_page(refusal), refusal.status
    flash(_("The task is open; the filers find their forms in their work lists."), "ok")
    return redirect(url_for("evaluation_tasks.show", task_id=made.id), 303)


@bp.post("/preview")
@roles(Role.performance)
def preview() -> ResponseReturnValue:
    """Which projects the scope takes in; nothing is opened."""
    try:
        told = present.read_opening(request.form)
        with unit_of_work() as session:
            found = preview_evaluations(session, current_region(), told["year"], told["as_of"], told["scope"])
    except RuleFailed as refusal:
        return _new_page(refusal), refusal.status
    return _new_page(selected=found)


@bp.get("/<int:task_id>")
@roles(*sorted(BUSINESS))
def show(task_id: int) -> ResponseReturnValue:
    """One task: counts, grades, and every form with its points."""
    filters = evaluation_filters(asked())
    with unit_of_work() as session:
        line = read.task(session, actor(), task_id)
        page = read.list_evaluations(session, actor(), filters, request.args.get("after", ""))
        holders = holders_of(session, "self_evaluation", [row.id for row in page[0]])
        departments = read.departments(session, actor(), task_id)
    view = present.task_view(line, page, holders, departments, filters, actor())
    return render_template("evaluation_tasks/show.html", **view)


@bp.post("/<int:task_id>/confirm")
@roles(Role.performance)
def confirm(task_id: int) -> ResponseReturnValue:
    """自评确认 of the ticked projects: one transaction and one result each."""
    chosen = present.read_chosen(request.form)
    results = move_many(actor(), "accept_evaluation", chosen, Inputs(reason=request.form.get("reason", "")))
    for text, tone in present.result_words(results):
        flash(text, tone)
    return redirect(url_for("evaluation_tasks.show", task_id=task_id), 303)


@bp.get("/<int:task_id>/close")
@roles(Role.performance)
def ask_close(task_id: int) -> ResponseReturnValue:
    """What closing does to unfinished forms."""
    return _close_page(task_id)


@bp.post("/<int:task_id>/close")
@roles(Role.performance)
def close(task_id: int) -> ResponseReturnValue:
    """End the task."""
    try:
        with unit_of_work(write=True) as session:
            evaluation_tasks.close_task(session, actor(), task_id, request.form.get("reason", ""))
    except RuleFailed as refusal:
        return _close_page(task_id, refusal), refusal.status
    flash(_("The task is closed."), "ok")
    return redirect(url_for("evaluation_tasks.show", task_id=task_id), 303)


def _new_page(refusal: RuleFailed | None = None, selected: Preview | None = None) -> str:
    year = min(money_year(), clock.business_date().year - 1)  # a year that is over
    with unit_of_work() as session:
        in_force = read.in_force(session, current_region(), year)
        rules = active_rules(session, current_region(), year)
        places = departments_in_force(session, current_region(), year)
    view = present.new_view(request.form, year, in_force, places, refusal, selected)
    return render_template("evaluation_tasks/new.html", told=told_when(rules, "evaluation_due"), **view)


def _close_page(task_id: int, refusal: RuleFailed | None = None) -> str:
    with unit_of_work() as session:
        line = read.task(session, actor(), task_id)
    view = present.close_view(line, request.form.get("reason", ""), refusal)
    return render_template("evaluation_tasks/close.html", **view)
