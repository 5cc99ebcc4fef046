"""THE table of what execution rates are shown for, and the SQL that adds projects and payments up to each of them.

To add one: a row of ``SCOPES``. The job then computes it, and it stands among the classes (科目, 资金性质 …) with
its drill-down and export; organisations stand on the board by a row of ``GROUPINGS`` in ``queries.execution``.
Every number is a sum of fen over projects; a rate is divided last, so that large projects weigh what they weigh and no
rate is ever the mean of rates.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, FromClause, Integer, Select, String, case, cast, extract, or_
from sqlmodel import col, func, select

from workflow.execution.expected import WHOLE, arrival_shares
from workflow.execution.ledger import MONEY_COLUMNS
from workflow.execution.rates import MONTHS
from workflow.models import Declaration, FundingSource, LedgerEntry, Organisation, Payment, Project, SpendingPlan
from workflow.money_facts import booked_until, money_query, paid_by
from workflow.types import LedgerKind

MONEY = (*MONEY_COLUMNS, "executed_fen")
OUTLOOK = ("arrival_fen", "plan_fen", "forecast_time_fen", "forecast_plan_fen")
SUMS = (*MONEY, *OUTLOOK)
"""What is added up of every project, in the order of ``Money`` and ``Outlook``."""
SEVERAL = "*"
"""The class of projects that have more than one."""


@dataclass(frozen=True)
class Period:
    """What is computed: the money of a region and fiscal year as of a day. ``grace``: months after an arrival."""

    region_id: int
    year: int
    as_of: date
    grace: int = 1
    known: date | None = None


@dataclass(frozen=True)
class Scope:
    """One row of the table: ``words`` in Chinese and English; one of the three ways to say what belongs together.

    ``place``: the organisation of a project. ``of_payment``: what a voucher prints: its payments are counted, and
    beside them the whole budget of the projects paid so. ``of_project``: a query (project_id, key): all money of the
    project is counted.
    """

    key: str
    words: tuple[str, str]
    place: Any = None
    of_payment: Any = None
    of_project: Callable[[int, int], Select[Any]] | None = None

    @property
    def column(self) -> ColumnElement[Any]:
        """What lines are made by: of ``project``, or of ``payment``."""
        column: ColumnElement[Any] = self.of_payment if self.place is None else self.place
        return column


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
        Scope("month", ("月份", "Month"), of_payment=_MONTH),
        Scope("function", ("功能分类", "Functional classification"), of_payment=col(Payment.function_code)),
        Scope("economic", ("经济分类", "Economic classification"), of_payment=col(Payment.economic_code)),
        Scope("paid_nature", ("支付资金性质", "Nature as paid"), of_payment=col(Payment.nature)),
        Scope("nature", ("资金性质", "Funding nature"), of_project=_declared(FundingSource.nature)),
        Scope("source", ("资金来源", "Funding source"), of_project=_declared(FundingSource.source)),
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
    return query.join(plan, plan.c.project_id == money.c.project_id, isouter=True)


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
    project = col(Payment.project_id)
    keys = project, scope.column.label("key")
    paid = paid_by(period.region_id, period.year, period.as_of, *keys, known=period.known)
    return paid.where(project.is_not(None))


def by_class(scope: Scope, period: Period, rates: FromClause, *wanted: ColumnElement[bool]) -> Select[Any]:
    """scope_key and the sums of each class of the projects that ``wanted`` (on ``Project``) leaves.

    A voucher's class counts its own payments beside the whole budgets: the payments of all classes are the total, the
    budgets are not, because one project may be paid under several.
    """
    found = members(scope, period).subquery("member")
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
    found = members(scope, period).subquery("member")
    mine: Any = select(found.c.project_id)
    if scope.of_project is not None and not key:
        return col(Project.id).not_in(mine)
    return col(Project.id).in_(mine.where(func.coalesce(found.c.key, "") == key))
