"""What a campaign takes in: its scope, exemptions (豁免) with a reason, and later deadlines (延期) of units."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlmodel import Session, col, select

from workflow import clock
from workflow.errors import NotAllowed, NotFound, RuleFailed, WrongState
from workflow.execution import Money
from workflow.execution.scope import outside, scope_of
from workflow.lifecycle import Inputs, perform
from workflow.lifecycle.files import find_report
from workflow.lifecycle.record import append_audit
from workflow.lifecycle.reports import OPEN
from workflow.models import (
    CampaignChoice,
    CampaignExtension,
    Declaration,
    MonitoringCampaign,
    MonitoringReport,
    Organisation,
)
from workflow.permissions import Actor, visible_to
from workflow.texts import said
from workflow.types import ChoiceOutcome, Role

EXEMPTED = "exempt"
"""``cancelled_by`` of a report whose declaration was exempt: it may be taken in again and goes on where it stood."""


def take_in(
    session: Session, campaign: MonitoringCampaign, found: Sequence[Declaration], money: Mapping[int, Money]
) -> list[Declaration]:
    """Those that get a report; the others are kept as outside. A revision goes on as what it superseded."""
    scope = scope_of(campaign.scope)
    known = [key for one in found for key in (one.id, one.supersedes_id) if key]
    choices, reported = _choices(session, campaign.id, known), _reported(session, campaign.id, known)
    taken = []
    for one in found:
        old = choices.get(one.supersedes_id or 0)
        if old is not None and one.id not in choices:
            choices[one.id] = _keep(
                session, campaign.id, one.id, ChoiceOutcome(old.outcome), old.reason, old.decided_by
            )
        why = "" if {one.id, one.supersedes_id} & reported else outside(scope, money[one.id])
        if one.id not in choices and why:
            choices[one.id] = _keep(session, campaign.id, one.id, ChoiceOutcome.outside, why, None)
        if one.id not in choices or choices[one.id].outcome == ChoiceOutcome.wanted:
            taken.append(one)
    return taken


def exempt(session: Session, actor: Actor, report_id: int, version: int, reason: str) -> MonitoringReport:
    """No report is asked for; what was typed stays readable.

    Raises ``NotFound``, ``NotAllowed``, ``WrongState`` or ``RuleFailed``, and what ``cancel`` raises.
    """
    reason, report = said(reason), find_report(session, actor, report_id, lock=True)
    campaign = _campaign_for(session, actor, report.campaign_id)
    if not reason:
        raise RuleFailed("reason_missing")
    perform(session, report, actor, "cancel", expected_version=version, inputs=Inputs(reason=reason))
    report.cancelled_by = EXEMPTED
    _keep(session, campaign.id, report.declaration_id, ChoiceOutcome.exempt, reason, actor.user_id or None)
    _audit(session, actor, campaign, "exempt", reason, declaration_id=report.declaration_id)
    return report


def take_in_again(session: Session, actor: Actor, campaign_id: int, choice_id: int, reason: str) -> CampaignChoice:
    """What is outside the scope, or exempt, gets its report after all; the caller opens it (``sync_campaign``)."""
    reason, campaign = said(reason), _campaign_for(session, actor, campaign_id)
    query = select(CampaignChoice).where(CampaignChoice.id == choice_id, CampaignChoice.campaign_id == campaign_id)
    choice = session.exec(query).first()
    if choice is None:
        raise NotFound("no_such_choice")
    if not reason:
        raise RuleFailed("reason_missing")
    choice.outcome, choice.reason, choice.decided_by = ChoiceOutcome.wanted.value, reason, actor.user_id or None
    _audit(session, actor, campaign, "take_in", reason, declaration_id=choice.declaration_id)
    return choice


def extend_unit(
    session: Session, actor: Actor, campaign_id: int, unit_id: int, deadline: date, reason: str
) -> CampaignExtension:
    """A later deadline for one unit's reports, those opened later too; raises ``NotFound`` or ``RuleFailed``."""
    reason, campaign = said(reason), _campaign_for(session, actor, campaign_id)
    here = (MonitoringReport.campaign_id == campaign_id, MonitoringReport.unit_id == unit_id)
    reports = session.exec(select(MonitoringReport).where(*here, visible_to(actor, MonitoringReport))).all()
    if not reports:
        raise NotFound("no_such_unit")
    if deadline <= max(campaign.deadline, *(one.extended_to or campaign.deadline for one in reports)):
        raise RuleFailed("extension_not_later", closes_on=campaign.deadline.isoformat())
    if deadline < clock.business_date():
        raise RuleFailed("deadline_past", deadline=deadline.isoformat())
    if not reason:
        raise RuleFailed("reason_missing")
    made = CampaignExtension(
        created_at=clock.now(), campaign_id=campaign_id, unit_id=unit_id, deadline=deadline, reason=reason,
        granted_by=actor.user_id or None,
    )  # fmt: skip
    session.add(made)
    for report in reports:
        if report.state in OPEN:
            report.extended_to, report.updated_at = deadline, clock.now()
    name = session.get_one(Organisation, unit_id).name
    _audit(session, actor, campaign, "extend_campaign", reason, unit=name, until=deadline.isoformat())
    return made


