"""新增意见: what reviewers ask anew after the first return, for the section head to decide about."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from webapp.access import actor, roles
from webapp.nav import LATE_COMMENTS
from webapp.present.late_comments import late_page
from workflow.db import unit_of_work

bp = Blueprint("late_comments", __name__, url_prefix="/late-comments")


@bp.get("/")
@roles(*LATE_COMMENTS)
def index() -> ResponseReturnValue:
    """Those that wait, or all of them with their causes counted."""
    with unit_of_work() as session:
        view = late_page(session, actor(), waiting=request.args.get("all") != "1")
    return render_template("late_comments.html", **view)
