"""审核统计: how the review of a year went, the files behind every number, and the letter to a department."""

from datetime import date
from io import BytesIO

from flask import Blueprint, Response, render_template, request, send_file
from flask.typing import ResponseReturnValue

from webapp.access import actor, roles
from webapp.context import asked
from webapp.nav import LETTER_WRITERS, STATISTICS
from webapp.present.opinion_letter import file_name, form_view, letter_of
from webapp.present.review_statistics import Choices, chart_data, desk_of, files_view, statistics_view
from workflow.db import unit_of_work
from workflow.documents.opinion import OpinionLetter
from workflow.errors import RuleFailed
from workflow.queries import lists
from workflow.queries import review_statistics as read
from workflow.queries.desk_stays import days_at
from workflow.queries.listings.declarations import measured_filters, statistics_asked
from workflow.queries.opinion_letters import returned

bp = Blueprint("review_statistics", __name__, url_prefix="/review-statistics")
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@bp.get("/")
@roles(*sorted(STATISTICS))
def index() -> ResponseReturnValue:
    """One table per question, and the form of the letter."""
    return _page()


@bp.get("/chart.json")
@roles(*sorted(STATISTICS))
def chart() -> ResponseReturnValue:
    """What the chart draws."""
    with unit_of_work() as session:
        return chart_data(read.statistics(session, actor(), statistics_asked(asked())))


@bp.get("/files")
@roles(*sorted(STATISTICS))
def files() -> ResponseReturnValue:
    """The files behind one number."""
    wanted, filters = statistics_asked(asked()), measured_filters(actor(), asked())
    measure, value = request.args.get("measure", "submitted"), request.args.get("value", "")
    with unit_of_work() as session:
        page = lists.list_declarations(session, actor(), filters, lists.Order(), request.args.get("cursor", ""))
        count = sum(lists.count_by_state(session, actor(), filters).values())
        desk = desk_of(measure, value)
        days = days_at(session, desk, [row.id for row in page.rows]) if desk else None
    return render_template("review_statistics/files.html", **files_view(page, count, wanted, measure, value, days))


@bp.get("/letter")
@roles(*sorted(LETTER_WRITERS))
def letter() -> ResponseReturnValue:
    """The Word file; what cannot be written about comes back with everything typed."""
    args = request.args
    if "letter_department" not in args:
        return _page()
    try:
        first, last = _day(args.get("first", "")), _day(args.get("last", ""))
        with unit_of_work() as session:
            found = returned(session, actor(), args.get("letter_department", 0, int), first, last)
            made = letter_of(found, args.get("number", ""), first, last)
    except RuleFailed as refusal:
        return _page(refusal), refusal.status
    return _word_file(made)


def _word_file(made: OpinionLetter) -> Response:
    from workflow.documents.opinion_letter import write_letter  # only now: it loads the library for Word files

    return send_file(BytesIO(write_letter(made)), WORD, as_attachment=True, download_name=file_name(made))


def _page(refusal: RuleFailed | None = None) -> str:
    wanted = statistics_asked(asked())
    with unit_of_work() as session:
        found = read.statistics(session, actor(), wanted)
        departments = list(lists.departments_of(session, actor(), wanted.year))
        choices = Choices(departments, read.sections(session, actor(), wanted))
    form = form_view(departments, request.args, refusal) if actor().roles & LETTER_WRITERS else None
    return render_template("review_statistics/index.html", letter=form, **statistics_view(found, wanted, choices))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise RuleFailed("not_a_date", raw=text) from None