def extensions_of(session: Session, campaign_id: int, units: Iterable[int]) -> dict[int, date]:
    """Unit → its newest later deadline."""
    query = (
        select(CampaignExtension)
        .where(CampaignExtension.campaign_id == campaign_id, col(CampaignExtension.unit_id).in_(sorted(units)))
        .order_by(col(CampaignExtension.id))
    )
    return {row.unit_id: row.deadline for row in session.exec(query)}


def _choices(session: Session, campaign_id: int, declarations: Sequence[int]) -> dict[int, CampaignChoice]:
    query = select(CampaignChoice).where(
        CampaignChoice.campaign_id == campaign_id, col(CampaignChoice.declaration_id).in_(declarations)
    )
    return {choice.declaration_id: choice for choice in session.exec(query)}


def _reported(session: Session, campaign_id: int, declarations: Sequence[int]) -> set[int]:
    query = select(MonitoringReport.declaration_id).where(
        MonitoringReport.campaign_id == campaign_id, col(MonitoringReport.declaration_id).in_(declarations)
    )
    return set(session.exec(query))


def _keep(
    session: Session, campaign_id: int, declaration_id: int, outcome: ChoiceOutcome, reason: str, by: int | None
) -> CampaignChoice:
    """One row per declaration: a new decision takes the place of the old one, the audit trail keeps both."""
    found = _choices(session, campaign_id, [declaration_id]).get(declaration_id) or CampaignChoice(
        created_at=clock.now(), campaign_id=campaign_id, declaration_id=declaration_id, outcome=outcome.value
    )
    found.outcome, found.reason, found.decided_by = outcome.value, reason, by
    session.add(found)
    return found


def _campaign_for(session: Session, actor: Actor, campaign_id: int) -> MonitoringCampaign:
    """An open campaign of a region whose performance section the actor belongs to, locked."""
    query = select(MonitoringCampaign).where(MonitoringCampaign.id == campaign_id)
    campaign = session.exec(query.with_for_update().execution_options(populate_existing=True)).first()
    mine = {grant.region_id for grant in actor.grants if grant.role is Role.performance}
    if campaign is None:
        raise NotFound("no_such_campaign")
    if campaign.region_id not in mine:
        raise NotAllowed("no_role")
    if campaign.closed_at:
        raise WrongState("campaign_closed")
    return campaign


def _audit(
    session: Session, actor: Actor, campaign: MonitoringCampaign, action: str, reason: str, **facts: str | int
) -> None:
    append_audit(
        session,
        actor_id=actor.user_id,
        actor_name=actor.acting([Role.performance]).name,
        action=action,
        object_kind="monitoring_campaign",
        object_id=campaign.id,
        reason=reason,
        details={"name": campaign.name, **facts},
    )
