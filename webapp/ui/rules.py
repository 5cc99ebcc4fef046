"""规则设置: what the region says about the review rules; finance and auditors read, the performance section sets."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.access import actor, roles
from webapp.context import current_region, money_year
from webapp.i18n import language
from webapp.nav import RULE_READERS
from webapp.present.rule_settings import Shown, changed_words, reset, rules_view
from workflow.db import unit_of_work
from workflow.errors import Conflict
from workflow.notifications.refusals import refusal_text
from workflow.queries import rule_settings as read
from workflow.review.typed import read_typed
from workflow.rules import RULES
from workflow.services.rule_settings import set_rules
from workflow.types import Role

bp = Blueprint("rules", __name__, url_prefix="/rules")
UNREADABLE = 422


@bp.get("/")
@roles(*sorted(RULE_READERS))
def index() -> ResponseReturnValue:
    """All rules with what holds in the fiscal year."""
    return _page()


@bp.post("/")
@roles(Role.performance)
def save() -> ResponseReturnValue:
    """Store what was typed. The button of a rule only puts its fields back: nothing is stored by it."""
    typed, region, year = _typed(), current_region(), _year()
    with unit_of_work() as session:
        wanted, faults = read_typed(typed, read.rule_settings(session, region, year).settings, RULES)
    if faults or "reset" in typed:
        return _page(Shown(typed, faults, unsaved=True)), UNREADABLE if faults else 200
    try:
        with unit_of_work(write=True) as session:
            changes = set_rules(session, actor(), region, year, wanted, typed.get("stand", ""))
    except Conflict as refusal:
        return _page(Shown(typed, {}, True, refusal_text(refusal.code, refusal.facts, language()))), refusal.status
    flash(changed_words(len(changes)), "ok")
    return redirect(url_for("rules.index"), 303)


def _typed() -> dict[str, str]:
    form = request.form.to_dict()
    return reset(form, form["reset"]) if "reset" in form else form


def _year() -> int:
    """The year the page was about; the chosen one may have changed in another tab."""
    given = request.form.get("year", 0, int)
    return given if 2000 <= given < 2100 else money_year()


def _page(typed: Shown | None = None) -> str:
    region, year = current_region(), _year()
    with unit_of_work() as session:
        found = read.rule_settings(session, region, year)
        hits = read.hits(session, region, year, found.settings)
        past = read.past_changes(session, region)
    view = rules_view(actor(), region, year, found, hits, past, typed)
    return render_template("rules.html", **view)
