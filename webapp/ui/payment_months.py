"""月结: months of payments, closing one, and what changed in closed ones."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.access import actor, roles
from webapp.context import current_region, money_year
from webapp.i18n import _
from webapp.nav import REGION_WIDE
from webapp.once import entering
from webapp.present import payment_months as show
from workflow.db import unit_of_work
from workflow.errors import RuleFailed
from workflow.queries import closed_months as read
from workflow.queries.payment_cases import left_over
from workflow.services.payments.closing import close_month, explain_change
from workflow.types import Role

bp = Blueprint("payment_months", __name__, url_prefix="/payments/months")


@bp.get("/")
@roles(*REGION_WIDE)
def index() -> ResponseReturnValue:
    """The months of the year, and what changed after they were closed."""
    year, region, cursor = money_year(), current_region(), request.args.get("cursor", "")
    with unit_of_work() as session:
        months = read.months(session, actor(), region, year)
        changes = read.changes(session, actor(), region, year, cursor)
        left = left_over(session, actor(), region, year)
    return render_template("payments/months.html", **show.months_view(months, changes, left, year, actor()))


@bp.get("/<int:year>/<int:month>")
@roles(Role.treasury)
def ask(year: int, month: int) -> ResponseReturnValue:
    """Look once more before closing."""
    return _close_page(year, month)


@bp.post("/<int:year>/<int:month>")
@roles(Role.treasury)
def close(year: int, month: int) -> ResponseReturnValue:
    """Close it."""
    try:
        with entering() as session:
            close_month(session, actor(), current_region(), year, month)
    except RuleFailed as refusal:
        return _close_page(year, month, refusal), refusal.status
    flash(_("Month %(month)s is closed.", month=month), "ok")
    return redirect(url_for("payment_months.index"), 303)


@bp.get("/changes/<int:change_id>")
@roles(Role.treasury)
def ask_reason(change_id: int) -> ResponseReturnValue:
    """Why a closed month changed."""
    return _reason_page(change_id)


@bp.post("/changes/<int:change_id>")
@roles(Role.treasury)
def give_reason(change_id: int) -> ResponseReturnValue:
    """Keep the reason."""
    try:
        with entering() as session:
            explain_change(session, actor(), change_id, request.form.get("reason", ""))
    except RuleFailed as refusal:
        return _reason_page(change_id, refusal), refusal.status
    flash(_("The reason is kept."), "ok")
    return redirect(url_for("payment_months.index") + "#changes", 303)


def _close_page(year: int, month: int, refusal: RuleFailed | None = None) -> str:
    with unit_of_work() as session:
        line = read.month(session, actor(), current_region(), year, month)
        left = left_over(session, actor(), current_region(), year)
    return render_template("payments/close_month.html", **show.close_view(line, left, year, refusal))


def _reason_page(change_id: int, refusal: RuleFailed | None = None) -> str:
    with unit_of_work() as session:
        found = read.change(session, actor(), change_id)
    return render_template("payments/month_change.html", **show.reason_view(found, request.form, refusal))
