"""THE table of what execution rates are shown for, and the SQL that adds projects and payments up to each of them.

To add one: a row of ``SCOPES``. The job then computes it, and it stands among the classes (科目, 资金性质 …) with
its drill-down and export; organisations stand on the board by a row of ``GROUPINGS`` in ``queries.execution``.
Every number is a sum of fen over projects; a rate is divided last, so that large projects weigh what they weigh and no
rate is ever the mean of rates.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FromClause,
    Integer,
    Select,
    String,
    and_,
    case,
    cast,
    extract,
    literal,
    or_,
    true,
    union_all,
)
from sqlmodel import col, func, select

from workflow.execution.class_codes import SIZES, place
from workflow.execution.class_lists import ECONOMIC, FUNCTION, NATURE
from workflow.execution.expected import RECENT, SHARE_PARTS, WHOLE, arrival_shares, recent_months
from workflow.execution.ledger import MONEY_COLUMNS, kinds_of
from workflow.execution.rates import MONTHS, last_day
from workflow.models import Declaration, FundingSource, LedgerEntry, Organisation, Payment, Project, SpendingPlan
from workflow.money_facts import booked_until, money_query, paid_by, paid_in_region, sum_of
from workflow.money_types import LedgerKind

MONEY = (*MONEY_COLUMNS, "executed_fen")
FORECAST_COLUMNS = {
    "time": "forecast_time_fen", "plan": "forecast_plan_fen", "recent": "forecast_recent_fen",
    "last": "forecast_last_fen",
}  # fmt: skip
"""Key of ``FORECASTS`` → its sum."""
OUTLOOK = ("arrival_fen", "plan_fen", *FORECAST_COLUMNS.values(), "recent_fen", "last_part_fen", "last_year_fen")
SUMS = (*MONEY, *OUTLOOK)
"""What is added up of every project, in the order of ``Money`` and ``Outlook``."""
SEVERAL = "*"
"""The class of projects that have more than one."""
Aliases = Mapping[str, Mapping[str, str]]
NO_ALIASES: Aliases = {}


@dataclass(frozen=True)
class Period:
    """What is computed: the money of a region and fiscal year as of a day. ``grace``: months after an arrival.

    ``aliases``: by code list what is printed instead of a code; needed where classes are asked for.
    """

    region_id: int
    year: int
    as_of: date
    grace: int = 1
    known: date | None = None
    aliases: Aliases = field(default_factory=dict)


@dataclass(frozen=True)
class Scope:
    """One row of the table: ``words`` in Chinese and English; one of the three ways to say what belongs together.

    ``place``: the organisation of a project. ``of_payment``: what a voucher prints: its payments are counted, and
    beside them the whole budget of the projects paid so. ``code``: a column that vouchers and ledger entries share, of
    the list ``codes`` rolled up to ``level``: what was paid and what was booked under each. ``of_project``: a query
    (project_id, key): all money of the project is counted.
    """

    key: str
    words: tuple[str, str]
    place: Any = None
    of_payment: Any = None
    of_project: Callable[[int, int], Select[Any]] | None = None
    code: str = ""
    codes: str = ""
    level: int = 0

    @property
    def printed(self) -> bool:
        """Whether a class is what vouchers print: there are payments behind it."""
        return bool(self.code) or self.of_payment is not None

    @property
    def column(self) -> ColumnElement[Any]:
        """The organisation that lines are made by, of ``project``."""
        column: ColumnElement[Any] = self.place
        return column

    def printed_key(self, aliases: Aliases) -> ColumnElement[Any]:
        """The class of a ``payment``."""
        column: ColumnElement[Any] = self.of_payment
        return self.key_of(col(getattr(Payment, self.code)), aliases) if self.code else column

    def key_of(self, column: Any, aliases: Aliases) -> ColumnElement[Any]:
        """A printed or entered code as a class: ``class_codes.place`` in SQL; an alias stands for its code."""
        text = func.trim(func.coalesce(column, ""))
        known = aliases.get(self.codes, {})
        if not self.level:
            return case(known, value=text, else_=text) if known else text
        digits = func.length(text) - func.length(func.ltrim(text, "0123456789"))
        sizes = [size for size in SIZES[self.codes] if size <= self.level]
        key = case(*((digits >= size, func.substr(text, 1, size)) for size in reversed(sizes)), else_=text)
        placed = {alias: place(self.codes, code, self.level) for alias, code in known.items()}
        return case(placed, value=text, else_=key) if placed else key


def _declared(column: Any) -> Callable[[int, int], Select[Any]]:
    """The one value that the funding sources of the declaration in force have; ``SEVERAL`` if they have more."""

    def query(region_id: int, year: int) -> Select[Any]:
        one = case((func.count(col(column).distinct()) == 1, func.min(column)), else_=SEVERAL)
        columns: list[Any] = [col(Declaration.project_id).label("project_id"), one.label("key")]
        found: Select[Any] = select(*columns)
        return (
            found.join(FundingSource, col(FundingSource.declaration_id) == Declaration.id)
            .where(col(Declaration.region_id) == region_id, col(Declaration.fiscal_year) == year)
            .where(col(Declaration.in_force), col(Declaration.project_id).is_not(None))
            .where(func.coalesce(column, "") != "")
            .group_by(col(Declaration.project_id))
        )

    return query


_DEPARTMENT = Organisation.__table__.alias("reviewed")  # type: ignore[attr-defined]
_MONTH = cast(cast(extract("month", col(Payment.paid_on)), Integer), String)

SCOPES: dict[str, Scope] = {
    scope.key: scope
    for scope in (
        Scope("project", ("项目", "Project"), place=col(Project.id)),
        Scope("unit", ("单位", "Unit"), place=col(Project.unit_id)),
        Scope("department", ("部门", "Department"), place=col(Project.department_id)),
        Scope("section", ("科室", "Section"), place=select(_DEPARTMENT.c.section_id)
              .where(_DEPARTMENT.c.id == Project.department_id).correlate(Project.__table__).scalar_subquery()),  # type: ignore[attr-defined]
        Scope("region", ("地区", "Region"), place=col(Project.region_id)),
        Scope("function_3", ("功能分类（类）", "Function, by class"), code="function_code", codes=FUNCTION, level=3),
        Scope("function_5", ("功能分类（款）", "Function, by section"), code="function_code", codes=FUNCTION, level=5),
        Scope("function", ("功能分类（项）", "Function, by item"), code="function_code", codes=FUNCTION, level=7),
        Scope("economic_3", ("经济分类（类）", "Economic, by class"), code="economic_code", codes=ECONOMIC, level=3),
        Scope("economic", ("经济分类（款）", "Economic, by section"), code="economic_code", codes=ECONOMIC, level=5),
        Scope("paid_nature", ("资金性质", "Funding nature"), code="nature", codes=NATURE),
        Scope("nature", ("申报的资金性质", "Nature as declared"), of_project=_declared(FundingSource.nature)),
        Scope("source", ("资金来源", "Funding source"), of_project=_declared(FundingSource.source)),
        Scope("month", ("月份", "Month"), of_payment=_MONTH),
    )
}  # fmt: skip
CLASSES = tuple(key for key, scope in SCOPES.items() if scope.place is None)


def rate_query(period: Period, project_id: int | None = None) -> Select[Any]:
    """One row per project of the region (or of one) that has a ledger or payments: project_id, and ``SUMS``."""
    region_id, year, day = period.region_id, period.year, period.as_of
    money = money_query(region_id, year, day, project_id, known=period.known).subquery("project_money")
    arrival = _only(_arrivals(period), LedgerEntry.project_id, project_id).subquery("arrival")
    plan = _only(_plans(period), SpendingPlan.project_id, project_id).subquery("plan")
    budget, executed = sum((money.c[name] for name in MONEY_COLUMNS[1:]), money.c.initial_fen), money.c.executed_fen
    even = budget * day.month // MONTHS
    planned = plan.c.project_id.is_not(None)
    pace = case((executed > 0, executed * MONTHS // day.month), else_=executed)
    still = case((planned, plan.c.later_fen), else_=case((budget > even, budget - even), else_=0))
    columns: list[Any] = [
        money.c.project_id,
        *(money.c[name] for name in MONEY),
        func.coalesce(arrival.c.arrival_fen, 0).label("arrival_fen"),
        case((planned, plan.c.plan_fen), else_=even).label("plan_fen"),
        _within(executed, budget, pace).label("forecast_time_fen"),
        _within(executed, budget, executed + still).label("forecast_plan_fen"),
    ]
    query: Select[Any] = select(*columns).select_from(money)
    query = query.join(arrival, arrival.c.project_id == money.c.project_id, isouter=True)
    query = query.join(plan, plan.c.project_id == money.c.project_id, isouter=True)
    return _with_pace(query, period, project_id, _Reached(executed, budget, pace), money.c.project_id)


@dataclass(frozen=True)
class _Reached:
    """Columns of a project's row: paid, its adjusted budget, and the year-end at the pace so far."""

    executed: Any
    budget: Any
    pace: Any


