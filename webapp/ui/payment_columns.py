"""Which column of a payment file is what: said once, remembered, listed, forgotten."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.access import actor, roles
from webapp.context import current_region, money_year
from webapp.i18n import _
from webapp.nav import REGION_WIDE
from webapp.present import payment_columns as show
from workflow.db import unit_of_work
from workflow.errors import RuleFailed
from workflow.queries import payments as files
from workflow.queries.payment_cases import left_over
from workflow.queries.payment_columns import known_headers
from workflow.services.payments.columns import forget_columns, say_columns
from workflow.texts import whole
from workflow.types import Role

bp = Blueprint("payment_columns", __name__, url_prefix="/payments")


@bp.get("/columns")
@roles(*REGION_WIDE)
def index() -> ResponseReturnValue:
    """Headings that were explained."""
    with unit_of_work() as session:
        found = known_headers(session, actor(), current_region(), request.args.get("cursor", ""))
        left = left_over(session, actor(), current_region(), money_year())
    return render_template("payments/columns.html", **show.index_view(found, left, actor()))


@bp.post("/columns/<int:columns_id>/forget")
@roles(Role.treasury)
def forget(columns_id: int) -> ResponseReturnValue:
    """The next file with this header asks again."""
    with unit_of_work(write=True) as session:
        forget_columns(session, actor(), columns_id)
    flash(_("Forgotten. The next file with these headings asks again."), "ok")
    return redirect(url_for("payment_columns.index"), 303)


@bp.get("/files/<int:batch_id>/columns")
@roles(Role.treasury)
def ask(batch_id: int) -> ResponseReturnValue:
    """The first rows of the file, and a choice for every column."""
    return _page(batch_id)


@bp.post("/files/<int:batch_id>/columns")
@roles(Role.treasury)
def say(batch_id: int) -> ResponseReturnValue:
    """Remember it and load the file."""
    row, chosen = show.read_choice(request.form)
    try:
        with unit_of_work(write=True) as session:
            say_columns(session, actor(), batch_id, row, chosen)
    except RuleFailed as refusal:
        return _page(batch_id, refusal), refusal.status
    flash(_("The columns are remembered. The file is being loaded."), "ok")
    return redirect(url_for("payments.show", batch_id=batch_id), 303)


def _page(batch_id: int, refusal: RuleFailed | None = None) -> str:
    with unit_of_work() as session:
        batch = files.batch(session, actor(), batch_id)
    row = whole(request.values.get("row", ""))
    return render_template("payments/say_columns.html", **show.ask_view(batch, row, request.form, refusal))
