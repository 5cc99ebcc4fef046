"""Who a monitoring campaign or a self-evaluation task could take in, and the money that decides.

The same for opening it and for its preview.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, exists
from sqlmodel import Session, col, func, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from workflow import clock
from workflow.execution import Money, last_day
from workflow.execution.scope import Scope, kinds_of
from workflow.lifecycle.evaluations.whole import Whole, whole_money
from workflow.models import Declaration, FundingSource, MonitoringCampaign, Payment, Region
from workflow.money_facts import id_chunks, project_money, projects_of_units
from workflow.types import Kind, State

CARRIED = "结转"
"""What the nature of a voucher says of money of an earlier year."""
MONITORED_STATES = (State.approved, State.monitored)


def candidates(region_id: int, year: int, scope: Scope) -> SelectOfScalar[Declaration]:
    """Declarations in force of the departments and with money of the natures that were chosen."""
    query = select(Declaration).where(
        Declaration.region_id == region_id,
        Declaration.fiscal_year == year,
        col(Declaration.in_force).is_(True),
        col(Declaration.state).in_(MONITORED_STATES),
    )
    if scope.departments:
        query = query.where(col(Declaration.department_id).in_(scope.departments))
    if scope.natures:
        query = query.where(
            exists().where(
                col(FundingSource.declaration_id) == Declaration.id, col(FundingSource.nature).in_(scope.natures)
            )
        )
    return query


def to_evaluate(region_id: int, year: int, scope: Scope) -> SelectOfScalar[Declaration]:
    """The same for self-evaluations: of the kinds that were chosen, projects if none was.

    An overall declaration names no funding source: the natures that were chosen leave projects out, not departments.
    """
    scopes = {Kind.project: scope, Kind.overall: replace(scope, natures=())}
    found = [
        candidates(region_id, year, scopes[Kind(kind)]).where(Declaration.kind == kind) for kind in kinds_of(scope)
    ]
    if len(found) == 1:
        return found[0]
    return select(Declaration).where(
        or_(*(col(Declaration.id).in_(one.with_only_columns(col(Declaration.id))) for one in found))
    )


def money_to_evaluate(session: Session, declarations: Iterable[Declaration], day: date) -> dict[int, Whole]:
    """Of declarations of one year; a project has no basic expenditure."""
    found = list(declarations)
    overall = [one for one in found if one.kind == Kind.overall]
    projects = [one for one in found if one.kind == Kind.project]
    money = money_to(session, projects, projects[0].fiscal_year, day) if projects else {}
    return {key: Whole(one) for key, one in money.items()} | whole_money(session, overall, day)


def approved_too_late(session: Session, campaign: MonitoringCampaign) -> ColumnElement[bool]:
    """First approved after the deadline: nothing to report for this campaign, whose report would be overdue at once."""
    zone = ZoneInfo(session.get_one(Region, campaign.region_id).zone)
    late = col(Declaration.approved_at) > clock.end_of_day(campaign.deadline, zone)
    return and_(late, col(Declaration.supersedes_id).is_(None))


def money_until(session: Session, declarations: Iterable[Declaration], year: int, month: int) -> dict[int, Money]:
    """Per declaration, to the end of the month; of a unit as a whole: of all its projects together."""
    return money_to(session, declarations, year, last_day(year, month))


def money_to(session: Session, declarations: Iterable[Declaration], year: int, day: date) -> dict[int, Money]:
    """The same to any day."""
    projects = _projects(session, declarations)
    wanted = {project_id for ids in projects.values() for project_id in ids}
    money = project_money(session, wanted, year, day)
    return {declaration_id: sum((money[one] for one in ids), Money()) for declaration_id, ids in projects.items()}


def carry_over_paid(session: Session, declarations: Iterable[Declaration], year: int, month: int) -> dict[int, int]:
    """Per declaration: what vouchers that name carried-over money (结转) paid until the end of the month, in fen."""
    projects = _projects(session, declarations)
    owner = {project_id: declaration_id for declaration_id, ids in projects.items() for project_id in ids}
    paid = dict.fromkeys(projects, 0)
    for chunk in id_chunks(sorted(owner)):
        query = (
            select(Payment.project_id, func.sum(Payment.amount_fen))
            .where(Payment.fiscal_year == year, col(Payment.project_id).in_(chunk))
            .where(Payment.paid_on <= last_day(year, month), col(Payment.nature).contains(CARRIED))
            .group_by(col(Payment.project_id))
        )
        for project_id, fen in session.exec(query):
            paid[owner[project_id or 0]] += int(fen)
    return paid


def _projects(session: Session, declarations: Iterable[Declaration]) -> dict[int, list[int]]:
    found = list(declarations)
    of_units = projects_of_units(session, {one.unit_id for one in found if one.project_id is None})
    return {one.id: [one.project_id] if one.project_id else of_units[one.unit_id] for one in found}
