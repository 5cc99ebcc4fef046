"""Who a monitoring campaign could take in, and the money that decides: the same for opening it and for its preview."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, exists
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from workflow import clock
from workflow.execution import Money, last_day
from workflow.execution.scope import Scope
from workflow.models import Declaration, FundingSource, MonitoringCampaign, Region
from workflow.money_facts import project_money, projects_of_units
from workflow.types import State

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


def approved_too_late(session: Session, campaign: MonitoringCampaign) -> ColumnElement[bool]:
    """First approved after the deadline: nothing to report for this campaign, whose report would be overdue at once."""
    zone = ZoneInfo(session.get_one(Region, campaign.region_id).zone)
    late = col(Declaration.approved_at) > clock.end_of_day(campaign.deadline, zone)
    return and_(late, col(Declaration.supersedes_id).is_(None))


def money_until(session: Session, declarations: Iterable[Declaration], year: int, month: int) -> dict[int, Money]:
    """Per declaration, to the end of the month; of a unit as a whole: of all its projects together."""
    found = list(declarations)
    of_units = projects_of_units(session, {one.unit_id for one in found if one.project_id is None})
    projects = {one.id: [one.project_id] if one.project_id else of_units[one.unit_id] for one in found}
    wanted = {project_id for ids in projects.values() for project_id in ids}
    money = project_money(session, wanted, year, last_day(year, month))
    return {declaration_id: sum((money[one] for one in ids), Money()) for declaration_id, ids in projects.items()}
