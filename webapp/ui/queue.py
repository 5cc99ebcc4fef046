"""审核队列: what a reviewer takes up next, and the way from one file to the next."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from webapp.access import actor, roles
from webapp.present.queue_page import desks_of, place_after, queue_view
from workflow.db import unit_of_work
from workflow.queries import review_queue
from workflow.types import Role

bp = Blueprint("queue", __name__, url_prefix="/review-queue")


@bp.get("")
@roles(Role.section_reviewer, Role.performance)
def index() -> ResponseReturnValue:
    """Ordered by risk × amount × deadline, or by one of them."""
    asked = _asked()
    with unit_of_work() as session:
        page = review_queue.queue(session, actor(), asked, request.args.get("cursor", ""))
        standing = review_queue.standing(session, actor(), asked)
        departments = review_queue.departments(session, actor())
    return render_template("queue/index.html", **queue_view(actor(), page, standing, departments, asked))


def onward(declaration_id: int) -> str:
    """The address to go to after something was done to a file."""
    with unit_of_work() as session:
        return place_after(session, actor(), declaration_id)


def _asked() -> review_queue.Asked:
    """What the address asks for; a word that means nothing counts as none."""
    args = request.args
    sort, desk = args.get("sort", ""), args.get("desk", "")
    return review_queue.Asked(
        sort=sort if sort in review_queue.SORTS else review_queue.SORTS[0],
        turned=bool(args.get("turned")),
        department_id=args.get("department", type=int),
        desk=desk if desk in desks_of(actor()) else "",
        low_risk=args.get("group") == "low",
    )
