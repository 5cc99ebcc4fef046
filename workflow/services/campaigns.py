"""Monitoring campaigns (监控任务): opened and closed by the performance section of the region."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from workflow import clock
from workflow.errors import NotAllowed, NotFound, RuleFailed, WrongState
from workflow.execution.scope import Scope
from workflow.lifecycle import Inputs, perform
from workflow.lifecycle.record import append_audit
from workflow.lifecycle.reports import OPEN
from workflow.lifecycle.words import LONGEST_NAME, within
from workflow.models import MonitoringCampaign, MonitoringReport, Region
from workflow.permissions import REACH, Actor
from workflow.services.report_opening import sync_campaign
from workflow.types import CampaignKind, Role

KIND_NAMES = {CampaignKind.own: "运行监控", CampaignKind.key: "重点监控"}


EVERYTHING = Scope()


@dataclass(frozen=True)
class Opening:
    """What a campaign is opened with; without a name it is called after year, months and kind."""

    year: int
    cutoff_month: int
    deadline: date
    name: str = ""
    kind: CampaignKind = CampaignKind.own
    scope: Scope = EVERYTHING


def open_campaign(session: Session, actor: Actor, region_id: int, told: Opening) -> MonitoringCampaign:
    """The next round of the year with its reports; raises ``NotAllowed`` or ``RuleFailed``.

    The same request sent again opens no second one: of one kind to one cut-off month there is one open campaign.
    """
    year, cutoff_month, deadline = told.year, told.cutoff_month, told.deadline
    _require_performance(actor, region_id)
    if not 1 <= cutoff_month <= 12:
        raise RuleFailed("bad_cutoff_month", month=cutoff_month)
    if deadline < clock.business_date():
        raise RuleFailed("deadline_past", deadline=deadline.isoformat())
    session.exec(select(Region).where(Region.id == region_id).with_for_update(key_share=True)).one()  # two take turns
    _require_none_open(session, region_id, told)
    campaign = MonitoringCampaign(
        created_at=clock.now(),
        region_id=region_id,
        fiscal_year=year,
        round=_next_round(session, region_id, year),
        name=within(told.name, LONGEST_NAME) or f"{year}年1—{cutoff_month}月绩效{KIND_NAMES[told.kind]}",
        kind=told.kind.value,
        scope=told.scope.as_json(),
        cutoff_month=cutoff_month,
        deadline=deadline,
        opened_by=actor.user_id or None,
    )
    session.add(campaign)
    session.flush()  # reports point to its id
    _audit(session, actor, campaign, "open_campaign")
    sync_campaign(session, campaign.id)
    return campaign


def close_campaign(session: Session, actor: Actor, campaign_id: int, reason: str = "") -> MonitoringCampaign:
    """End a campaign. Reports still under way are cancelled with it, which takes a reason."""
    reason, campaign = within(reason), find_campaign(session, actor, campaign_id, lock=True)
    _require_performance(actor, campaign.region_id)
    if campaign.closed_at:
        raise WrongState("campaign_closed")
    unfinished = _unfinished(session, campaign_id)
    if unfinished and not reason:
        raise RuleFailed("campaign_unfinished", count=len(unfinished))
    for report in unfinished:
        perform(session, report, actor, "cancel", expected_version=report.version, inputs=Inputs(reason=reason))
    campaign.closed_at = clock.now()
    _audit(session, actor, campaign, "close_campaign", reason)
    return campaign


def find_campaign(session: Session, actor: Actor, campaign_id: int, *, lock: bool = False) -> MonitoringCampaign:
    """A campaign of a region the actor has business in; raises ``NotFound``."""
    regions = {grant.region_id for grant in actor.grants if grant.role in REACH}
    query = select(MonitoringCampaign).where(
        MonitoringCampaign.id == campaign_id, col(MonitoringCampaign.region_id).in_(sorted(regions))
    )
    if lock:
        query = query.with_for_update(key_share=True).execution_options(populate_existing=True)
    found = session.exec(query).first()
    if found is None:
        raise NotFound("no_such_campaign")
    return found


def _require_performance(actor: Actor, region_id: int) -> None:
    if not any(grant.role is Role.performance and grant.region_id == region_id for grant in actor.grants):
        raise NotAllowed("no_role")


def _require_none_open(session: Session, region_id: int, told: Opening) -> None:
    query = select(MonitoringCampaign).where(
        MonitoringCampaign.region_id == region_id,
        MonitoringCampaign.fiscal_year == told.year,
        MonitoringCampaign.cutoff_month == told.cutoff_month,
        MonitoringCampaign.kind == told.kind,
        col(MonitoringCampaign.closed_at).is_(None),
    )
    if found := session.exec(query).first():
        raise RuleFailed("campaign_still_open", campaign_id=found.id, name=found.name, month=told.cutoff_month)


def _next_round(session: Session, region_id: int, year: int) -> int:
    rounds = select(MonitoringCampaign.round).where(
        MonitoringCampaign.region_id == region_id, MonitoringCampaign.fiscal_year == year
    )
    return max(session.exec(rounds), default=0) + 1


def _unfinished(session: Session, campaign_id: int) -> list[MonitoringReport]:
    query = (
        select(MonitoringReport)
        .where(MonitoringReport.campaign_id == campaign_id, col(MonitoringReport.state).in_(OPEN))
        .order_by(col(MonitoringReport.id))
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return list(session.exec(query))


def _audit(session: Session, actor: Actor, campaign: MonitoringCampaign, action: str, reason: str = "") -> None:
    append_audit(
        session,
        actor_id=actor.user_id,
        actor_name=actor.acting([Role.performance]).name,
        action=action,
        object_kind="monitoring_campaign",
        object_id=campaign.id,
        reason=reason,
        details={"name": campaign.name, "round": campaign.round, "deadline": campaign.deadline.isoformat()},
    )
