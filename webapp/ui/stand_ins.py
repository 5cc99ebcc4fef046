"""AB角代办: who stands in for me, for whom I stand in, and naming somebody."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.access import actor, roles
from webapp.i18n import _
from webapp.nav import BUSINESS
from webapp.once import entering
from webapp.present.stand_ins import stand_ins_view
from workflow.db import unit_of_work
from workflow.errors import RuleFailed
from workflow.services import stand_ins

bp = Blueprint("stand_ins", __name__, url_prefix="/stand-ins")


@bp.get("/")
@roles(*sorted(BUSINESS))
def index() -> ResponseReturnValue:
    """What holds now, what is to come, and the form."""
    return _page()


@bp.post("/")
@roles(*sorted(BUSINESS))
def create() -> ResponseReturnValue:
    """Name a stand-in; what cannot be comes back with everything typed."""
    form = request.form
    try:
        from_on, until_on = _day("from_on"), _day("until_on")
        with entering() as session:
            people = form.get("absent", 0, int), form.get("stand_in", 0, int)
            stand_ins.name_stand_in(session, actor(), *people, from_on, until_on, form.get("reason", ""))
    except RuleFailed as refusal:
        return _page(refusal), refusal.status
    flash(_("Named. Both of them are told; it ends by itself after the last day."), "ok")
    return redirect(url_for("stand_ins.index"), 303)


@bp.post("/<int:stand_in_id>/end")
@roles(*sorted(BUSINESS))
def end(stand_in_id: int) -> ResponseReturnValue:
    """Over from now on."""
    with unit_of_work(write=True) as session:
        stand_ins.end_stand_in(session, actor(), stand_in_id)
    flash(_("Ended."), "ok")
    return redirect(url_for("stand_ins.index"), 303)


def _page(refusal: RuleFailed | None = None) -> str:
    with unit_of_work() as session:
        view = stand_ins_view(session, actor(), request.form, refusal)
    return render_template("stand_ins.html", **view)


def _day(name: str) -> date:
    text = request.form.get(name, "").strip()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise RuleFailed("not_a_date" if text else "date_missing", raw=text, field=name) from None
