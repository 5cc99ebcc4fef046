"""The execution board (预算执行): budget, payments and rates of projects, units, departments.

Stored rates are read where they stand for the day asked for; any other day is summed on the spot. A number is shown
only to who may see all of what it adds up: a unit sees its projects and itself, never its department.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import ColumnElement, Float, FromClause, Select, case, cast, false, or_
from sqlmodel import Session, col, func, select

from workflow.clock import business_date
from workflow.execution import LIGHT_BANDS, Bands, Money, Outlook, time_progress
from workflow.models import ExecutionRate, Organisation, Payment, Project
from workflow.money_facts import day_in, paid_until
from workflow.permissions import Actor, reach_clause, regions_seen
from workflow.queries.keyset import PAGE_SIZE, Order, window
from workflow.queries.payment_lines import seen_projects
from workflow.rate_facts import (
    FORECAST_COLUMNS,
    MONEY,
    SCOPES,
    SUMS,
    Period,
    Scope,
    by_place,
    in_class,
    rate_query,
    sums_of,
)
from workflow.regional import setting
from workflow.regional.codes import code_lists
from workflow.regional.lights import light_rules
from workflow.regional.table import ARRIVAL_GRACE, FORECAST_METHOD
from workflow.types import Role

UNIT_ROLES = frozenset({Role.filer, Role.unit_head})
NOTHING = Outlook()
NO_RATE = -1e9
"""Where "—" stands in a sorted list: below every rate."""


@dataclass(frozen=True)
class Grouping:
    """What a line of the board is: its scope, and the table that names it."""

    scope: Scope
    table: Any
    hidden_from: frozenset[Role] = frozenset()


GROUPINGS: dict[str, Grouping] = {
    grouping.scope.key: grouping
    for grouping in (
        Grouping(SCOPES["project"], Project),
        Grouping(SCOPES["unit"], Organisation),
        Grouping(SCOPES["department"], Organisation, UNIT_ROLES),
        Grouping(SCOPES["section"], Organisation, UNIT_ROLES | {Role.department_reviewer}),
    )
}
SORTS = ("name", "rate", "initial_rate", "executed", "budget", "unspent")


@dataclass(frozen=True)
class BoardFilters:
    """Which part of the board; None = all. ``of_class``: (scope, key) of the projects with money in a class."""

    department_id: int | None = None
    unit_id: int | None = None
    section_id: int | None = None
    of_class: tuple[str, str] | None = None


@dataclass(frozen=True)
class BoardLine:
    """One line: who, the money, which gives both rates (None is shown as "—"), and what was due and is expected."""

    id: int
    name: str
    code: str
    money: Money
    outlook: Outlook = NOTHING


@dataclass(frozen=True)
class Board:
    """One page of lines, the sum of *all* the actor sees under these filters, and what stands beside it.

    ``computed_at`` is None where the day is not stored and was summed on the spot; ``unmatched_fen`` (payments of no
    project, in no line) is None for who does not see the whole region, or asks for a part of it. ``apart``: projects
    that no line adds up, because their department has no section. ``forecast``: how the year-end was forecast: as asked
    for, else as the region says.
    """

    lines: list[BoardLine]
    total: Money
    as_of: date
    computed_at: datetime | None
    unmatched_fen: int | None
    before: str | None = None
    after: str | None = None
    outlook: Outlook = NOTHING
    apart: BoardLine | None = None
    bands: Bands = LIGHT_BANDS
    forecast: str = "time"

    @property
    def time_progress(self) -> Fraction:
        """序时进度 of ``as_of``."""
        return time_progress(self.as_of.month)

    def lead(self, money: Money, outlook: Outlook = NOTHING, against: str = "time") -> Fraction | None:
        """差值 = execution rate − what it is held against (a key of ``AGAINST``)."""
        reached = money.execution_rate
        due = outlook.due(against, money, self.as_of.month)
        return None if reached is None else reached - due / money.adjusted_fen


def board(
    session: Session,
    actor: Actor,
    region_id: int,
    year: int,
    as_of: date | None = None,
    *,
    grouping: str = "project",
    sort: str = "name",
    descending: bool = False,
    cursor: str = "",
    filters: BoardFilters = BoardFilters(),
    size: int = PAGE_SIZE,
    known: date | None = None,
    forecast: str = "",
) -> Board:
    """One page of the board; without ``as_of`` as of the newest day that is stored, else today.

    ``known``: only what had been entered or loaded by the end of that day; this is never stored. ``forecast``: a key of
    ``FORECASTS``; "" = the method of the region.
    """
    period, computed_at = period_of(session, region_id, year, as_of, known)
    period = _with_aliases(session, period, filters)
    method = forecast or setting(session, region_id, FORECAST_METHOD, year)
    group = GROUPINGS.get(grouping, GROUPINGS["project"])
    rates = project_rates(period, stored=computed_at is not None)
    source = _money_of(group, period, rates, filters, stored=computed_at is not None)
    order = _order(group, source, sort, descending, method)
    found = window(session, _lines(actor, group, source, period, filters), order, _line, cursor, size)
    if computed_at is None and grouping in ADDED_UP and not found.before and not found.after:
        everything = sum((line.money for line in found.rows), Money())
        outlook = sum((line.outlook for line in found.rows), NOTHING)
    else:
        everything, outlook = total_of(session, actor, period, rates, filters)
    whole = region_id in regions_seen(actor) and filters == BoardFilters()
    left = unmatched(session, period) if whole else None
    apart = _apart(session, actor, period, rates, filters) if grouping == "section" else None
    bands = light_rules(session, region_id, year).bands
    return Board(
        found.rows, everything, period.as_of, computed_at, left, found.before, found.after, outlook, apart, bands,
        method,
    )  # fmt: skip


ADDED_UP = frozenset({"unit", "department"})
"""Lines that hold every project of the board: where all are on the page, a day that is not stored is summed once."""


def total(
    session: Session, actor: Actor, region_id: int, year: int, as_of: date | None, filters: BoardFilters,
    *, known: date | None = None,
) -> tuple[Money, date]:  # fmt: skip
    """The total of the board alone, and its day."""
    period, computed_at = period_of(session, region_id, year, as_of, known)
    period = _with_aliases(session, period, filters)
    rates = project_rates(period, stored=computed_at is not None)
    return total_of(session, actor, period, rates, filters)[0], period.as_of


def _newest(session: Session, region_id: int, year: int) -> tuple[date, datetime] | None:
    """The newest day with stored rates, and when they were computed."""
    columns: list[Any] = [ExecutionRate.as_of, ExecutionRate.computed_at]
    query = select(*columns).where(ExecutionRate.region_id == region_id, ExecutionRate.fiscal_year == year)
    found = session.exec(query.order_by(col(ExecutionRate.as_of).desc()).limit(1)).first()
    return (found[0], found[1]) if found else None


def stored_days(session: Session, region_id: int, year: int) -> list[date]:
    """The days a person may choose without waiting, newest first: ends of months and the newest day."""
    here = (ExecutionRate.region_id == region_id, ExecutionRate.fiscal_year == year)
    return sorted(session.exec(select(col(ExecutionRate.as_of)).where(*here).distinct()), reverse=True)


def period_of(
    session: Session, region_id: int, year: int, as_of: date | None, known: date | None
) -> tuple[Period, datetime | None]:
    """What is asked for, and since when it is stored."""
    wanted = as_of or known
    newest = None if wanted else _newest(session, region_id, year)
    day = day_in(year, wanted or (newest[0] if newest else business_date()))
    computed_at = newest[1] if newest else None
    if as_of and not known:
        computed_at = _computed_at(session, region_id, year, day)
    grace = 0 if computed_at else setting(session, region_id, ARRIVAL_GRACE, year)
    return Period(region_id, year, day, grace, known), computed_at


def _with_aliases(session: Session, period: Period, filters: BoardFilters) -> Period:
    """What is printed instead of codes; asked for only where a class is."""
    return replace(period, aliases=code_lists(session, period.year).aliases) if filters.of_class else period


def _computed_at(session: Session, region_id: int, year: int, day: date) -> datetime | None:
    here = (ExecutionRate.region_id == region_id, ExecutionRate.fiscal_year == year, ExecutionRate.as_of == day)
    return session.exec(select(func.max(col(ExecutionRate.computed_at))).where(*here)).one()


def project_rates(period: Period, *, stored: bool) -> FromClause:
    """project_id and ``SUMS`` of every project of the region, stored or live."""
    return _stored("project", period, "project_id") if stored else rate_query(period).subquery("rates")


def _stored(scope: str, period: Period, name: str) -> FromClause:
    columns: list[Any] = [
        col(ExecutionRate.scope_id).label(name), *(getattr(ExecutionRate, key) for key in SUMS), ExecutionRate.projects,
    ]  # fmt: skip
    query: Select[Any] = select(*columns).where(
        col(ExecutionRate.region_id) == period.region_id,
        col(ExecutionRate.fiscal_year) == period.year,
        col(ExecutionRate.as_of) == period.as_of,
        col(ExecutionRate.scope) == scope,
    )
    return query.subquery("rates")


def _money_of(group: Grouping, period: Period, rates: FromClause, filters: BoardFilters, *, stored: bool) -> FromClause:
    """scope_id and the sums of each line; only of the projects of a class, where one is asked for."""
    scope = group.scope
    if stored and filters.of_class is None:
        return _stored(scope.key, period, "scope_id")
    if filters.of_class is not None:
        columns: list[Any] = list(rates.c)
        part: Any = select(*columns).join(Project, col(Project.id) == rates.c.project_id)
        rates = part.where(*board_conditions(filters, period)).subquery("part")
    return by_place(scope, rates).subquery("lines")


def _lines(actor: Actor, group: Grouping, source: FromClause, period: Period, filters: BoardFilters) -> Select[Any]:
    table = group.table
    columns: list[Any] = [col(table.id), col(table.name), func.coalesce(table.code, ""), *_sums(source)]
    query: Select[Any] = select(*columns)
    seen: Any = select(group.scope.column).where(
        Project.region_id == period.region_id, _seen(actor, group), *board_conditions(filters, period)
    )
    return query.join(source, source.c.scope_id == table.id).where(col(table.id).in_(seen))


def _sums(source: FromClause) -> list[Any]:
    return [*(source.c[name] for name in SUMS), source.c.projects]


def _seen(actor: Actor, group: Grouping) -> ColumnElement[bool]:
    grants = [grant for grant in actor.grants if grant.role not in group.hidden_from]
    return or_(false(), *(reach_clause(Project, grant) for grant in grants))


def board_conditions(filters: BoardFilters, period: Period) -> list[ColumnElement[bool]]:
    """The filters on ``Project``."""
    chosen = (
        (SCOPES["department"], filters.department_id), (SCOPES["unit"], filters.unit_id),
        (SCOPES["section"], filters.section_id),
    )  # fmt: skip
    found: list[ColumnElement[bool]] = [scope.column == value for scope, value in chosen if value is not None]
    if filters.of_class is not None:
        scope, key = filters.of_class
        found.append(in_class(SCOPES[scope], key, period))
    return found


def _line(key: int, name: str, code: str, *sums: int) -> BoardLine:
    return BoardLine(key, name, code, *split(*sums))


def split(*sums: int) -> tuple[Money, Outlook]:
    """``SUMS`` and the number of projects, as read."""
    return Money(*sums[: len(MONEY)]), Outlook(*sums[len(MONEY) :])


def _order(group: Grouping, source: FromClause, sort: str, descending: bool, forecast: str) -> Order:
    budget = source.c.initial_fen + source.c.adjustment_fen + source.c.carry_over_fen
    expected = source.c[FORECAST_COLUMNS.get(forecast, FORECAST_COLUMNS["time"])]
    values: dict[str, tuple[Any, Any]] = {
        "name": (col(group.table.sort_key), str),
        "rate": (_rate(source.c.executed_fen, budget), float),
        "initial_rate": (_rate(source.c.executed_fen, source.c.initial_fen), float),
        "executed": (source.c.executed_fen, int),
        "budget": (budget, int),
        "unspent": (budget - expected, int),
    }
    value, parse = values.get(sort, values["name"])
    return Order(value, col(group.table.id), parse, descending)


def _rate(executed: ColumnElement[int], budget: ColumnElement[int]) -> ColumnElement[float]:
    """For sorting only: what a page shows is the exact fraction of ``Money``."""
    return case((budget > 0, cast(executed, Float) / cast(budget, Float)), else_=NO_RATE)


def total_of(
    session: Session, actor: Actor, period: Period, rates: FromClause, filters: BoardFilters,
    *more: ColumnElement[bool],
) -> tuple[Money, Outlook]:  # fmt: skip
    """What the lines of all projects of the board add up to."""
    statement: Any = (
        select(*sums_of(rates))
        .select_from(rates)
        .join(Project, col(Project.id) == rates.c.project_id)
        .where(Project.region_id == period.region_id, seen_projects(actor), *board_conditions(filters, period), *more)
    )
    return split(*session.exec(statement).one())


def _apart(
    session: Session, actor: Actor, period: Period, rates: FromClause, filters: BoardFilters
) -> BoardLine | None:
    """Departments that no section reviews."""
    without = SCOPES["section"].column.is_(None)
    money, outlook = total_of(session, actor, period, rates, filters, without)
    return BoardLine(0, "", "", money, outlook) if outlook.projects else None


def unmatched(session: Session, period: Period) -> int:
    """Executed by nobody's project: beside the total, never silently in it or out of it."""
    query = select(func.coalesce(func.sum(Payment.amount_fen), 0)).where(
        Payment.region_id == period.region_id,
        col(Payment.project_id).is_(None),
        *paid_until(period.year, period.as_of, known=period.known),
    )
    return int(session.exec(query).one())
