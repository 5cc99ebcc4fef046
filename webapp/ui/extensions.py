"""延期报送: more time for one unit, with a reason."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.access import actor, roles
from webapp.i18n import _
from webapp.once import entering
from webapp.present.extensions import extensions_view
from workflow.db import unit_of_work
from workflow.errors import RuleFailed
from workflow.services.tasks_admin import grant_extension
from workflow.types import Role

bp = Blueprint("extensions", __name__, url_prefix="/extensions")


@bp.get("/")
@roles(Role.performance, Role.section_head)
def index() -> ResponseReturnValue:
    """What was granted, and the form."""
    return _page()


@bp.post("/")
@roles(Role.performance, Role.section_head)
def create() -> ResponseReturnValue:
    """Grant one; what cannot be comes back with everything typed."""
    form = request.form
    try:
        closes_on = _day(form.get("closes_on", "").strip())
        with entering() as session:
            task, unit = form.get("task", 0, int), form.get("unit", 0, int)
            grant_extension(session, actor(), task, unit, closes_on, form.get("reason", ""))
    except RuleFailed as refusal:
        return _page(refusal), refusal.status
    flash(_("Granted. The unit is told."), "ok")
    return redirect(url_for("extensions.index"), 303)


def _page(refusal: RuleFailed | None = None) -> str:
    with unit_of_work() as session:
        view = extensions_view(session, actor(), request.form, refusal)
    return render_template("extensions.html", **view)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise RuleFailed("not_a_date", raw=text) from None
