"""绩效一览: the year on one page, the files behind its numbers, and the weekly report as a Word file."""

from io import BytesIO

from flask import Blueprint, render_template, request, send_file
from flask.typing import ResponseReturnValue

from webapp.access import actor, roles
from webapp.context import asked
from webapp.downloads import TYPES
from webapp.nav import BUSINESS, STATISTICS
from webapp.present.overview import overview_view
from webapp.present.overview_files import files_view
from webapp.present.weekly import days_of, file_name, form_view, weekly_of
from workflow.db import unit_of_work
from workflow.documents.weekly_report import write_weekly
from workflow.errors import NotFound, RuleFailed
from workflow.queries.dashboard.behind import behind, count_behind
from workflow.queries.dashboard.figures import place_name
from workflow.queries.listings.overview import asked_of, found_for, rank_of, unreadable_day
from workflow.queries.weekly import weekly

bp = Blueprint("overview", __name__, url_prefix="/overview")


@bp.get("/")
@roles(*sorted(BUSINESS))
def index() -> ResponseReturnValue:
    """One page: declared, money, followed up; lines, lights, desks."""
    return _page()


@bp.get("/files")
@roles(*sorted(BUSINESS))
def files() -> ResponseReturnValue:
    """The files behind one number."""
    about, measure, value = asked_of(asked()), request.args.get("measure", "due"), request.args.get("value", "")
    try:
        with unit_of_work() as session:
            place = place_name(session, actor(), about)
            page = behind(session, actor(), about, measure, value, request.args.get("cursor", ""))
            count = count_behind(session, actor(), about, measure, value)
    except KeyError:
        raise NotFound("no_such_list") from None
    return render_template("overview/files.html", **files_view(page, count, about, measure, value, place))


@bp.get("/weekly")
@roles(*sorted(STATISTICS))
def weekly_report() -> ResponseReturnValue:
    """The Word file; days that are none come back as they were typed."""
    try:
        first, last = days_of(request.args)
        with unit_of_work() as session:
            found = weekly(session, actor(), asked_of(asked()), first, last)
    except RuleFailed as refusal:
        return _page(refusal), refusal.status
    made = BytesIO(write_weekly(weekly_of(found)))
    return send_file(made, TYPES["docx"], as_attachment=True, download_name=file_name(found))


def _page(refusal: RuleFailed | None = None) -> str:
    given = asked()
    with unit_of_work() as session:
        place = place_name(session, actor(), asked_of(given))
        found = found_for(session, actor(), given)
    view = overview_view(found, place, rank_of(given), all_lines=bool(request.args.get("all")))
    form = form_view(request.args, refusal) if actor().roles & STATISTICS else None
    return render_template("overview/index.html", weekly=form, unreadable_day=unreadable_day(given), **view)
