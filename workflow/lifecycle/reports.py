"""Effects between declarations and their monitoring reports."""

from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_
from sqlmodel import Session, col, select

from workflow import clock
from workflow.lifecycle.case import Case
from workflow.models import Declaration, MonitoringCampaign, MonitoringReport, Region
from workflow.types import ReportState, State

MONITORED_STATES = (State.approved, State.monitored)
OPEN = (ReportState.drafted, ReportState.submitted)


def monitored_in(campaign: MonitoringCampaign) -> ColumnElement[bool]:
    """Declarations in force of the campaign's region and year."""
    return and_(
        col(Declaration.region_id) == campaign.region_id,
        col(Declaration.fiscal_year) == campaign.fiscal_year,
        col(Declaration.in_force).is_(True),
        col(Declaration.state).in_(MONITORED_STATES),
    )


def approved_too_late(session: Session, campaign: MonitoringCampaign) -> ColumnElement[bool]:
    """First approved after the deadline: nothing to report for this campaign, whose report would be overdue at once."""
    zone = ZoneInfo(session.get_one(Region, campaign.region_id).zone)
    late = col(Declaration.approved_at) > clock.end_of_day(campaign.deadline, zone)
    return and_(late, col(Declaration.supersedes_id).is_(None))


def open_reports(case: Case, declaration_id: int) -> list[MonitoringReport]:
    """Reports of a declaration that are not finished, locked."""
    query = (
        select(MonitoringReport)
        .where(MonitoringReport.declaration_id == declaration_id, col(MonitoringReport.state).in_(OPEN))
        .order_by(col(MonitoringReport.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return list(case.session.exec(query))


def cancel_open(case: Case) -> None:
    """terminate, revoke_approval: reports under way end with the declaration; the engine performs ``cancel``."""
    case.made.setdefault("follow", []).extend((report, "cancel") for report in open_reports(case, case.row.id))


def cancel_of_predecessor(case: Case) -> None:
    """A superseding approval cancels the predecessor's open reports and carries its monitoring over."""
    old: Declaration | None = case.made.get("superseded")
    if old is None:
        return
    follow = case.made.setdefault("follow", [])
    follow.extend((report, "cancel") for report in open_reports(case, old.id))
    if case.made["was_monitored"]:
        follow.append((case.row, "carry_over_monitoring"))


def confirm_declaration(case: Case) -> None:
    """accept: the declaration is monitored in the same transaction."""
    declaration = case.session.exec(
        select(Declaration)
        .where(Declaration.id == case.row.declaration_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    case.made.setdefault("follow", []).append((declaration, "accept_monitoring"))


def note_why_cancelled(case: Case) -> None:
    """cancel: by the performance section, or following another move."""
    case.row.cancelled_by = case.via or case.move.action


def count_round(case: Case) -> None:
    """submit of a report: the next round begins; the first one stops its reminders."""
    case.row.round += 1
    case.row.first_submitted_at = case.row.first_submitted_at or clock.now()
