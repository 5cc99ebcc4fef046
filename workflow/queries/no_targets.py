"""有钱无目标: projects with a budget or payments in a year that has no declaration in force."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, case, exists, false, or_
from sqlmodel import Session, col, func, select

from workflow.clock import business_date
from workflow.execution import Money
from workflow.models import Declaration, LedgerEntry, Organisation, Payment, Project
from workflow.money_facts import project_money
from workflow.permissions import Actor, reach_clause
from workflow.queries.keyset import PAGE_SIZE, Order, Window, window
from workflow.queries.payment_lines import seen_projects
from workflow.types import Role, State

UNDER_WAY = (State.drafted, State.submitted, State.finance_reviewed)
PRESSING = (Role.section_reviewer,)
"""Whose work list says how many there are."""


@dataclass(frozen=True)
class NoTargets:
    """One project with its money of the whole year; ``declaration_id``: one that is on its way, if any."""

    id: int
    name: str
    code: str
    unit_name: str
    department_name: str
    declaration_id: int | None
    state: str
    money: Money = field(default_factory=Money)


@dataclass(frozen=True)
class Pressing:
    """How many of this year a section has to press for; ``since`` = the first entry of their ledgers."""

    projects: int
    fiscal_year: int
    since: datetime | None


def without_targets(
    session: Session, actor: Actor, region_id: int, year: int, cursor: str = "", size: int = PAGE_SIZE
) -> Window[NoTargets]:
    """Of the region as far as the actor sees the projects, by name."""
    unit, department = Organisation.__table__.alias("unit"), Organisation.__table__.alias("department")  # type: ignore[attr-defined]
    way = (
        select(func.max(Declaration.id))
        .where(
            Declaration.project_id == Project.id,
            Declaration.fiscal_year == year,
            col(Declaration.state).in_(UNDER_WAY),
        )
        .correlate(Project)
        .scalar_subquery()
    )
    columns: list[Any] = [
        Project.id, Project.name, func.coalesce(Project.code, ""), unit.c.name, department.c.name, way,
        func.coalesce(select(Declaration.state).where(col(Declaration.id) == way).scalar_subquery(), ""),
    ]  # fmt: skip
    query: Any = (
        select(*columns)
        .join(unit, unit.c.id == Project.unit_id)
        .join(department, department.c.id == Project.department_id)
        .where(col(Project.region_id) == region_id, seen_projects(actor), _has_no_targets(year))
    )
    found = window(session, query, Order(col(Project.sort_key), col(Project.id)), NoTargets, cursor, size)
    money = project_money(session, [line.id for line in found.rows], year, date(year, 12, 31))
    lines = [replace(line, money=money[line.id]) for line in found.rows]
    return Window(lines, found.before, found.after)


def count_without_targets(session: Session, actor: Actor, region_id: int, year: int) -> int:
    """How many ``without_targets`` lists."""
    query = select(func.count()).select_from(Project)
    return session.exec(
        query.where(col(Project.region_id) == region_id, seen_projects(actor), _has_no_targets(year))
    ).one()


def pressing(session: Session, actor: Actor) -> Pressing | None:
    """The line of a section's work list; None where there is nothing to press for."""
    if not actor.roles & set(PRESSING):
        return None
    year = business_date().year
    first = (
        select(func.min(LedgerEntry.created_at))
        .where(LedgerEntry.project_id == Project.id, LedgerEntry.fiscal_year == year)
        .correlate(Project)
        .scalar_subquery()
    )
    query: Any = select(func.count(), func.min(first)).select_from(Project)
    count, since = session.exec(query.where(*_of_section(actor, year))).one()
    return Pressing(count, year, since) if count else None


def pressing_count(actor: Actor) -> list[ScalarSelect[int]]:
    """One line or none, as part of another query."""
    if not actor.roles & set(PRESSING):
        return []
    found = exists(select(Project.id).where(*_of_section(actor, business_date().year)))
    return [select(case((found, 1), else_=0)).scalar_subquery()]


def _of_section(actor: Actor, year: int) -> tuple[ColumnElement[bool], ...]:
    reach = [
        and_(col(Project.region_id) == grant.region_id, reach_clause(Project, grant))
        for grant in actor.grants
        if grant.role in PRESSING
    ]
    return or_(false(), *reach), _has_no_targets(year)


def _has_no_targets(year: int) -> ColumnElement[bool]:
    """Money in the year that does not cancel out, and nothing in force."""
    booked = select(func.sum(LedgerEntry.amount_fen)).where(
        LedgerEntry.project_id == Project.id, LedgerEntry.fiscal_year == year
    )
    paid = exists().where(col(Payment.project_id) == Project.id, col(Payment.fiscal_year) == year)
    in_force = exists().where(
        col(Declaration.project_id) == Project.id, col(Declaration.fiscal_year) == year, col(Declaration.in_force)
    )
    return and_(or_(booked.correlate(Project).scalar_subquery() != 0, paid), ~in_force)
