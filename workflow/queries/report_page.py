"""What the page of one monitoring report shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from workflow.clock import local
from workflow.documents.report_content import items_of, report_hash
from workflow.execution import Light, LightRules
from workflow.lifecycle.checks import Problem
from workflow.lifecycle.facts import file_kind
from workflow.lifecycle.files import find_report
from workflow.lifecycle.moves import DESK_ROLES
from workflow.lifecycle.report_checks import missing_in
from workflow.lifecycle.report_lights import Lit, lit, money_lights
from workflow.models import (
    AuditEntry,
    Declaration,
    Indicator,
    MonitoringCampaign,
    MonitoringItem,
    MonitoringReport,
    Organisation,
    ReminderLog,
    SelfEvaluation,
    Signature,
    UserAccount,
)
from workflow.permissions import Actor, people_at
from workflow.queries.prefilled import carried_actuals
from workflow.regional.lights import light_rules


@dataclass(frozen=True)
class ReportLine:
    """One indicator: what was promised (``indicator``, None if the revision dropped it) and what is reported."""

    indicator: Indicator | None
    item: MonitoringItem
    lit: Lit


@dataclass(frozen=True)
class ReportView:
    """The report with everything around it; ``content_hash`` is what ``sign`` must post."""

    report: MonitoringReport
    declaration: Declaration
    campaign: MonitoringCampaign
    unit_name: str
    department_name: str
    lines: list[ReportLine]
    light: Light | None
    forecast_light: Light | None
    rules: LightRules
    missing: list[Problem]
    content_hash: str
    carried: Mapping[str, int]
    """Indicator → the month its result was taken over from."""

    @property
    def deadline(self) -> date:
        """The unit's later deadline, else the campaign's."""
        return self.report.extended_to or self.campaign.deadline

    @property
    def sent_late(self) -> bool:
        """First submitted after the day it was due."""
        first = self.report.first_submitted_at
        return first is not None and local(first).date() > self.deadline


def report_view(session: Session, actor: Actor, report_id: int) -> ReportView:
    """Raises ``NotFound`` outside the actor's scope."""
    report = find_report(session, actor, report_id)
    declaration = session.get_one(Declaration, report.declaration_id)
    indicators = {
        indicator.uid: indicator
        for indicator in session.exec(select(Indicator).where(Indicator.declaration_id == declaration.id))
    }
    rules = light_rules(session, report.region_id, report.fiscal_year)
    money, items = money_lights(report, rules), items_of(session, report.id)
    return ReportView(
        report=report,
        declaration=declaration,
        campaign=session.get_one(MonitoringCampaign, report.campaign_id),
        unit_name=session.get_one(Organisation, report.unit_id).name,
        department_name=session.get_one(Organisation, report.department_id).name,
        lines=[_line(item, indicators.get(item.indicator_uid), report, rules) for item in items],
        light=money.actual,
        forecast_light=money.forecast,
        rules=rules,
        missing=missing_in(session, report),
        content_hash=report_hash(session, report),
        carried=carried_actuals(session, report, items),
    )


def _line(item: MonitoringItem, indicator: Indicator | None, report: MonitoringReport, rules: LightRules) -> ReportLine:
    return ReportLine(indicator, item, lit(item, indicator, report, rules))


def project_name(session: Session, report: MonitoringReport | SelfEvaluation) -> str:
    """Of the declaration a report or self-evaluation is about."""
    return session.get_one(Declaration, report.declaration_id).project_name


def report_holders(session: Session, report: MonitoringReport) -> list[UserAccount]:
    """The people of the desk that holds the report now."""
    if report.desk is None:
        return []
    ids = people_at(session, [DESK_ROLES[report.desk]], report)
    return list(session.exec(select(UserAccount).where(col(UserAccount.id).in_(ids)).order_by(col(UserAccount.id))))


def report_history(session: Session, report: MonitoringReport) -> list[AuditEntry]:
    """Moves and edits, newest first."""
    query = select(AuditEntry).where(AuditEntry.object_kind == file_kind(report), AuditEntry.object_id == report.id)
    return list(session.exec(query.order_by(col(AuditEntry.id).desc())))


def report_signatures(session: Session, report: MonitoringReport | SelfEvaluation) -> list[Signature]:
    """All of them, voided ones too, oldest first."""
    query = select(Signature).where(Signature.object_kind == file_kind(report), Signature.object_id == report.id)
    return list(session.exec(query.order_by(col(Signature.id))))


@dataclass(frozen=True)
class ReminderLine:
    """Who was reminded of which step, when; ``outcome`` sent or skipped."""

    rule: str
    day: date
    recipient: str
    outcome: str
    reason: str
    at: datetime


def report_reminders(session: Session, report: MonitoringReport) -> list[ReminderLine]:
    """Oldest first."""
    query = (
        select(ReminderLog, UserAccount.name)
        .join(UserAccount, col(UserAccount.id) == ReminderLog.recipient_id)
        .where(ReminderLog.object_kind == file_kind(report), ReminderLog.object_id == report.id)
        .order_by(col(ReminderLog.id))
    )
    return [
        ReminderLine(row.rule, row.day, name, row.outcome, row.reason, row.created_at)
        for row, name in session.exec(query)
    ]
