"""审核队列: what a reviewer takes up next, and the way from one file to the next."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from webapp.access import actor, roles
from webapp.context import asked
from webapp.present.queue_page import place_after, queue_view
from workflow.db import unit_of_work
from workflow.queries import review_queue
from workflow.queries.listings.review import queue_asked
from workflow.types import Role

bp = Blueprint("queue", __name__, url_prefix="/review-queue")


@bp.get("")
@roles(Role.section_reviewer, Role.performance)
def index() -> ResponseReturnValue:
    """Ordered by risk × amount × deadline, or by one of them."""
    wanted = queue_asked(actor(), asked())
    with unit_of_work() as session:
        page = review_queue.queue(session, actor(), wanted, request.args.get("cursor", ""))
        standing = review_queue.standing(session, actor(), wanted)
        departments = review_queue.departments(session, actor())
    return render_template("queue/index.html", **queue_view(actor(), page, standing, departments, wanted))


def onward(declaration_id: int) -> str:
    """The address to go to after something was done to a file."""
    with unit_of_work() as session:
        return place_after(session, actor(), declaration_id)
