"""Opening the reports of a campaign, and keeping their money up to date.

A campaign with a rule about money looks at each declaration once, with the money of that day: what it does not take in
is kept as a ``CampaignChoice`` with the reason.

Both may run as often as anybody likes: what is approved before the deadline gets its report at the next run, and
payments that are loaded late reach the reports that still lie at the filer's desk.
"""

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from workflow import clock
from workflow.db import unit_of_work
from workflow.execution import Money, last_day
from workflow.execution.scope import scope_of
from workflow.lifecycle.campaign_scope import approved_too_late, candidates, carry_over_paid, money_until
from workflow.lifecycle.report_lights import relight
from workflow.models import CampaignChoice, Declaration, MonitoringCampaign, MonitoringReport
from workflow.services.campaign_choices import EXEMPTED, extensions_of, take_in
from workflow.services.report_prefill import prefill
from workflow.types import ChoiceOutcome, Desk, ReportState

REPORTS_PER_RUN = 1_000
"""One transaction opens so many reports; the beat opens the rest."""
REVOKED = "revoke_approval"


def sync_campaign(session: Session, campaign_id: int, limit: int = REPORTS_PER_RUN) -> int:
    """Open the reports that are missing, at most ``limit``; how many were opened. A closed campaign gets none."""
    campaign = _open_campaign(session, campaign_id)
    return _decide(session, campaign, limit)[1] if campaign else 0


def _open_campaign(session: Session, campaign_id: int) -> MonitoringCampaign | None:
    query = select(MonitoringCampaign).where(MonitoringCampaign.id == campaign_id)
    campaign = session.exec(query.with_for_update(key_share=True)).one()  # two runs at once take turns
    return None if campaign.closed_at else campaign


def _decide(session: Session, campaign: MonitoringCampaign, limit: int) -> tuple[int, int]:
    """How many declarations were looked at, and how many reports were opened."""
    # a declaration that is being moved at this moment is left to the next run
    locked = _missing(session, campaign).order_by(col(Declaration.id)).limit(limit).with_for_update(skip_locked=True)
    looked_at = list(session.exec(locked))
    money, now = money_until(session, looked_at, campaign.fiscal_year, campaign.cutoff_month), clock.now()
    declarations = take_in(session, campaign, looked_at, money)
    carried = carry_over_paid(session, declarations, campaign.fiscal_year, campaign.cutoff_month)
    later = extensions_of(session, campaign.id, {one.unit_id for one in declarations})
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
            extended_to=later.get(declaration.unit_id),
            **_columns(money[declaration.id], carried[declaration.id]),
        )
        for declaration in declarations
    ]
    session.add_all(reports)
    session.flush()  # items point to the reports' ids
    prefill(session, reports)
    relight(session, reports)
    return len(looked_at), len(reports)


def sync_open_campaigns() -> int:
    """What the beat asks for: in every open campaign each declaration in force has its report. How many were opened."""
    with unit_of_work() as session:
        campaigns = session.exec(select(MonitoringCampaign).where(col(MonitoringCampaign.closed_at).is_(None))).all()
        behind = [one.id for one in campaigns if session.exec(_missing(session, one).limit(1)).first()]
    return sum(_sync_all(campaign_id) for campaign_id in behind)


def _sync_all(campaign_id: int) -> int:
    opened, looked_at = 0, REPORTS_PER_RUN
    while looked_at == REPORTS_PER_RUN:
        with unit_of_work(write=True) as session:
            campaign = _open_campaign(session, campaign_id)
            looked_at, new = _decide(session, campaign, REPORTS_PER_RUN) if campaign else (0, 0)
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
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    reports = {report.declaration_id: report for report in session.exec(query)}
    declarations = session.exec(select(Declaration).where(col(Declaration.id).in_(list(reports)))).all()
    changed, carried = [], carry_over_paid(session, declarations, campaign.fiscal_year, campaign.cutoff_month)
    money_now = money_until(session, declarations, campaign.fiscal_year, campaign.cutoff_month)
    for declaration_id, money in money_now.items():
        report, columns = reports[declaration_id], _columns(money, carried[declaration_id])
        if columns != {name: getattr(report, name) for name in columns}:
            report.sqlmodel_update({**columns, "version": report.version + 1, "updated_at": clock.now()})
            changed.append(report)
    relight(session, changed)
    return len(changed)


def _missing(session: Session, campaign: MonitoringCampaign) -> SelectOfScalar[Declaration]:
    """Declarations in force that have no report in this campaign, or lost it when their approval was revoked.

    What was approved too late is taken in by the next campaign. A revision goes on with the report of what it
    superseded, an approval that was revoked and given again with the one it had.
    """
    here = and_(
        col(MonitoringReport.campaign_id) == campaign.id, col(MonitoringReport.declaration_id) == Declaration.id
    )
    chosen = and_(
        col(CampaignChoice.campaign_id) == campaign.id,
        col(CampaignChoice.declaration_id) == Declaration.id,
        col(CampaignChoice.outcome) != ChoiceOutcome.wanted,
    )
    standing = and_(here, or_(col(MonitoringReport.cancelled_by).is_(None), ~reopenable()))
    return candidates(campaign.region_id, campaign.fiscal_year, scope_of(campaign.scope)).where(
        or_(~approved_too_late(session, campaign), exists().where(here)),
        ~exists().where(standing),
        ~exists().where(chosen),
    )


def reopenable() -> ColumnElement[bool]:
    """Reports whose declaration may get another one: its approval was revoked, or it was exempt for a while."""
    return col(MonitoringReport.cancelled_by).in_((REVOKED, EXEMPTED))


def _columns(money: Money, carry_over_executed_fen: int) -> dict[str, Any]:
    return {
        "carry_over_fen": money.carry_over_fen,
        "carry_over_executed_fen": carry_over_executed_fen,
        "initial_fen": money.initial_fen,
        "adjusted_fen": money.adjusted_fen,
        "executed_fen": money.executed_fen,
    }
