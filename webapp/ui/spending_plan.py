"""用款计划 of a project: the twelve months its unit means to pay in."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.access import actor, roles
from webapp.context import asked
from webapp.i18n import _
from webapp.present.spending_plan import plan_view, read_plan, read_seen
from workflow.db import unit_of_work
from workflow.errors import RuleFailed
from workflow.queries.ledger import ledger_project
from workflow.queries.listings.money import project_year
from workflow.queries.project_money import plan_of
from workflow.services.spending_plan import save_plan
from workflow.types import Role

bp = Blueprint("spending_plan", __name__, url_prefix="/execution/projects")


@bp.get("/<int:project_id>/plan")
@roles(Role.filer, Role.unit_head)
def ask(project_id: int) -> ResponseReturnValue:
    """The plan as it stands, or the budget spread evenly over the months."""
    return _page(project_id)


@bp.post("/<int:project_id>/plan")
@roles(Role.filer, Role.unit_head)
def save(project_id: int) -> ResponseReturnValue:
    """The twelve months at once; what cannot be read comes back with everything typed."""
    try:
        months, seen = read_plan(request.form), read_seen(request.form)
        with unit_of_work(write=True) as session:
            save_plan(session, actor(), project_id, _year(), months, seen)
    except RuleFailed as refusal:
        return _page(project_id, refusal), refusal.status
    flash(_("The spending plan is saved. Rates against it are computed anew in a moment."), "ok")
    return redirect(url_for("execution.project", project_id=project_id, year=_year(), _anchor="plan"), 303)


def _year() -> int:
    return project_year({**asked(), "year": request.values.get("year", "")})


def _page(project_id: int, refusal: RuleFailed | None = None) -> str:
    with unit_of_work() as session:
        project = ledger_project(session, actor(), project_id, _year())
        plan = plan_of(session, project_id, _year())
    view = plan_view(project, plan, _year(), request.form, even="even" in request.args, refusal=refusal)
    return render_template("execution/plan.html", **view)
