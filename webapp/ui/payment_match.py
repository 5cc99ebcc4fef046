"""Payments that found no project, and the project a person chooses for them (remembered for the next file)."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.access import actor, roles
from webapp.context import asked, current_region
from webapp.i18n import _, plural
from webapp.nav import REGION_WIDE
from webapp.present import payment_match as show
from webapp.present.payments import may_load
from workflow.db import unit_of_work
from workflow.errors import RuleFailed
from workflow.queries import payments as read
from workflow.queries.listings.money import lines_filters, project_year
from workflow.queries.payment_cases import left_over, payment_case
from workflow.queries.payment_lines import payments as payment_lines
from workflow.services.payments.aside import set_payments_aside
from workflow.services.payments.by_hand import match_payment, unmatch
from workflow.types import Role

bp = Blueprint("payment_match", __name__, url_prefix="/payments")


@bp.get("/unmatched")
@roles(*REGION_WIDE)
def unmatched() -> ResponseReturnValue:
    """Grouped by what they print: one choice settles a group."""
    year, cursor = project_year(asked()), request.args.get("cursor", "")
    with unit_of_work() as session:
        found = read.unmatched(session, actor(), current_region(), year, cursor)
        left = left_over(session, actor(), current_region(), year)
    view = show.unmatched_view(found, left, year, matching=may_load(actor()))
    return render_template("payments/unmatched.html", year=year, **view)


@bp.get("/lines")
@roles(*REGION_WIDE)
def lines() -> ResponseReturnValue:
    """The payments behind one way of printing unit and project."""
    given = {name: request.args.get(name, "") for name in ("unit_key", "project_key")}
    with unit_of_work() as session:
        found = payment_lines(session, actor(), lines_filters(asked()), request.args.get("cursor", ""))
    return render_template("payments/lines.html", **show.lines_view(found, given, matching=may_load(actor())))


@bp.get("/lines/<int:payment_id>/match")
@roles(Role.treasury)
def match(payment_id: int) -> ResponseReturnValue:
    """What is printed, and the projects it may belong to."""
    return _match_page(payment_id)


@bp.post("/lines/<int:payment_id>/match")
@roles(Role.treasury)
def take(payment_id: int) -> ResponseReturnValue:
    """Match it and all that print the same."""
    project_id = request.form.get("project", 0, int)
    if not project_id:
        return _match_page(payment_id, _("Choose the project first")), 422
    with unit_of_work(write=True) as session:
        changed = match_payment(session, actor(), payment_id, project_id)
    flash(plural("%(num)s payment is now counted for the project.",
                 "%(num)s payments are now counted for the project.", changed), "ok")  # fmt: skip
    return redirect(url_for("payment_match.unmatched"), 303)


@bp.post("/lines/<int:payment_id>/unmatch")
@roles(Role.treasury)
def take_back(payment_id: int) -> ResponseReturnValue:
    """Take a choice of the project back, of all that print the same."""
    try:
        with unit_of_work(write=True) as session:
            changed = unmatch(session, actor(), payment_id, request.form.get("reason", ""))
    except RuleFailed as refusal:
        return _match_page(payment_id, refusal=refusal), refusal.status
    flash(plural("%(num)s payment waits for a project again.",
                 "%(num)s payments wait for a project again.", changed), "ok")  # fmt: skip
    return redirect(url_for("payment_match.unmatched"), 303)


@bp.post("/lines/<int:payment_id>/aside")
@roles(Role.treasury)
def set_aside(payment_id: int) -> ResponseReturnValue:
    """It belongs to no project: it waits no longer."""
    try:
        with unit_of_work(write=True) as session:
            changed = set_payments_aside(session, actor(), payment_id, request.form.get("reason", ""))
    except RuleFailed as refusal:
        return _match_page(payment_id, refusal=refusal), refusal.status
    flash(plural("%(num)s payment is set aside.", "%(num)s payments are set aside.", changed), "ok")
    return redirect(url_for("payment_match.unmatched"), 303)


def _match_page(payment_id: int, error: str = "", refusal: RuleFailed | None = None) -> str:
    text = request.values.get("q", "")
    with unit_of_work() as session:
        case = payment_case(session, actor(), payment_id)
        printed = (case.line.printed_unit_code, case.line.printed_unit)
        choices = read.project_choices(session, actor(), case.region_id, text, *printed)
    return render_template("payments/match.html", **show.match_view(case, choices, text, error, refusal))
