"""提醒规则: which reminders there are, changing one, and who gets what when."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.access import actor, roles
from webapp.context import asked, current_region, money_year
from webapp.i18n import _, language
from webapp.nav import LETTERS
from webapp.present.reminder_rules import Shown, preview_view, rule_view, rules_view
from workflow.db import unit_of_work
from workflow.errors import Conflict
from workflow.notifications.refusals import refusal_text
from workflow.queries.listings.reminders import planned
from workflow.reminding.stored import rule_in_force, rules_in_force
from workflow.reminding.typed import FIELDS, LISTS, read_rule
from workflow.services.reminder_rules import set_rule
from workflow.types import Role

bp = Blueprint("reminder_rules", __name__, url_prefix="/reminder-rules")
UNREADABLE = 422


@bp.get("/")
@roles(*LETTERS)
def index() -> ResponseReturnValue:
    """By event, with what holds in the fiscal year."""
    with unit_of_work() as session:
        found = rules_in_force(session, current_region(), money_year())
    return render_template("reminders/index.html", **rules_view(found, money_year(), actor()))


@bp.get("/preview")
@roles(Role.performance)
def preview() -> ResponseReturnValue:
    """Who gets what when, from today on unless other days are asked for."""
    with unit_of_work() as session:
        found = planned(session, asked())
    return render_template("reminders/preview.html", **preview_view(found, asked()))


@bp.get("/<code>")
@roles(*LETTERS)
def show(code: str) -> ResponseReturnValue:
    """One rule with its fields."""
    return _page(code)


@bp.post("/<code>")
@roles(*LETTERS)
def save(code: str) -> ResponseReturnValue:
    """Store what was typed, from the fiscal year of the page on."""
    region, year = current_region(), _year()
    with unit_of_work() as session:
        old = rule_in_force(session, region, year, code).rule
    fields, lists = {name: request.form.get(name, "") for name in FIELDS}, {n: request.form.getlist(n) for n in LISTS}
    wanted, faults = read_rule(old, fields, lists)
    if faults:
        return _page(code, Shown(fields, lists, faults)), UNREADABLE
    try:
        with unit_of_work(write=True) as session:
            changed = set_rule(session, actor(), region, year, wanted, request.form.get("stand", ""))
    except Conflict as refusal:
        return _page(code, Shown(fields, lists, {}, refusal_text(refusal.code, refusal.facts, language()))), 409
    flash(_("Saved. It holds from the next look on.") if changed else _("Nothing was changed."), "ok")
    return redirect(url_for("reminder_rules.index", _anchor=f"row-{code}"), 303)


def _year() -> int:
    """The year the page was about; the chosen one may have changed in another tab."""
    given = request.form.get("year", 0, int)
    return given if 2000 <= given < 2100 else money_year()


def _page(code: str, typed: Shown | None = None) -> str:
    region, year = current_region(), _year()
    with unit_of_work() as session:
        found = rule_in_force(session, region, year, code)
    return render_template("reminders/rule.html", **rule_view(found, year, typed))
