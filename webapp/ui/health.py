"""/healthz: whether this process and its database answer."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from webapp.access import public
from workflow.db import unit_of_work

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    """200 once a query went through."""
    with unit_of_work() as database:
        database.connection().execute(text("SELECT 1"))
    return {"status": "ok"}
