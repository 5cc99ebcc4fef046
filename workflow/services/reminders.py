"""Reminding the people of unsubmitted monitoring reports: the beat asks "what is due", as often as it likes.

Of each report only the newest step whose day has come is sent; steps that were missed are written down as skipped. The
unique row of ``ReminderLog`` decides, so two schedulers, a killed worker or a lost day change nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from workflow import clock
from workflow.db import insert_all_once, unit_of_work
from workflow.models import Declaration, MonitoringCampaign, MonitoringReport, Organisation, Region, ReminderLog
from workflow.notifications.outbox import Message, notify_all
from workflow.permissions import people_at
from workflow.services.reminder_steps import Round
from workflow.types import ReportState, Role

REPORTS_PER_RUN = 200
KIND = str(MonitoringReport.__tablename__)


@dataclass
class Reminded:
    """What a run did: people told and steps skipped; ``last_id`` is the last report looked at, 0 = none was due."""

    sent: int = 0
    skipped: int = 0
    last_id: int = 0


def remind_all(today: date) -> Reminded:
    """Every report of every open campaign, a transaction per chunk; called as often as the schedule likes."""
    with unit_of_work() as session:
        rounds = due_rounds(session, today)
    told = Reminded()
    for one in rounds:
        after = 0
        while _something_due(one, after):
            with unit_of_work(write=True) as session:
                chunk = remind(session, one, after, REPORTS_PER_RUN)
            told.sent, told.skipped = told.sent + chunk.sent, told.skipped + chunk.skipped
            if not chunk.last_id:
                break  # all of it is being moved at this moment; the next run looks again
            after = chunk.last_id
    return told


def due_rounds(session: Session, today: date) -> list[Round]:
    """Open campaigns whose first step has come."""
    query = (
        select(MonitoringCampaign.id, MonitoringCampaign.name, col(MonitoringCampaign.deadline), Region.zone)
        .join(Region, col(Region.id) == MonitoringCampaign.region_id)
        .where(col(MonitoringCampaign.closed_at).is_(None))
        .order_by(col(MonitoringCampaign.id))
    )
    rounds = (Round(key, name, deadline, ZoneInfo(zone), today) for key, name, deadline, zone in session.exec(query))
    return [one for one in rounds if one.passed(date.min, under_department=True)]


def remind(session: Session, one: Round, after: int = 0, limit: int = REPORTS_PER_RUN) -> Reminded:
    """One chunk of reports in the caller's transaction: the newest step is sent, what was missed is written down."""
    query = _due(one, after).limit(limit).with_for_update(of=MonitoringReport, skip_locked=True)
    found = session.exec(query).all()
    logged = _logged(session, [report.id for report, *_ in found])
    people = People(session)
    send: list[tuple[Due, Message]] = []
    skip: list[Due] = []
    for report, project_name, unit_name, under_department in found:
        facts = {"project_name": project_name, "unit_name": unit_name, "deadline": one.deadline.isoformat()}
        steps = one.passed(_opened_on(report, one), under_department)
        reached = [(step, day, who) for step, day in steps if (who := people.of(step.role, report))]
        for number, (step, day, who) in enumerate(reached):
            if (report.id, step.rule, day) in logged:
                break  # this one and all older ones have been dealt with
            due = [Due(step.rule, report.id, user, day) for user in who]
            if number:
                skip += due
            else:
                send += [(line, line.message(step.template, facts)) for line in due]
    new = _log(session, [line for line, _ in send], "sent")
    sent = notify_all(session, [message for line, message in send if line in new])
    return Reminded(sent, len(_log(session, skip, "skipped")), found[-1][0].id if found else 0)


class Due(NamedTuple):
    """One line of the log: a step of a report for one person."""

    rule: str
    report_id: int
    recipient_id: int
    day: date

    def message(self, template: str, facts: dict[str, Any]) -> Message:
        """What the person is told."""
        key = f"{self.rule}:{self.report_id}:{self.day.isoformat()}"
        return Message(self.recipient_id, template, key, KIND, self.report_id, facts)


def _log(session: Session, lines: Sequence[Due], outcome: str) -> set[Due]:
    """Write the lines down; those that nobody had written before."""
    now = clock.now()
    rows = [
        {
            "created_at": now,
            "rule": line.rule,
            "object_kind": KIND,
            "object_id": line.report_id,
            "recipient_id": line.recipient_id,
            "day": line.day,
            "outcome": outcome,
        }
        for line in lines
    ]
    new = insert_all_once(session, ReminderLog, rows, "rule", "object_id", "recipient_id", "day")
    return {Due(*line) for line in new}


class People:
    """Who holds a role over a report; units have many reports, so the answer is kept for the chunk."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[tuple[Role, int, int], list[int]] = {}

    def of(self, role: Role, report: MonitoringReport) -> list[int]:
        """Ids in a fixed order."""
        key = (role, report.unit_id, report.department_id)
        if key not in self._known:
            self._known[key] = sorted(people_at(self._session, [role], report))
        return self._known[key]


def _logged(session: Session, report_ids: list[int]) -> set[tuple[int, str, date]]:
    query = select(ReminderLog.object_id, ReminderLog.rule, col(ReminderLog.day)).where(
        ReminderLog.object_kind == KIND, col(ReminderLog.object_id).in_(report_ids)
    )
    return set(session.exec(query).all())


def _opened_on(report: MonitoringReport, one: Round) -> date:
    return clock.local(report.created_at, one.zone).date()


_UNDER_DEPARTMENT = and_(
    col(Organisation.own_level).is_(False), col(MonitoringReport.unit_id) != MonitoringReport.department_id
)


def _due(one: Round, after: int) -> Select[MonitoringReport, str, str, bool]:
    """Never submitted reports whose newest step is not in the log, with what their reminders say."""
    return (
        select(MonitoringReport, Declaration.project_name, Organisation.name, _UNDER_DEPARTMENT)
        .join(Declaration, col(Declaration.id) == MonitoringReport.declaration_id)
        .join(Organisation, col(Organisation.id) == MonitoringReport.unit_id)
        .where(
            MonitoringReport.campaign_id == one.campaign_id,
            MonitoringReport.id > after,
            MonitoringReport.state == ReportState.drafted,
            col(MonitoringReport.first_submitted_at).is_(None),
            or_(
                and_(_UNDER_DEPARTMENT, _newest_open(one, under_department=True)),
                and_(~_UNDER_DEPARTMENT, _newest_open(one, under_department=False)),
            ),
        )
        .order_by(col(MonitoringReport.id))
    )


def _newest_open(one: Round, *, under_department: bool) -> ColumnElement[bool]:
    step, day = one.passed(date.min, under_department)[0]
    logged = exists().where(
        col(ReminderLog.object_kind) == KIND,
        col(ReminderLog.object_id) == MonitoringReport.id,
        col(ReminderLog.rule) == step.rule,
        col(ReminderLog.day) == day,
    )
    return and_(col(MonitoringReport.created_at) <= clock.end_of_day(day, one.zone), ~logged)


def _something_due(one: Round, after: int) -> bool:
    """Looked up without the write lock: most of the time there is nothing."""
    with unit_of_work() as session:
        return session.exec(_due(one, after).limit(1)).first() is not None