def _with_pace(
    query: Select[Any], period: Period, project_id: int | None, at: _Reached, owner: ColumnElement[Any]
) -> Select[Any]:
    """``forecast_by_recent`` and ``forecast_by_last_year``, with the payments they rest on."""
    month = period.as_of.month
    earlier, part, year = (_paid(period, project_id, back, name) for back, name in _LOOKING_BACK)
    for found in (earlier, part, year):
        query = query.join(found, found.c.project_id == owner, isouter=True)
    recent = at.executed - func.coalesce(earlier.c.fen, 0)
    before, whole = func.coalesce(part.c.fen, 0), func.coalesce(year.c.fen, 0)
    to_come = case((recent > 0, recent), else_=0) * (MONTHS - month) // recent_months(month)
    share = case((and_(before > 0, whole > 0), before * SHARE_PARTS // func.nullif(whole, 0)), else_=0)
    expected = case(
        (and_(share > 0, at.executed > 0), at.executed * SHARE_PARTS // func.nullif(share, 0)), else_=at.pace
    )
    return query.add_columns(
        _within(at.executed, at.budget, at.executed + to_come).label("forecast_recent_fen"),
        _within(at.executed, at.budget, expected).label("forecast_last_fen"),
        recent.label("recent_fen"),
        before.label("last_part_fen"),
        whole.label("last_year_fen"),
    )


def _months_before(day: date) -> date:
    """The day with which the months end that the recent pace leaves out."""
    return last_day(day.year, day.month - RECENT) if day.month > RECENT else date(day.year - 1, 12, 31)


def _a_year_before(day: date) -> date:
    """The same day last year; the end of a February stays its end."""
    if day == last_day(day.year, day.month):
        return last_day(day.year - 1, day.month)
    return day.replace(year=day.year - 1)


_LOOKING_BACK: tuple[tuple[Callable[[date], tuple[int, date]], str], ...] = (
    (lambda day: (day.year, _months_before(day)), "earlier"),
    (lambda day: (day.year - 1, _a_year_before(day)), "last_part"),
    (lambda day: (day.year - 1, date(day.year - 1, 12, 31)), "last_year"),
)
"""Fiscal year and day of the payments that are looked back at."""


def _paid(period: Period, project_id: int | None, back: Callable[[date], tuple[int, date]], name: str) -> FromClause:
    """project_id and fen paid until a day that lies back."""
    year, day = back(period.as_of)
    made = paid_in_region(period.region_id, year, day, project_id=project_id, known=period.known)
    fen = sum_of(made.c.fen, true(), "fen")
    return select(made.c.project_id, fen).group_by(made.c.project_id).subquery(name)


def _only(query: Select[Any], column: Any, project_id: int | None) -> Select[Any]:
    return query if project_id is None else query.where(col(column) == project_id)


def _within(executed: Any, budget: Any, expected: Any) -> ColumnElement[int]:
    """``expected.forecast``: never above the budget, never below what is paid."""
    return case((executed >= budget, executed), (expected > budget, budget), else_=expected)


def _arrivals(period: Period) -> Select[Any]:
    """``expected.arrival_share`` of every entry; a counter-entry goes with the one it takes back."""
    first = LedgerEntry.__table__.alias("taken_back")  # type: ignore[attr-defined]
    kind, fen = func.coalesce(first.c.kind, LedgerEntry.kind), func.coalesce(first.c.amount_fen, LedgerEntry.amount_fen)
    day = func.coalesce(first.c.effective_on, LedgerEntry.effective_on)
    arrived = case(
        (or_(kind == LedgerKind.initial, fen < 0, day.is_(None)), 0), else_=cast(extract("month", day), Integer)
    )
    due = case(arrival_shares(period.as_of.month, period.grace), value=arrived, else_=0)
    share = func.sum(col(LedgerEntry.amount_fen) * cast(due, BigInteger) // WHOLE)
    columns: list[Any] = [col(LedgerEntry.project_id), cast(share, BigInteger).label("arrival_fen")]
    query: Select[Any] = select(*columns)
    return (
        query.join(Project, col(Project.id) == LedgerEntry.project_id)
        .outerjoin(first, first.c.id == LedgerEntry.corrects_id)
        .where(col(Project.region_id) == period.region_id)
        .where(*booked_until(period.year, period.as_of, known=period.known))
        .group_by(col(LedgerEntry.project_id))
    )


def _plans(period: Period) -> Select[Any]:
    """What the plan says until the month of the day, and what it leaves for the months after it."""
    until, fen = col(SpendingPlan.month) <= period.as_of.month, SpendingPlan.amount_fen
    columns: list[Any] = [
        col(SpendingPlan.project_id),
        cast(func.coalesce(func.sum(fen).filter(until), 0), BigInteger).label("plan_fen"),
        cast(func.coalesce(func.sum(fen).filter(~until), 0), BigInteger).label("later_fen"),
    ]
    query: Select[Any] = select(*columns)
    return (
        query.join(Project, col(Project.id) == SpendingPlan.project_id)
        .where(col(Project.region_id) == period.region_id, col(SpendingPlan.fiscal_year) == period.year)
        .group_by(col(SpendingPlan.project_id))
    )


def sums_of(source: FromClause) -> list[Any]:
    """``SUMS`` added up, and how many projects they are."""
    sums = [cast(func.coalesce(func.sum(source.c[name]), 0), BigInteger).label(name) for name in SUMS]
    return [*sums, cast(func.count(), Integer).label("projects")]


def by_place(scope: Scope, rates: FromClause) -> Select[Any]:
    """scope_id and the sums of each organisation; projects that have none of the kind are in no line."""
    placed: Any = select(col(Project.id).label("project_id"), scope.column.label("scope_id"))
    places = placed.subquery("placed")
    query: Select[Any] = select(places.c.scope_id, *sums_of(rates)).select_from(rates)
    query = query.join(places, places.c.project_id == rates.c.project_id)
    return query.where(places.c.scope_id.is_not(None)).group_by(places.c.scope_id)


def members(scope: Scope, period: Period) -> Select[Any]:
    """project_id, key and, where vouchers say it, ``executed_fen``: what each project has in each class."""
    if scope.of_project is not None:
        return scope.of_project(period.region_id, period.year)
    if scope.code:
        return _coded(scope, period)
    project = col(Payment.project_id)
    keys = project, scope.of_payment.label("key")
    paid = paid_by(period.region_id, period.year, period.as_of, *keys, known=period.known)
    return paid.where(project.is_not(None))


def _coded_rows(scope: Scope, period: Period) -> FromClause:
    """project_id, key and ``MONEY`` of every entry and of every sum of payments."""
    paid = paid_in_region(period.region_id, period.year, period.as_of, known=period.known, also=(scope.code,))
    nothing = [literal(0).label(name) for name in MONEY_COLUMNS]
    payments: Any = select(paid.c.project_id, scope.key_of(paid.c[scope.code], period.aliases).label("key"))
    payments = payments.add_columns(*nothing, paid.c.fen.label("executed_fen"))
    fen, kind = col(LedgerEntry.amount_fen), col(LedgerEntry.kind)
    booked = [case((kind.in_(kinds_of(name)), fen), else_=0).label(name) for name in MONEY_COLUMNS]
    key = scope.key_of(col(getattr(LedgerEntry, scope.code)), period.aliases).label("key")
    columns: list[Any] = [LedgerEntry.project_id, key, *booked, literal(0).label("executed_fen")]
    entries: Any = select(*columns).join(Project, col(Project.id) == LedgerEntry.project_id)
    entries = entries.where(
        col(Project.region_id) == period.region_id, *booked_until(period.year, period.as_of, known=period.known)
    )
    return union_all(payments, entries).subquery("coded")


def _coded(scope: Scope, period: Period) -> Select[Any]:
    """project_id, key and ``MONEY``: what was booked and what was paid under each class, each project with its own."""
    rows = _coded_rows(scope, period)
    sums = [sum_of(rows.c[name], true(), name) for name in MONEY]
    found: Select[Any] = select(rows.c.project_id, rows.c.key, *sums)
    return found.group_by(rows.c.project_id, rows.c.key)


def by_class(scope: Scope, period: Period, rates: FromClause, *wanted: ColumnElement[bool]) -> Select[Any]:
    """scope_key and the sums of each class of the projects that ``wanted`` (on ``Project``) leaves.

    By a code budgets and payments of all classes are the total. By the month a line counts its own payments beside the
    whole budgets: these are not, because one project is paid in several.
    """
    found = members(scope, period).subquery("member")
    if scope.code:
        own = {name: sum_of(found.c[name], true(), name) for name in MONEY}
        own |= {name: cast(literal(0), BigInteger).label(name) for name in OUTLOOK}
        projects = cast(func.count(found.c.project_id.distinct()), Integer).label("projects")
        columns: list[Any] = [found.c.key.label("scope_key"), *(own[name] for name in SUMS), projects]
        coded: Select[Any] = select(*columns)
        return coded.join(Project, col(Project.id) == found.c.project_id).where(*wanted).group_by(found.c.key)
    whole = scope.of_project is not None
    key = func.coalesce(found.c.key, "")
    sums = {column.name: column for column in sums_of(rates)}
    if not whole:
        sums["executed_fen"] = cast(func.sum(found.c.executed_fen), BigInteger).label("executed_fen")
    query: Select[Any] = select(key.label("scope_key"), *sums.values()).select_from(rates)
    return (
        query.join(Project, col(Project.id) == rates.c.project_id)
        .join(found, found.c.project_id == rates.c.project_id, isouter=whole)
        .where(*wanted)
        .group_by(key)
    )


def in_class(scope: Scope, key: str, period: Period) -> ColumnElement[bool]:
    """The WHERE clause of the projects that have money in the class; "" = those that have none of the kind."""
    found = _coded_rows(scope, period) if scope.code else members(scope, period).subquery("member")
    mine: Any = select(found.c.project_id)
    if scope.of_project is not None and not key:
        return col(Project.id).not_in(mine)
    return col(Project.id).in_(mine.where(func.coalesce(found.c.key, "") == key))
