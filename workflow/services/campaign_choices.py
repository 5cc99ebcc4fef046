"""What a campaign takes in: its scope, exemptions (豁免) with a reason, and later deadlines (延期) of units."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlmodel import Session

from workflow.errors import RuleFailed
from workflow.execution import Money
from workflow.lifecycle import Inputs, choosing, perform
from workflow.lifecycle.choosing import EXEMPTED, MONITORING
from workflow.lifecycle.files import find_report
from workflow.models import CampaignChoice, CampaignExtension, Declaration, MonitoringCampaign, MonitoringReport
from workflow.permissions import Actor
from workflow.texts import said
from workflow.types import ChoiceOutcome

__all__ = ["EXEMPTED", "exempt", "extend_unit", "extensions_of", "take_in", "take_in_again"]


def take_in(
    session: Session, campaign: MonitoringCampaign, found: Sequence[Declaration], money: Mapping[int, Money]
) -> list[Declaration]:
    """Those that get a report; the others are kept as outside."""
    return choosing.take_in(session, MONITORING, campaign, found, money)


def exempt(session: Session, actor: Actor, report_id: int, version: int, reason: str) -> MonitoringReport:
    """No report is asked for; what was typed stays readable.

    Raises ``NotFound``, ``NotAllowed``, ``WrongState`` or ``RuleFailed``, and what ``cancel`` raises.
    """
    reason, seen = said(reason), find_report(session, actor, report_id)
    campaign = choosing.open_round(session, actor, MONITORING, seen.campaign_id)  # before the report: so closing locks
    report = find_report(session, actor, report_id, lock=True)
    if not reason:
        raise RuleFailed("reason_missing")
    perform(session, report, actor, "cancel", expected_version=version, inputs=Inputs(reason=reason))
    report.cancelled_by = EXEMPTED
    outcome, by = ChoiceOutcome.exempt, actor.user_id or None
    choosing.keep(session, MONITORING, campaign.id, report.declaration_id, outcome, reason, by)
    choosing.audit(session, actor, MONITORING, campaign, "exempt", reason, declaration_id=report.declaration_id)
    return report


def take_in_again(session: Session, actor: Actor, campaign_id: int, choice_id: int, reason: str) -> CampaignChoice:
    """What is outside the scope, or exempt, gets its report after all; the caller opens it (``sync_campaign``)."""
    made: CampaignChoice = choosing.take_in_again(session, actor, MONITORING, campaign_id, choice_id, reason)
    return made


def extend_unit(
    session: Session, actor: Actor, campaign_id: int, unit_id: int, deadline: date, reason: str
) -> CampaignExtension:
    """A later deadline for one unit's reports, those opened later too; raises ``NotFound`` or ``RuleFailed``."""
    made: CampaignExtension = choosing.extend_unit(session, actor, MONITORING, campaign_id, unit_id, deadline, reason)
    return made


def extensions_of(session: Session, campaign_id: int, units: Iterable[int]) -> dict[int, date]:
    """Unit → its newest later deadline."""
    return choosing.extensions_of(session, MONITORING, campaign_id, units)
