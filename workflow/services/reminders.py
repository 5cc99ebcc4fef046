"""Reminding the people of unsubmitted monitoring reports: the beat asks "what is due", as often as it likes.

Of each report only the newest step whose day has come is sent; steps that were missed are written down as skipped. The
unique row of ``ReminderLog`` decides, so two schedulers, a killed worker or a lost day change nothing.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from workflow import clock
from workflow.db import insert_once, unit_of_work
from workflow.lifecycle.facts import file_kind
from workflow.models import Declaration, MonitoringCampaign, MonitoringReport, Organisation, Region, ReminderLog
from workflow.notifications.outbox import notify
from workflow.permissions import people_at
from workflow.services.reminder_steps import Round, Step
from workflow.types import ReportState, Role

REPORTS_PER_RUN = 200


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
    people, told = People(session), Reminded()
    for report, project_name, unit_name, under_department in found:
        steps = one.passed(_opened_on(report, one), under_department)
        reached = [(step, day, who) for step, day in steps if (who := people.of(step.role, report))]
        facts = {"project_name": project_name, "unit_name": unit_name, "deadline": one.deadline.isoformat()}
        for number, (step, day, who) in enumerate(reached):
            if (report.id, step.rule, day) in logged:
                break  # this one and all older ones have been dealt with
            if number == 0:
                told.sent += _send(session, report, step, day, who, facts)
            else:
                told.skipped += sum(_log(session, report, step, day, user, "skipped") for user in who)
        told.last_id = report.id
    return told


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


def _send(
    session: Session, report: MonitoringReport, step: Step, day: date, who: list[int], facts: dict[str, Any]
) -> int:
    new = [user for user in who if _log(session, report, step, day, user, "sent")]
    return notify(
        session,
        new,
        template=step.template,
        key=f"{step.rule}:{report.id}:{day.isoformat()}",
        object_kind=file_kind(report),
        object_id=report.id,
        facts=facts,
    )


def _log(session: Session, report: MonitoringReport, step: Step, day: date, user_id: int, outcome: str) -> bool:
    return insert_once(
        session,
        ReminderLog,
        created_at=clock.now(),
        rule=step.rule,
        object_kind=file_kind(report),
        object_id=report.id,
        recipient_id=user_id,
        day=day,
        outcome=outcome,
    )


def _logged(session: Session, report_ids: list[int]) -> set[tuple[int, str, date]]:
    query = select(ReminderLog.object_id, ReminderLog.rule, col(ReminderLog.day)).where(
        ReminderLog.object_kind == MonitoringReport.__tablename__, col(ReminderLog.object_id).in_(report_ids)
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
        col(ReminderLog.object_kind) == MonitoringReport.__tablename__,
        col(ReminderLog.object_id) == MonitoringReport.id,
        col(ReminderLog.rule) == step.rule,
        col(ReminderLog.day) == day,
    )
    return and_(col(MonitoringReport.created_at) <= clock.end_of_day(day, one.zone), ~logged)


def _something_due(one: Round, after: int) -> bool:
    """Looked up without the write lock: most of the time there is nothing."""
    with unit_of_work() as session:
        return session.exec(_due(one, after).limit(1)).first() is not None
