"""催办: pressing for what was not submitted, by hand, one or many; never more often than the region allows.

A nudge is a line of ``ReminderLog`` like any reminder, so that it is in the history of the object and once per person
and day; its people are those of the desk where the object lies.
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
from workflow.models import (
    Declaration,
    DeclarationTask,
    MonitoringCampaign,
    MonitoringReport,
    Organisation,
    Region,
    ReminderLog,
    ReturnOrder,
)
from workflow.notifications.outbox import Message, notify_all
from workflow.permissions import Actor, people_at, visible_to
from workflow.regional.table import NUDGES_PER_WEEK
from workflow.reminding.readers import CORRECTION_DAY, RETURNED, TASK_DAY, TO_SUBMIT
from workflow.reminding.table import NUDGE, NUDGERS
from workflow.texts import said
from workflow.types import ReportState, State

REPORT = "monitoring_report.nudge"
DECLARATION = "declaration.nudge"
CORRECTION = "declaration.nudge_correction"
WEEK = timedelta(days=7)
LONGEST_NOTE = 100


@dataclass
class Nudged:
    """How many objects were pressed for and people told; what was left out, by project, and why."""

    reports: int = 0
    people: int = 0
    left_out: list[tuple[str, Problem]] = field(default_factory=list)


@dataclass(frozen=True)
class Wanted:
    """One object that was chosen. ``refused``: why it cannot be pressed for whoever presses."""

    row: MonitoringReport | Declaration
    project_name: str
    unit_name: str
    template: str
    due: date
    zone: str
    refused: str = ""

    @property
    def kind(self) -> str:
        """How the log and the messages call it."""
        return str(self.row.__tablename__)


def nudge_reports(
    session: Session, actor: Actor, campaign_id: int, report_ids: Sequence[int], note: str = ""
) -> Nudged:
    """Press for the chosen reports of a campaign; what cannot be pressed for is told, the others are.

    Raises ``NotFound`` where the actor sees none of them, ``RuleFailed`` for nothing chosen or too long a note.
    """
    note = _checked(report_ids, note)
    columns: tuple[Any, ...] = (
        MonitoringReport, Declaration.project_name, Organisation.name, MonitoringCampaign, Region.zone,
    )  # fmt: skip
    query = (
        select(*columns)
        .join(Declaration, col(Declaration.id) == MonitoringReport.declaration_id)
        .join(MonitoringCampaign, col(MonitoringCampaign.id) == MonitoringReport.campaign_id)
        .join(Region, col(Region.id) == MonitoringReport.region_id)
        .join(Organisation, col(Organisation.id) == MonitoringReport.unit_id)
        .where(
            MonitoringReport.campaign_id == campaign_id,
            col(MonitoringReport.id).in_(report_ids),
            visible_to(actor, MonitoringReport),
        )
        .order_by(col(MonitoringReport.id))
        .with_for_update(of=MonitoringReport, key_share=True)  # two clicks at once take turns, so the limit holds
        .execution_options(populate_existing=True)
    )
    found = [
        Wanted(
            report, name, unit, REPORT, report.extended_to or campaign.deadline, zone,
            "nudge_not_open" if report.state != ReportState.drafted or campaign.closed_at else "",
        )
        for report, name, unit, campaign, zone in session.exec(query)
    ]  # fmt: skip
    if not found:
        raise NotFound("no_such_report")
    return _press(session, actor, found, note)


def nudge_declarations(session: Session, actor: Actor, ids: Sequence[int], note: str = "") -> Nudged:
    """Press for declarations that were never submitted, or were returned and not submitted again.

    Raises what ``nudge_reports`` raises.
    """
    note = _checked(ids, note)
    columns: tuple[Any, ...] = (
        Declaration, Organisation.name, ReturnOrder.id, CORRECTION_DAY, TASK_DAY, Region.zone,
    )  # fmt: skip
    query = (
        select(*columns)
        .join(DeclarationTask, col(DeclarationTask.id) == Declaration.task_id)
        .join(Region, col(Region.id) == Declaration.region_id)
        .join(Organisation, col(Organisation.id) == Declaration.unit_id)
        .outerjoin(*RETURNED)
        .where(col(Declaration.id).in_(ids), visible_to(actor, Declaration), TO_SUBMIT)
        .order_by(col(Declaration.id))
        .with_for_update(of=Declaration, key_share=True)  # two clicks at once take turns, so the limit holds
        .execution_options(populate_existing=True)
    )
    found = [
        Wanted(
            row, row.project_name, unit, CORRECTION if returned else DECLARATION, again if returned else first, zone,
            "" if row.state == State.drafted else "nudge_submitted",
        )
        for row, unit, returned, again, first, zone in session.exec(query)
    ]  # fmt: skip
    if not found:
        raise NotFound("no_such_file")
    return _press(session, actor, found, note)


def _checked(ids: Sequence[int], note: str) -> str:
    """The note as it is told."""
    note = said(note)
    if not ids:
        raise RuleFailed("nudge_nothing_chosen")
    if len(note) > LONGEST_NOTE:
        raise RuleFailed("nudge_note_too_long", most=LONGEST_NOTE)
    return note


def _press(session: Session, actor: Actor, found: Sequence[Wanted], note: str) -> Nudged:
    result, days = Nudged(), nudged_days(session, found[0].kind, [wanted.row.id for wanted in found])
    for wanted in found:
        one = _Nudge(session, actor, wanted, clock.business_date(ZoneInfo(wanted.zone)), note)
        if problem := one.problem(days.get(wanted.row.id, set())):
            result.left_out.append((wanted.project_name, problem))
        else:
            result.reports += 1
            result.people += one.tell()
    return result


def nudged_days(session: Session, kind: str, ids: Iterable[int]) -> dict[int, set[date]]:
    """On which days objects were pressed for."""
    query = select(ReminderLog.object_id, col(ReminderLog.day)).where(
        ReminderLog.rule == NUDGE, ReminderLog.object_kind == kind, col(ReminderLog.object_id).in_(list(ids))
    )
    found: dict[int, set[date]] = {}
    for object_id, day in session.exec(query.distinct()):
        found.setdefault(object_id, set()).add(day)
    return found


@dataclass
class _Nudge:
    """Pressing for one object."""

    session: Session
    actor: Actor
    wanted: Wanted
    today: date
    note: str

    def problem(self, days: set[date]) -> Problem | None:
        """Why this object is not pressed for now."""
        row = self.wanted.row
        if self.wanted.refused:
            return Problem(self.wanted.refused)
        if not self.actor.holds_any(NUDGERS, row):
            return Problem("no_role")
        if self.today in days:
            return Problem("nudge_today")
        most = regional.setting(self.session, row.region_id, NUDGES_PER_WEEK, row.fiscal_year)
        lately = sorted(day for day in days if day > self.today - WEEK)
        if len(lately) >= most:
            return Problem("nudge_limit", {"most": most, "again_on": (lately[-most] + WEEK).isoformat()})
        return None if self._people() else Problem("nudge_nobody")

    def tell(self) -> int:
        """Log, messages and trail in the caller's transaction; how many people were told."""
        day, kind, number = self.today, self.wanted.kind, self.wanted.row.id
        shared: dict[str, Any] = {
            "created_at": clock.now(), "rule": NUDGE, "object_kind": kind, "object_id": number, "day": day,
            "outcome": "sent", "reason": "",
        }  # fmt: skip
        rows = [{"recipient_id": user, **shared} for user in self._people()]
        new = sorted(user for (user,) in insert_all_once(self.session, ReminderLog, rows, "recipient_id"))
        facts = {
            "project_name": self.wanted.project_name, "unit_name": self.wanted.unit_name,
            "deadline": self.wanted.due.isoformat(),
            "actor": self.actor.acting(NUDGERS, self.wanted.row).name, "note": self.note,
        }  # fmt: skip
        key = f"{NUDGE}:{kind}:{number}:{day.isoformat()}"
        append_audit(
            self.session, actor_id=self.actor.user_id, actor_name=facts["actor"], action=NUDGE, object_kind=kind,
            object_id=number, reason=self.note, details={"people": len(new)},
        )  # fmt: skip
        template = self.wanted.template
        return notify_all(self.session, [Message(user, template, key, kind, number, facts) for user in new])

    def _people(self) -> list[int]:
        """Who has the object now; nobody presses himself."""
        desk = self.wanted.row.desk
        people = people_at(self.session, [DESK_ROLES[desk]], self.wanted.row) if desk else set()
        return sorted(people - {self.actor.user_id})
