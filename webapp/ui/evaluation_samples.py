"""抽样复核 of a self-evaluation task: the draws, what was drawn, what the re-checks changed."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.access import actor, roles
from webapp.i18n import _
from webapp.nav import STATISTICS
from webapp.once import entering
from webapp.present import rechecks as present
from workflow.db import unit_of_work
from workflow.errors import RuleFailed
from workflow.queries import evaluations as read
from workflow.services import rechecks
from workflow.types import Role

bp = Blueprint("evaluation_samples", __name__, url_prefix="/evaluation-tasks/<int:task_id>/rechecks")


@bp.get("")
@roles(*sorted(STATISTICS))
def show(task_id: int) -> ResponseReturnValue:
    """The draws with their seeds, every re-check, and the differences."""
    return _page(task_id)


@bp.post("")
@roles(Role.performance)
def draw(task_id: int) -> ResponseReturnValue:
    """One more draw among what was not drawn before."""
    try:
        rule, seed = present.read_rule(request.form)
        with entering() as session:
            made = rechecks.draw_sample(session, actor(), task_id, rule, seed)
    except RuleFailed as refusal:
        return _page(task_id, refusal), refusal.status
    flash(_("%(count)s forms were drawn.", count=made.drawn), "ok")
    return redirect(url_for("evaluation_samples.show", task_id=task_id), 303)


def _page(task_id: int, refusal: RuleFailed | None = None) -> str:
    with unit_of_work() as session:
        line = read.task(session, actor(), task_id)
        view = present.samples_view(session, actor(), line, request.form, refusal)
    return render_template("rechecks/index.html", **view)
