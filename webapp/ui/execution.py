"""预算执行: the board, the year by months, and the rows behind a project's numbers."""

from datetime import date

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from webapp.access import actor, roles
from webapp.context import current_region, money_year
from webapp.nav import BUSINESS
from webapp.present.execution import Asked, board_view
from webapp.present.execution_rows import months_chart, months_table, project_view
from workflow import clock
from workflow.db import unit_of_work
from workflow.execution import Money
from workflow.money_facts import day_in
from workflow.queries import execution as read
from workflow.queries import execution_overview as overview

bp = Blueprint("execution", __name__, url_prefix="/execution")


@bp.get("/")
@roles(*sorted(BUSINESS))
def index() -> ResponseReturnValue:
    """Budget, payments and rates per project, unit or department."""
    asked = _asked()
    region, filters = current_region(), _filters(asked)
    with unit_of_work() as session:
        board = read.board(
            session, actor(), region, asked.year, asked.day, grouping=asked.grouping, sort=asked.sort,
            descending=asked.descending, cursor=asked.cursor, filters=filters,
        )  # fmt: skip
        places = overview.places(session, actor(), region, asked.department_id)
    return render_template("execution/index.html", **board_view(board, asked, places, actor()))


@bp.get("/months")
@roles(*sorted(BUSINESS))
def months() -> ResponseReturnValue:
    """The chart as a table."""
    asked = _asked()
    paid, money = _months(asked)
    return render_template("execution/months.html", **months_table(paid, money, asked))


@bp.get("/months.json")
@roles(*sorted(BUSINESS))
def months_json() -> ResponseReturnValue:
    """What the chart draws."""
    return months_chart(*_months(_asked()))


@bp.get("/projects/<int:project_id>")
@roles(*sorted(BUSINESS))
def project(project_id: int) -> ResponseReturnValue:
    """Ledger entries and payments of one project: what its numbers are made of."""
    year = _year(request.args.get("year", 0, int))
    day = day_in(year, _date(request.args.get("as_of", "")) or clock.business_date())
    with unit_of_work() as session:
        found = read.project_rows(session, actor(), project_id, year, day, request.args.get("cursor", ""))
    return render_template("execution/project.html", **project_view(found, year))


def _year(asked: int) -> int:
    """The year of a link; one that no budget has is the year of the board."""
    return asked if 2000 <= asked < 2100 else money_year()


def _months(asked: Asked) -> tuple[list[int], Money]:
    """The board's own total and the months that make it up."""
    region, filters = current_region(), _filters(asked)
    with unit_of_work() as session:
        money, day = read.total(session, actor(), region, asked.year, asked.day, filters)
        return overview.months(session, actor(), region, asked.year, day, filters), money


def _asked() -> Asked:
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
        unit_id=args.get("unit", type=int),
        day=_date(text),
        day_text=text,
    )


def _filters(asked: Asked) -> read.BoardFilters:
    return read.BoardFilters(asked.department_id, asked.unit_id)


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
