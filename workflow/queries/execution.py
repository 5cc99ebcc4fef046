"""The execution board (预算执行): budget, payments and rates of projects, units, departments; and the rows behind them.

Stored rates are read where they stand for the day asked for; any other day is summed on the spot. A number is shown
only to who may see all of what it adds up: a unit sees its projects and itself, never its department.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Float, FromClause, Select, case, cast, false, or_
from sqlmodel import Session, col, func, select

from workflow.clock import business_date
from workflow.errors import NotFound
from workflow.execution import Money, time_progress
from workflow.execution.ledger import MONEY_COLUMNS
from workflow.models import ExecutionRate, Organisation, Payment, Project
from workflow.money_facts import day_in, money_query, project_money
from workflow.permissions import Actor, reach_clause, regions_seen
from workflow.queries.keyset import PAGE_SIZE, Order, Window, window
from workflow.queries.ledger import Running, open_task_of, project_entries
from workflow.queries.payment_lines import PaymentFilters, PaymentLine, payments, seen_projects
from workflow.types import Role

MONEY = (*MONEY_COLUMNS, "executed_fen")
UNIT_ROLES = frozenset({Role.filer, Role.unit_head})
NO_RATE = -1e9
"""Where "—" stands in a sorted list: below every rate."""


@dataclass(frozen=True)
class Grouping:
    """What a line of the board is: its word in ``execution_rate``, its table, its column of ``project``."""

    scope: str
    table: Any
    project_column: Any
    hidden_from: frozenset[Role] = frozenset()


GROUPINGS: dict[str, Grouping] = {
    grouping.scope: grouping
    for grouping in (
        Grouping("project", Project, Project.id),
        Grouping("unit", Organisation, Project.unit_id),
        Grouping("department", Organisation, Project.department_id, UNIT_ROLES),
    )
}
SORTS = ("name", "rate", "initial_rate", "executed", "budget")


@dataclass(frozen=True)
class BoardFilters:
    """Which part of the board; None = all."""

    department_id: int | None = None
    unit_id: int | None = None


@dataclass(frozen=True)
class BoardLine:
    """One line: who, and the money, which gives both rates (None is shown as "—")."""

    id: int
    name: str
    code: str
    money: Money


@dataclass(frozen=True)
class Board:
    """One page of lines, the sum of *all* the actor sees under these filters, and what stands beside it.

    ``computed_at`` is None where the day is not stored and was summed on the spot; ``unmatched_fen`` (payments of no
    project, in no line) is None for who does not see the whole region.
    """

    lines: list[BoardLine]
    total: Money
    as_of: date
    computed_at: datetime | None
    unmatched_fen: int | None
    before: str | None = None
    after: str | None = None

    @property
    def time_progress(self) -> Fraction:
        """序时进度 of ``as_of``."""
        return time_progress(self.as_of.month)

    def lead(self, money: Money) -> Fraction | None:
        """差值 = execution rate − time progress."""
        reached = money.execution_rate
        return None if reached is None else reached - self.time_progress


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
) -> Board:
    """One page of the board; without ``as_of`` as of the newest day that is stored, else today."""
    day = day_in(year, as_of or newest_day(session, region_id, year) or business_date())
    computed_at = _computed_at(session, region_id, year, day)
    stored = computed_at is not None
    group = GROUPINGS.get(grouping, GROUPINGS["project"])
    source = _money_of(group, region_id, year, day, stored)
    order = _order(group, source, sort, descending)
    found = window(session, _lines(actor, group, source, region_id, filters), order, _line, cursor, size)
    everything = _total(session, actor, region_id, year, day, stored, filters)
    unmatched = _unmatched(session, region_id, year, day) if region_id in regions_seen(actor) else None
    return Board(found.rows, everything, day, computed_at, unmatched, found.before, found.after)


def total(
    session: Session, actor: Actor, region_id: int, year: int, as_of: date | None, filters: BoardFilters
) -> tuple[Money, date]:
    """The total of the board alone, and its day."""
    day = day_in(year, as_of or newest_day(session, region_id, year) or business_date())
    stored = _computed_at(session, region_id, year, day) is not None
    return _total(session, actor, region_id, year, day, stored, filters), day


def newest_day(session: Session, region_id: int, year: int) -> date | None:
    """The newest day with stored rates."""
    here = (ExecutionRate.region_id == region_id, ExecutionRate.fiscal_year == year)
    return session.exec(select(func.max(col(ExecutionRate.as_of))).where(*here)).one()


def stored_days(session: Session, region_id: int, year: int) -> list[date]:
    """The days a person may choose without waiting, newest first: ends of months and the newest day."""
    here = (ExecutionRate.region_id == region_id, ExecutionRate.fiscal_year == year)
    return sorted(session.exec(select(col(ExecutionRate.as_of)).where(*here).distinct()), reverse=True)


def _computed_at(session: Session, region_id: int, year: int, day: date) -> datetime | None:
    here = (ExecutionRate.region_id == region_id, ExecutionRate.fiscal_year == year, ExecutionRate.as_of == day)
    return session.exec(select(func.max(col(ExecutionRate.computed_at))).where(*here)).one()


def _money_of(group: Grouping, region_id: int, year: int, day: date, stored: bool) -> FromClause:
    """scope_id and the four sums, stored or live."""
    if stored:
        columns: list[Any] = [col(ExecutionRate.scope_id), *(getattr(ExecutionRate, name) for name in MONEY)]
        rates: Select[Any] = select(*columns).where(
            col(ExecutionRate.region_id) == region_id,
            col(ExecutionRate.fiscal_year) == year,
            col(ExecutionRate.as_of) == day,
            col(ExecutionRate.scope) == group.scope,
        )
        return rates.subquery("money")
    live = money_query(region_id, year, day).subquery()
    key = live.c[group.project_column.key if group.scope != "project" else "project_id"]
    sums = [cast(func.sum(live.c[name]), BigInteger).label(name) for name in MONEY]
    return select(key.label("scope_id"), *sums).group_by(key).subquery("money")


def _lines(actor: Actor, group: Grouping, source: FromClause, region_id: int, filters: BoardFilters) -> Select[Any]:
    table = group.table
    columns: list[Any] = [col(table.id), col(table.name), func.coalesce(table.code, ""), *_sums(source)]
    query: Select[Any] = select(*columns)
    seen: Any = select(group.project_column).where(
        Project.region_id == region_id, _seen(actor, group), *_conditions(filters)
    )
    return query.join(source, source.c.scope_id == table.id).where(col(table.id).in_(seen))


def _sums(source: FromClause) -> list[Any]:
    return [source.c[name] for name in MONEY]


def _seen(actor: Actor, group: Grouping) -> ColumnElement[bool]:
    grants = [grant for grant in actor.grants if grant.role not in group.hidden_from]
    return or_(false(), *(reach_clause(Project, grant) for grant in grants))


def _conditions(filters: BoardFilters) -> list[ColumnElement[bool]]:
    chosen = ((Project.department_id, filters.department_id), (Project.unit_id, filters.unit_id))
    return [col(column) == value for column, value in chosen if value is not None]


def _line(key: int, name: str, code: str, *sums: int) -> BoardLine:
    return BoardLine(key, name, code, Money(*sums))


def _order(group: Grouping, source: FromClause, sort: str, descending: bool) -> Order:
    budget = source.c.initial_fen + source.c.adjustment_fen + source.c.carry_over_fen
    values: dict[str, tuple[Any, Any]] = {
        "name": (col(group.table.sort_key), str),
        "rate": (_rate(source.c.executed_fen, budget), float),
        "initial_rate": (_rate(source.c.executed_fen, source.c.initial_fen), float),
        "executed": (source.c.executed_fen, int),
        "budget": (budget, int),
    }
    value, parse = values.get(sort, values["name"])
    return Order(value, col(group.table.id), parse, descending)


def _rate(executed: ColumnElement[int], budget: ColumnElement[int]) -> ColumnElement[float]:
    """For sorting only: what a page shows is the exact fraction of ``Money``."""
    return case((budget > 0, cast(executed, Float) / cast(budget, Float)), else_=NO_RATE)


def _total(
    session: Session, actor: Actor, region_id: int, year: int, day: date, stored: bool, filters: BoardFilters
) -> Money:
    source = _money_of(GROUPINGS["project"], region_id, year, day, stored)
    sums = [cast(func.coalesce(func.sum(column), 0), BigInteger) for column in _sums(source)]
    statement: Any = (
        select(*sums)
        .select_from(source)
        .join(Project, col(Project.id) == source.c.scope_id)
        .where(col(Project.region_id) == region_id, seen_projects(actor), *_conditions(filters))
    )
    return Money(*session.exec(statement).one())


def _unmatched(session: Session, region_id: int, year: int, day: date) -> int:
    """Executed by nobody's project: beside the total, never silently in it or out of it."""
    query = select(func.coalesce(func.sum(Payment.amount_fen), 0)).where(
        Payment.region_id == region_id,
        Payment.fiscal_year == year,
        Payment.paid_on <= day,
        col(Payment.project_id).is_(None),
    )
    return int(session.exec(query).one())


