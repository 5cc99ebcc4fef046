"""提醒规则: which reminders there are, changing, adding and removing one, and who gets what when."""

from collections.abc import Sequence
from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from webapp.access import actor, roles
from webapp.context import asked, current_region, money_year
from webapp.i18n import _, language
from webapp.nav import LETTERS
from webapp.once import entering
from webapp.present.reminder_rules import Shown, new_rule_view, preview_view, rule_view, rules_view
from workflow.db import unit_of_work
from workflow.errors import Conflict, Refusal, RuleFailed
from workflow.notifications.refusals import refusal_text
from workflow.queries.listings.reminders import planned, planned_by
from workflow.queries.reminder_preview import Planned
from workflow.reminding.stored import own_rule, rule_in_force, rules_in_force
from workflow.reminding.table import EVENTS, ReminderRule
from workflow.reminding.typed import FIELDS, LISTS, read_rule
from workflow.services.reminder_rules import add_rule, remove_rule, set_rule
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


@bp.get("/new")
@roles(*LETTERS)
def new() -> ResponseReturnValue:
    """A rule of the region's own: the event first, then its fields."""
    return _new_page(own_rule(_event()))


@bp.post("/new")
@roles(*LETTERS)
def create() -> ResponseReturnValue:
    """Store a rule of the region's own, or show whom it would tell."""
    wanted, typed = _typed(own_rule(_event()))
    if typed.faults or typed.look:
        return _new_page(wanted, typed), UNREADABLE if typed.faults else 200
    try:
        with entering() as session:
            code = add_rule(session, actor(), current_region(), _year(), wanted)
    except RuleFailed as refusal:
        return _new_page(wanted, replace(typed, conflict=_words(refusal))), refusal.status
    flash(_("Saved. It holds from the next look on."), "ok")
    return redirect(url_for("reminder_rules.index", _anchor=f"row-{code}"), 303)


@bp.get("/<code>")
@roles(*LETTERS)
def show(code: str) -> ResponseReturnValue:
    """One rule with its fields."""
    return _page(code)


@bp.post("/<code>")
@roles(*LETTERS)
def save(code: str) -> ResponseReturnValue:
    """Store what was typed, from the fiscal year of the page on, or show whom it would tell."""
    with unit_of_work() as session:
        old = rule_in_force(session, current_region(), _year(), code).rule
    wanted, typed = _typed(old)
    if typed.faults or typed.look:
        return _page(code, typed, wanted), UNREADABLE if typed.faults else 200
    try:
        with unit_of_work(write=True) as session:
            changed = set_rule(session, actor(), current_region(), _year(), wanted, request.form.get("stand", ""))
    except Conflict as refusal:
        return _page(code, replace(typed, conflict=_words(refusal))), 409
    flash(_("Saved. It holds from the next look on.") if changed else _("Nothing was changed."), "ok")
    return redirect(url_for("reminder_rules.index", _anchor=f"row-{code}"), 303)


@bp.post("/<code>/remove")
@roles(*LETTERS)
def remove(code: str) -> ResponseReturnValue:
    """A rule that the region had added; nobody is told by it any more."""
    with unit_of_work(write=True) as session:
        remove_rule(session, actor(), current_region(), _year(), code)
    flash(_("Removed. What it told before stays in the log."), "ok")
    return redirect(url_for("reminder_rules.index"), 303)


def _words(refusal: Refusal) -> str:
    return refusal_text(refusal.code, refusal.facts, language())


def _event() -> str:
    """The event that was chosen; the first one where there is no such event."""
    given = request.values.get("event", "")
    return given if given in EVENTS else next(iter(EVENTS))


def _year() -> int:
    """The year the page was about; the chosen one may have changed in another tab."""
    given = request.form.get("year", 0, int)
    return given if 2000 <= given < 2100 else money_year()


def _typed(old: ReminderRule) -> tuple[ReminderRule, Shown]:
    fields, lists = {name: request.form.get(name, "") for name in FIELDS}, {n: request.form.getlist(n) for n in LISTS}
    wanted, faults = read_rule(old, fields, lists)
    look = "look" in request.form and Role.performance in actor().roles
    return wanted, Shown(fields, lists, faults, look=look)


def _would_tell(session: Session, typed: Shown | None, wanted: ReminderRule | None) -> Sequence[Planned] | None:
    """Whom a rule as it is typed would tell from today on; None where nobody asked."""
    if not typed or not typed.look or typed.faults or wanted is None:
        return None
    return planned_by(session, replace(wanted, active=True), asked())


def _page(code: str, typed: Shown | None = None, wanted: ReminderRule | None = None) -> str:
    with unit_of_work() as session:
        found = rule_in_force(session, current_region(), _year(), code)
        told = _would_tell(session, typed, wanted)
    return render_template("reminders/rule.html", **rule_view(found, _year(), actor(), typed, told))


def _new_page(rule: ReminderRule, typed: Shown | None = None) -> str:
    with unit_of_work() as session:
        told = _would_tell(session, typed, rule)
    return render_template("reminders/rule.html", **new_rule_view(own_rule(rule.event), _year(), actor(), typed, told))
