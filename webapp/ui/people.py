"""People and organisations, read-only: who holds which role where, and how to reach them."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from webapp.access import actor, signed_in
from webapp.present.labels import role_label
from workflow.db import unit_of_work
from workflow.queries.people import directory

bp = Blueprint("people", __name__)


@bp.get("/people")
@signed_in
def index() -> ResponseReturnValue:
    """The organisations of my regions with their people."""
    text = request.args.get("name", "").strip()[:100]
    with unit_of_work() as session:
        places, after = directory(session, actor(), text, request.args.get("after", "")[:200])
    return render_template("people.html", places=places, after=after, text=text, role_label=role_label)
