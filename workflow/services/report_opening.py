"""Opening the reports of a campaign, and keeping their money up to date.

Both may run as often as anybody likes: what is approved before the deadline gets its report at the next run, and
payments that are loaded late reach the reports that still lie at the filer's desk.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import and_, exists, or_
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from workflow import clock
from workflow.db import unit_of_work
from workflow.execution import Money, last_day
from workflow.lifecycle.reports import approved_too_late, monitored_in
from workflow.models import Declaration, MonitoringCampaign, MonitoringReport
from workflow.money_facts import project_money, projects_of_units
from workflow.services.report_prefill import prefill
from workflow.types import Desk, ReportState

REPORTS_PER_RUN = 1_000
"""One transaction opens so many reports; the beat opens the rest."""
REVOKED = "revoke_approval"


def sync_campaign(session: Session, campaign_id: int, limit: int = REPORTS_PER_RUN) -> int:
    """Open the reports that are missing, at most ``limit``; how many were opened. A closed campaign gets none."""
    query = select(MonitoringCampaign).where(MonitoringCampaign.id == campaign_id)
    campaign = session.exec(query.with_for_update()).one()  # two runs at once take turns
    if campaign.closed_at:
        return 0
    # a declaration that is being moved at this moment is left to the next run
    locked = _missing(session, campaign).order_by(col(Declaration.id)).limit(limit).with_for_update(skip_locked=True)
    declarations = list(session.exec(locked))
    money, now = _money(session, campaign, declarations), clock.now()
    reports = [
        MonitoringReport(
            created_at=now,
            updated_at=now,
            held_since=now,
            campaign_id=campaign.id,
            declaration_id=declaration.id,
            project_id=declaration.project_id,
            fiscal_year=campaign.fiscal_year,
            region_id=declaration.region_id,
            department_id=declaration.department_id,
            unit_id=declaration.unit_id,
            as_of=last_day(campaign.fiscal_year, campaign.cutoff_month),
            **_columns(money[declaration.id]),
        )
        for declaration in declarations
    ]
    session.add_all(reports)
    session.flush()  # items point to the reports' ids
    prefill(session, reports)
    return len(reports)


def sync_open_campaigns() -> int:
    """What the beat asks for: in every open campaign each declaration in force has its report. How many were opened."""
    with unit_of_work() as session:
        campaigns = session.exec(select(MonitoringCampaign).where(col(MonitoringCampaign.closed_at).is_(None))).all()
        behind = [one.id for one in campaigns if session.exec(_missing(session, one).limit(1)).first()]
    return sum(_sync_all(campaign_id) for campaign_id in behind)


def _sync_all(campaign_id: int) -> int:
    opened, new = 0, REPORTS_PER_RUN
    while new == REPORTS_PER_RUN:
        with unit_of_work(write=True) as session:
            new = sync_campaign(session, campaign_id, REPORTS_PER_RUN)
        opened += new
    return opened


def refresh_money(session: Session, region_id: int, year: int) -> int:
    """After new payments or ledger entries: reports at the filer's desk get the new numbers; how many changed."""
    campaigns = select(MonitoringCampaign).where(
        MonitoringCampaign.region_id == region_id,
        MonitoringCampaign.fiscal_year == year,
        col(MonitoringCampaign.closed_at).is_(None),
    )
    return sum(_refresh(session, campaign) for campaign in session.exec(campaigns).all())


def _refresh(session: Session, campaign: MonitoringCampaign) -> int:
    query = (
        select(MonitoringReport)
        .where(
            MonitoringReport.campaign_id == campaign.id,
            MonitoringReport.state == ReportState.drafted,
            MonitoringReport.desk == Desk.filer,
        )
        .order_by(col(MonitoringReport.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    reports = {report.declaration_id: report for report in session.exec(query)}
    declarations = session.exec(select(Declaration).where(col(Declaration.id).in_(list(reports)))).all()
    changed = 0
    for declaration_id, money in _money(session, campaign, declarations).items():
        report, columns = reports[declaration_id], _columns(money)
        if columns != {name: getattr(report, name) for name in columns}:
            report.sqlmodel_update({**columns, "version": report.version + 1, "updated_at": clock.now()})
            changed += 1
    return changed


def _missing(session: Session, campaign: MonitoringCampaign) -> SelectOfScalar[Declaration]:
    """Declarations in force that have no report in this campaign, or lost it when their approval was revoked.

    What was approved too late is taken in by the next campaign. A revision goes on with the report of what it
    superseded, an approval that was revoked and given again with the one it had.
    """
    here = and_(
        col(MonitoringReport.campaign_id) == campaign.id, col(MonitoringReport.declaration_id) == Declaration.id
    )
    return select(Declaration).where(
        monitored_in(campaign),
        or_(~approved_too_late(session, campaign), exists().where(here)),
        ~exists().where(here, col(MonitoringReport.cancelled_by).is_distinct_from(REVOKED)),
    )


def _columns(money: Money) -> dict[str, Any]:
    return {
        "initial_fen": money.initial_fen,
        "adjusted_fen": money.adjusted_fen,
        "executed_fen": money.executed_fen,
    }


def _money(session: Session, campaign: MonitoringCampaign, declarations: Iterable[Declaration]) -> dict[int, Money]:
    """Per declaration, to the end of the cut-off month; of a unit as a whole: of all its projects together."""
    found = list(declarations)
    of_units = projects_of_units(session, {one.unit_id for one in found if one.project_id is None})
    projects = {one.id: [one.project_id] if one.project_id else of_units[one.unit_id] for one in found}
    as_of = last_day(campaign.fiscal_year, campaign.cutoff_month)
    wanted = {project_id for ids in projects.values() for project_id in ids}
    money = project_money(session, wanted, campaign.fiscal_year, as_of)
    return {declaration_id: sum((money[one] for one in ids), Money()) for declaration_id, ids in projects.items()}
