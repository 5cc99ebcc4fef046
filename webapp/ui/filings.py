"""目标调整备案: small adjustments that the performance section files, or has reviewed."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from webapp.access import actor, roles
from webapp.context import current_region, money_year
from webapp.nav import REGION_WIDE
from webapp.present.filings import filings_view
from workflow.db import unit_of_work
from workflow.queries.filings import filings

bp = Blueprint("filings", __name__, url_prefix="/filings")


@bp.get("/")
@roles(*REGION_WIDE)
def index() -> ResponseReturnValue:
    """Of the year, the newest first."""
    year = money_year()
    with unit_of_work() as session:
        found = filings(session, actor(), current_region(), year, request.args.get("cursor", ""))
    return render_template("filings/index.html", **filings_view(found, actor(), year))
