"""地区设置: what the region sets besides the review rules; finance and auditors read, the performance section sets."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.access import actor, roles
from webapp.context import current_region, money_year
from webapp.i18n import language
from webapp.nav import RULE_READERS
from webapp.present.region_settings import Shown, put_back, scoring_line, settings_view
from webapp.present.rescoring import rescoring_view
from webapp.present.rule_settings import changed_words
from workflow.db import unit_of_work
from workflow.errors import Conflict
from workflow.notifications.refusals import refusal_text
from workflow.queries import region_settings as read
from workflow.queries.evaluation_preview import preview
from workflow.regional.table import BY_KEY, read_typed
from workflow.services.region_settings import set_settings
from workflow.services.rescoring import find_rescoring, request_rescoring
from workflow.types import Role

bp = Blueprint("region_settings", __name__, url_prefix="/region-settings")
UNREADABLE = 422


@bp.get("/")
@roles(*sorted(RULE_READERS))
def index() -> ResponseReturnValue:
    """All settings with what holds in the fiscal year."""
    return _page()


@bp.post("/")
@roles(Role.performance)
def save() -> ResponseReturnValue:
    """Store what was typed. The button of a setting only puts its default into the field: nothing is stored by it."""
    typed, region, year = _typed(), current_region(), _year()
    wanted, faults = read_typed(typed)
    if faults or "reset" in request.form:
        return _page(Shown(typed, faults, unsaved=True)), UNREADABLE if faults else 200
    if shown := _rescoring(typed, region, year, wanted):
        return _page(shown) if shown.rescored and shown.rescored.whole else _reckoned_later(typed, region, year)
    try:
        with unit_of_work(write=True) as session:
            changes = set_settings(session, actor(), region, year, wanted, request.form.get("stand", ""))
    except Conflict as refusal:
        return _page(Shown(typed, {}, True, refusal_text(refusal.code, refusal.facts, language()))), refusal.status
    flash(changed_words(len(changes)), "ok")
    return redirect(url_for("region_settings.index"), 303)


def _rescoring(typed: dict[str, str], region: int, year: int, wanted: dict[str, Any]) -> Shown | None:
    """What other scoring rules would change, to be seen once before they are saved; None where nothing would."""
    if request.form.get("weighed") == scoring_line(wanted):
        return None
    with unit_of_work() as session:
        found = preview(session, region, year, wanted)
    return (
        Shown(typed, unsaved=True, rescored=found, weighed=scoring_line(wanted))
        if found.rescored or not found.whole
        else None
    )


@bp.get("/rescoring/<int:job_id>")
@roles(Role.performance)
def rescored(job_id: int) -> ResponseReturnValue:
    """What a job found that other scoring rules would change, and the button that saves them."""
    with unit_of_work() as session:
        view = rescoring_view(find_rescoring(session, actor(), job_id))
    return render_template("rescoring.html", **view)


def _reckoned_later(typed: dict[str, str], region: int, year: int) -> ResponseReturnValue:
    """Too many forms to wait for: a job reckons them."""
    lines = {key: text for key, text in typed.items() if key in BY_KEY}
    with unit_of_work(write=True) as session:
        job = request_rescoring(session, actor(), region, year, lines, request.form.get("stand", ""))
    return redirect(url_for("region_settings.rescored", job_id=job.id), 303)


def _typed() -> dict[str, str]:
    """One line for every setting; the several fields of one are joined as its kind reads them."""
    typed = {key: ",".join(values) for key, values in request.form.lists()}
    return put_back(typed, typed["reset"]) if "reset" in typed else typed


def _year() -> int:
    """The year the page was about; the chosen one may have changed in another tab."""
    given = request.form.get("year", 0, int)
    return given if 2000 <= given < 2100 else money_year()


def _page(typed: Shown | None = None) -> str:
    region, year = current_region(), _year()
    with unit_of_work() as session:
        found, past = read.settings_in_force(session, region, year), read.past_settings(session, region)
    return render_template("region_settings.html", **settings_view(actor(), region, year, found, past, typed))
