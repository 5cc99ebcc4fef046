"""预算执行: the board, the year by months, and the rows behind a project's numbers."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from webapp.access import actor, roles
from webapp.context import asked, current_region, money_year
from webapp.nav import BUSINESS
from webapp.present.execution import Asked, board_view
from webapp.present.execution_rows import months_chart, months_table, project_view
from webapp.present.outside import beside_view
from workflow.db import unit_of_work
from workflow.execution import Money
from workflow.execution.expected import AGAINST, FORECASTS
from workflow.queries import execution as read
from workflow.queries import execution_overview as overview
from workflow.queries.listings.listing import day_of, one_of
from workflow.queries.listings.money import asked_class, asked_known, project_day, project_year
from workflow.queries.outside import beside_project
from workflow.queries.project_money import project_rows

bp = Blueprint("execution", __name__, url_prefix="/execution")


@bp.get("/")
@roles(*sorted(BUSINESS))
def index() -> ResponseReturnValue:
    """Budget, payments and rates per project, unit or department."""
    wanted = asked_of_board()
    region, filters = current_region(), _filters(wanted)
    with unit_of_work() as session:
        board = read.board(
            session, actor(), region, wanted.year, wanted.day, grouping=wanted.grouping, sort=wanted.sort,
            descending=wanted.descending, cursor=wanted.cursor, filters=filters, known=wanted.known,
            forecast=wanted.forecast,
        )  # fmt: skip
        places = overview.places(session, actor(), region, wanted.department_id)
    return render_template("execution/index.html", **board_view(board, wanted, places, actor()))


@bp.get("/months")
@roles(*sorted(BUSINESS))
def months() -> ResponseReturnValue:
    """The chart as a table."""
    wanted = asked_of_board()
    paid, money = _months(wanted)
    return render_template("execution/months.html", **months_table(paid, money, wanted))


@bp.get("/months.json")
@roles(*sorted(BUSINESS))
def months_json() -> ResponseReturnValue:
    """What the chart draws."""
    return months_chart(*_months(asked_of_board()))


@bp.get("/projects/<int:project_id>")
@roles(*sorted(BUSINESS))
def project(project_id: int) -> ResponseReturnValue:
    """Ledger entries and payments of one project: what its numbers are made of."""
    year, day, cursor = project_year(asked()), project_day(asked()), request.args.get("cursor", "")
    known = asked_known(asked())
    with unit_of_work() as session:
        found = project_rows(session, actor(), project_id, year, day, cursor, known=known)
        outside = beside_view(beside_project(session, actor(), project_id, year, day), actor(), project_id)
    return render_template("execution/project.html", outside=outside, **project_view(found, year, actor()))


def _months(wanted: Asked) -> tuple[list[int], Money]:
    """The board's own total and the months that make it up."""
    region, filters = current_region(), _filters(wanted)
    with unit_of_work() as session:
        money, day = read.total(session, actor(), region, wanted.year, wanted.day, filters, known=wanted.known)
        return overview.months(session, actor(), region, wanted.year, day, filters, known=wanted.known), money


def asked_of_board() -> Asked:
    """What the address says."""
    args = request.args
    text = args.get("as_of", "").strip()
    grouping = args.get("by", "project")
    return Asked(
        year=money_year(),
        grouping=grouping if grouping in read.GROUPINGS else "project",
        sort=args.get("sort", "name"),
        descending=args.get("dir") == "desc",
        cursor=args.get("cursor", ""),
        department_id=args.get("department", type=int),
        section_id=args.get("section", type=int),
        of_class=asked_class(asked()),
        known=asked_known(asked()),
        against=one_of(args, "against", AGAINST, "time"),
        forecast=one_of(args, "forecast", FORECASTS),
        unit_id=args.get("unit", type=int),
        day=day_of(text),
        day_text=text,
    )


def _filters(wanted: Asked) -> read.BoardFilters:
    return read.BoardFilters(wanted.department_id, wanted.unit_id, wanted.section_id, wanted.of_class)