# --- the rows behind a number ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ProjectMoney:
    """A project's numbers of a year, counted from the very rows listed with them; ``task_id``: targets to adjust."""

    project_id: int
    name: str
    code: str
    unit_id: int
    unit_name: str
    department_name: str
    money: Money
    as_of: date
    ledger: list[Running] = field(default_factory=list)
    task_id: int | None = None
    payments: Window[PaymentLine] = field(default_factory=lambda: Window([]))


def project_rows(
    session: Session, actor: Actor, project_id: int, year: int, as_of: date, cursor: str = ""
) -> ProjectMoney:
    """Ledger entries and payments (by page) of one project; raises ``NotFound`` outside the actor's scope."""
    unit, department = Organisation.__table__.alias("unit"), Organisation.__table__.alias("department")  # type: ignore[attr-defined]
    columns: list[Any] = [
        Project.name, func.coalesce(Project.code, "").label("code"), unit.c.id.label("unit_id"),
        unit.c.name.label("unit_name"), department.c.name.label("department_name"),
    ]  # fmt: skip
    query: Any = (
        select(*columns)
        .join(unit, unit.c.id == Project.unit_id)
        .join(department, department.c.id == Project.department_id)
        .where(col(Project.id) == project_id, seen_projects(actor))
    )
    found = session.exec(query).first()
    if found is None:
        raise NotFound("no_such_project_here")
    return ProjectMoney(
        project_id=project_id,
        **found._mapping,
        money=project_money(session, [project_id], year, as_of)[project_id],
        as_of=as_of,
        ledger=project_entries(session, project_id, year, as_of),
        task_id=open_task_of(session, project_id, year),
        payments=payments(session, actor, PaymentFilters(year=year, project_id=project_id, until=as_of), cursor),
    )
