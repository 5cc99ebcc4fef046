"""The rows behind the numbers of one project: what was booked and paid, and what they add up to."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlmodel import Session, col, func, select

from workflow.errors import NotFound
from workflow.execution import Money, Outlook
from workflow.models import Organisation, Project, SpendingPlan
from workflow.permissions import Actor
from workflow.queries.execution import NOTHING, split
from workflow.queries.keyset import Window
from workflow.queries.ledger import Running, open_task_of, project_entries
from workflow.queries.payment_lines import PaymentFilters, PaymentLine, payments, seen_projects
from workflow.queries.project_beside import ProjectBeside, project_beside
from workflow.rate_facts import SUMS, Period, rate_query
from workflow.regional import setting
from workflow.regional.table import ARRIVAL_GRACE, FORECAST_METHOD


@dataclass(frozen=True)
class ProjectMoney:
    """A project's numbers of a year, counted from the very rows listed with them; ``task_id``: targets to adjust.

    ``plan``: what the unit means to pay in each of the twelve months; empty = it has not said.
    """

    project_id: int
    name: str
    code: str
    unit_id: int
    unit_name: str
    department_name: str
    money: Money
    as_of: date
    outlook: Outlook = NOTHING
    plan: list[int] = field(default_factory=list)
    known: date | None = None
    ledger: list[Running] = field(default_factory=list)
    task_id: int | None = None
    beside: ProjectBeside = field(default_factory=ProjectBeside)
    forecast: str = "time"
    payments: Window[PaymentLine] = field(default_factory=lambda: Window([]))


def project_rows(
    session: Session,
    actor: Actor,
    project_id: int,
    year: int,
    as_of: date,
    cursor: str = "",
    *,
    known: date | None = None,
) -> ProjectMoney:
    """Ledger entries and payments (by page) of one project; raises ``NotFound`` outside the actor's scope."""
    unit, department = Organisation.__table__.alias("unit"), Organisation.__table__.alias("department")  # type: ignore[attr-defined]
    columns: list[Any] = [
        Project.name, func.coalesce(Project.code, "").label("code"), unit.c.id.label("unit_id"),
        unit.c.name.label("unit_name"), department.c.name.label("department_name"), Project.region_id,
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
    named = dict(found._mapping)
    region_id = named.pop("region_id")
    money, outlook = _one(session, project_id, region_id, year, as_of, known)
    wanted = PaymentFilters(year=year, project_id=project_id, until=as_of, known=known)
    return ProjectMoney(
        project_id=project_id,
        **named,
        money=money,
        as_of=as_of,
        outlook=outlook,
        plan=plan_of(session, project_id, year),
        known=known,
        forecast=setting(session, region_id, FORECAST_METHOD, year),
        ledger=project_entries(session, project_id, year, as_of, known=known),
        task_id=open_task_of(session, project_id, year),
        beside=project_beside(session, project_id, year, as_of),
        payments=payments(session, actor, wanted, cursor),
    )


def plan_of(session: Session, project_id: int, year: int) -> list[int]:
    """用款计划 by month; empty without one. The caller has checked the scope."""
    query = select(SpendingPlan.amount_fen).where(
        SpendingPlan.project_id == project_id, SpendingPlan.fiscal_year == year
    )
    return list(session.exec(query.order_by(col(SpendingPlan.month))))


def _one(
    session: Session, project_id: int, region_id: int, year: int, as_of: date, known: date | None
) -> tuple[Money, Outlook]:
    """The line of one project, summed on the spot from its rows alone."""
    period = Period(region_id, year, as_of, setting(session, region_id, ARRIVAL_GRACE, year), known)
    rates = rate_query(period, project_id).subquery("rates")
    columns: list[Any] = [rates.c[name] for name in SUMS]
    found = session.exec(select(*columns)).first()
    return split(*found, 1) if found else (Money(), Outlook())
