"""催办: pressing for reports that were not submitted, by hand, one or many; never more often than the region allows.

A nudge is a line of ``ReminderLog`` like any reminder, so that it is in the history of the report and once per person
and day; its people are those of the desk where the report lies.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from workflow import clock, regional
from workflow.db import insert_all_once
from workflow.errors import NotFound, RuleFailed
from workflow.lifecycle.checks import Problem
from workflow.lifecycle.moves import DESK_ROLES
from workflow.lifecycle.record import append_audit
from workflow.models import Declaration, MonitoringCampaign, MonitoringReport, Region, ReminderLog
from workflow.notifications.outbox import Message, notify_all
from workflow.permissions import Actor, people_at, visible_to
from workflow.regional.table import NUDGES_PER_WEEK
from workflow.reminding.table import NUDGE, NUDGERS
from workflow.texts import said
from workflow.types import ReportState

KIND = str(MonitoringReport.__tablename__)
TEMPLATE = "monitoring_report.nudge"
WEEK = timedelta(days=7)
LONGEST_NOTE = 100


@dataclass
class Nudged:
    """How many reports were pressed for and people told; what was left out, by project, and why."""

    reports: int = 0
    people: int = 0
    left_out: list[tuple[str, Problem]] = field(default_factory=list)


def nudge_reports(
    session: Session, actor: Actor, campaign_id: int, report_ids: Sequence[int], note: str = ""
) -> Nudged:
    """Press for the chosen reports of a campaign; what cannot be pressed for is told, the others are.

    Raises ``NotFound`` where the actor sees none of them, ``RuleFailed`` for nothing chosen or too long a note.
    """
    note = said(note)
    if not report_ids:
        raise RuleFailed("nudge_nothing_chosen")
    if len(note) > LONGEST_NOTE:
        raise RuleFailed("nudge_note_too_long", most=LONGEST_NOTE)
    query = (
        select(MonitoringReport, Declaration.project_name, MonitoringCampaign, Region.zone)
        .join(Declaration, col(Declaration.id) == MonitoringReport.declaration_id)
        .join(MonitoringCampaign, col(MonitoringCampaign.id) == MonitoringReport.campaign_id)
        .join(Region, col(Region.id) == MonitoringReport.region_id)
        .where(
            MonitoringReport.campaign_id == campaign_id,
            col(MonitoringReport.id).in_(report_ids),
            visible_to(actor, MonitoringReport),
        )
        .order_by(col(MonitoringReport.id))
        .with_for_update(of=MonitoringReport)  # two clicks at once take turns, so the limit holds
        .execution_options(populate_existing=True)
    )
    found = session.exec(query).all()
    if not found:
        raise NotFound("no_such_report")
    result, days = Nudged(), nudged_days(session, [report.id for report, *_ in found])
    for report, name, campaign, zone in found:
        one = _Nudge(session, actor, report, name, campaign, clock.business_date(ZoneInfo(zone)), note)
        if problem := one.problem(days.get(report.id, set())):
            result.left_out.append((name, problem))
        else:
            result.reports += 1
            result.people += one.tell()
    return result


def nudged_days(session: Session, report_ids: Iterable[int]) -> dict[int, set[date]]:
    """On which days reports were pressed for."""
    query = select(ReminderLog.object_id, col(ReminderLog.day)).where(
        ReminderLog.rule == NUDGE, ReminderLog.object_kind == KIND, col(ReminderLog.object_id).in_(list(report_ids))
    )
    found: dict[int, set[date]] = {}
    for report_id, day in session.exec(query.distinct()):
        found.setdefault(report_id, set()).add(day)
    return found


@dataclass
class _Nudge:
    """Pressing for one report."""

    session: Session
    actor: Actor
    report: MonitoringReport
    project_name: str
    campaign: MonitoringCampaign
    today: date
    note: str

    def problem(self, days: set[date]) -> Problem | None:
        """Why this report is not pressed for now."""
        report = self.report
        if report.state != ReportState.drafted or self.campaign.closed_at:
            return Problem("nudge_not_open")
        if not self.actor.holds_any(NUDGERS, report):
            return Problem("no_role")
        if self.today in days:
            return Problem("nudge_today")
        most = regional.setting(self.session, report.region_id, NUDGES_PER_WEEK, report.fiscal_year)
        lately = sorted(day for day in days if day > self.today - WEEK)
        if len(lately) >= most:
            return Problem("nudge_limit", {"most": most, "again_on": (lately[-most] + WEEK).isoformat()})
        return None if self._people() else Problem("nudge_nobody")

    def tell(self) -> int:
        """Log, messages and trail in the caller's transaction; how many people were told."""
        day, number = self.today, self.report.id
        shared: dict[str, Any] = {
            "created_at": clock.now(), "rule": NUDGE, "object_kind": KIND, "object_id": number, "day": day,
            "outcome": "sent", "reason": "",
        }  # fmt: skip
        rows = [{"recipient_id": user, **shared} for user in self._people()]
        new = sorted(user for (user,) in insert_all_once(self.session, ReminderLog, rows, "recipient_id"))
        due = self.report.extended_to or self.campaign.deadline
        facts = {
            "project_name": self.project_name, "deadline": due.isoformat(),
            "actor": self.actor.acting(NUDGERS, self.report).name, "note": self.note,
        }  # fmt: skip
        key = f"{NUDGE}:{number}:{day.isoformat()}"
        append_audit(
            self.session, actor_id=self.actor.user_id, actor_name=facts["actor"], action=NUDGE, object_kind=KIND,
            object_id=number, reason=self.note, details={"people": len(new)},
        )  # fmt: skip
        return notify_all(self.session, [Message(user, TEMPLATE, key, KIND, number, facts) for user in new])

    def _people(self) -> list[int]:
        """Who has the report now; nobody presses himself."""
        desk = self.report.desk
        people = people_at(self.session, [DESK_ROLES[desk]], self.report) if desk else set()
        return sorted(people - {self.actor.user_id})
