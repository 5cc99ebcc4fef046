"""发送记录: the delivery log of e-mails."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.access import actor, roles
from webapp.i18n import _
from webapp.nav import LETTERS
from webapp.present.deliveries import log_view
from workflow.db import unit_of_work
from workflow.queries import deliveries as read
from workflow.services.outbox_delivery import resend

bp = Blueprint("deliveries", __name__, url_prefix="/deliveries")


@bp.get("/")
@roles(*LETTERS)
def index() -> ResponseReturnValue:
    """Newest first."""
    status = request.args.get("status", "")
    with unit_of_work() as session:
        found = read.deliveries(session, actor(), status, request.args.get("before", type=int))
        counts = read.deliveries_by_status(session, actor())
    return render_template("deliveries.html", **log_view(found, counts, status))


@bp.post("/<int:letter_id>/again")
@roles(*LETTERS)
def send_again(letter_id: int) -> ResponseReturnValue:
    """A person's decision: the letter may have arrived already."""
    with unit_of_work(write=True) as session:
        resend(session, actor(), letter_id)
    flash(_("The message is sent again within seconds."), "ok")
    return redirect(url_for("deliveries.index"), 303)
