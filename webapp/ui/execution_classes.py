"""预算执行 by class: 科目、资金性质、来源、月份, and the payments behind each number."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from webapp.access import actor, roles
from webapp.context import asked, current_region
from webapp.nav import BUSINESS
from webapp.present.execution_classes import behind_view, classes_view
from webapp.ui.execution import asked_of_board
from workflow.db import unit_of_work
from workflow.queries.execution_classes import sum_of
from workflow.queries.execution_overview import places
from workflow.queries.listings.classes import behind_filters, classes_of
from workflow.queries.payment_lines import payments as payment_lines

bp = Blueprint("execution_classes", __name__, url_prefix="/execution/classes")


@bp.get("/")
@roles(*sorted(BUSINESS))
def index() -> ResponseReturnValue:
    """What was paid under each class, and the budget of the projects paid so."""
    with unit_of_work() as session:
        found = classes_of(session, actor(), asked())
        around = places(session, actor(), current_region())
    return render_template("execution/classes.html", **classes_view(found, asked_of_board(), around))


@bp.get("/payments")
@roles(*sorted(BUSINESS))
def payments() -> ResponseReturnValue:
    """The payments that a number of the classes adds up."""
    filters = behind_filters(asked())
    with unit_of_work() as session:
        found = payment_lines(session, actor(), filters, request.args.get("cursor", ""))
        fen, number = sum_of(session, actor(), filters)
    return render_template("execution/payments.html", **behind_view(found, filters, fen, number))
