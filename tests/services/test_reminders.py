"""Reminders: a whole campaign day by day, lost days, two beats at once, a worker killed with -9."""

import os
import signal
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select

from tests.domain.factories import File, move
from tests.domain.world import World
from tests.tasks.fixtures import Calendar
from tests.tasks.monitoring import DEADLINE, in_force, opened, report_of
from workflow import db
from workflow.models import Grant, InboxMessage, MonitoringReport, OutboxMessage, ReminderLog
from workflow.reminding.table import SHIPPED
from workflow.services.campaigns import close_campaign
from workflow.services.reminders import remind_all
from workflow.services.report_opening import sync_open_campaigns

ROOT = Path(__file__).parents[2]
FILERS = {"filer_a", "filer_b", "filer_and_head", "filer_and_reviewer", "filer_and_finance"}
HEADS = {"head_a", "head_b", "filer_and_head", "head_and_finance", "head_of_two"}
REVIEWERS = {"reviewer_a", "reviewer_b", "filer_and_reviewer"}
SECTION = {"section_a", "section_b", "filer_and_finance", "head_and_finance", "section_and_performance"}
EXPECTED = {-7: FILERS, -3: FILERS, 0: FILERS, 1: HEADS, 3: REVIEWERS, 5: SECTION}
"""Who is told when of a report of the unit "centre", by name: written down here once more, not read from the table."""


@dataclass(frozen=True)
class Told:
    """One line of the log, with names."""

    report: int
    day: int
    who: str
    outcome: str


def day(offset: int) -> date:
    return DEADLINE + timedelta(days=offset)


def logged(world: World, outcome: str = "sent") -> Counter[Told]:
    with db.unit_of_work() as session:
        rows = session.exec(select(ReminderLog).where(ReminderLog.outcome == outcome)).all()
    return Counter(
        Told(row.object_id, (row.day - DEADLINE).days, world.names[row.recipient_id], row.outcome) for row in rows
    )


def inbox(world: World) -> Counter[tuple[int | None, str]]:
    with db.unit_of_work() as session:
        query = select(InboxMessage.object_id, InboxMessage.recipient_id)
        rows = session.exec(query.where(col(InboxMessage.dedupe_key).startswith("monitoring_report"))).all()
    return Counter((report, world.names[user]) for report, user in rows)


def letters(world: World) -> Counter[str]:
    with db.unit_of_work() as session:
        query = select(OutboxMessage.recipient_id).where(col(OutboxMessage.dedupe_key).startswith("monitoring_report"))
        return Counter(world.names[user] for user in session.exec(query))


def expected(report: File, *days: int) -> Counter[Told]:
    return Counter(Told(report.id, offset, who, "sent") for offset in days for who in EXPECTED[offset])


def submitted(report: File, calendar: Calendar) -> None:
    with db.unit_of_work(write=True) as session:
        row = session.get_one(MonitoringReport, report.id)
        row.first_submitted_at, row.state, row.desk = calendar(), "submitted", "section"


def test_a_whole_campaign_day_by_day(world: World, calendar: Calendar) -> None:
    """From ten days before to eight days after, three looks a day: nothing missed, nothing twice."""
    calendar.today = day(-10)
    files = {name: in_force(world) for name in ("never", "in_time", "cancelled", "returned")}
    files["own_level"] = in_force(world, "hr_own")
    campaign = opened(world)
    reports = {name: report_of(campaign.id, file) for name, file in files.items()}
    for offset in range(-10, 9):
        calendar.today = day(offset)
        if offset == -4:
            submitted(reports["in_time"], calendar)
            submitted(reports["returned"], calendar)
        if offset == -2:
            files["late"] = in_force(world)
            move(reports["returned"], "section_a", "return", reason="数据不全")
        if offset == 2:
            move(reports["cancelled"], "performance_a", "cancel", reason="项目终止")
        sync_open_campaigns()
        for _ in range(3):
            remind_all(calendar.today)
    reports["late"] = report_of(campaign.id, files["late"])

    own_filers = {"filer_own_a", "filer_own_b"}
    own = {-7: own_filers, -3: own_filers, 0: own_filers, 1: {"head_own_a", "head_own_b", "head_of_two"}, 5: SECTION}
    of_own = (Told(reports["own_level"].id, offset, who, "sent") for offset, people in own.items() for who in people)
    wanted = (
        expected(reports["never"], -7, -3, 0, 1, 3, 5)
        + expected(reports["in_time"], -7)
        + expected(reports["returned"], -7)
        + expected(reports["cancelled"], -7, -3, 0, 1)
        + expected(reports["late"], 0, 1, 3, 5)
        + Counter(of_own)
    )
    assert logged(world) == wanted
    assert logged(world, "skipped") == Counter()
    assert inbox(world) == Counter((told.report, told.who) for told in wanted.elements())
    addressed = {"filer_b", "head_b", "reviewer_b", "section_b"}
    assert letters(world) == Counter(told.who for told in wanted.elements() if told.who not in addressed)


@pytest.mark.parametrize(("back", "sent", "skipped"), [(-2, -3, [-7]), (2, 1, [-7, -3, 0]), (30, 5, [-7, -3, 0, 1, 3])])
def test_after_lost_days_only_the_newest_step_is_sent(
    small_world: World, calendar: Calendar, back: int, sent: int, skipped: list[int]
) -> None:
    calendar.today = day(-10)
    declaration = in_force(small_world)
    report = report_of(opened(small_world).id, declaration)
    calendar.today = day(back)
    told = remind_all(calendar.today)
    assert logged(small_world) == expected(report, sent)
    missed = Counter(Told(report.id, offset, who, "skipped") for offset in skipped for who in EXPECTED[offset])
    assert logged(small_world, "skipped") == missed
    assert (told.sent, told.skipped) == (len(EXPECTED[sent]), missed.total())
    assert remind_all(calendar.today).sent == 0


def test_a_report_that_was_opened_later_never_gets_an_older_step(small_world: World, calendar: Calendar) -> None:
    calendar.today = day(-6)
    report = report_of_new(small_world)
    for offset in (-6, -5, -4):
        calendar.today = day(offset)
        remind_all(calendar.today)
    assert logged(small_world) == Counter()
    calendar.today = day(-3)
    remind_all(calendar.today)
    assert logged(small_world) == expected(report, -3)


def test_a_report_opened_on_the_day_of_a_step_gets_it_at_once(small_world: World, calendar: Calendar) -> None:
    calendar.today = day(-7)
    report = report_of_new(small_world)
    remind_all(calendar.today)
    assert logged(small_world) == expected(report, -7)


def report_of_new(world: World) -> File:
    declaration = in_force(world)
    return report_of(opened(world).id, declaration)


def test_a_step_nobody_can_be_told_of_gives_way_to_the_one_before(small_world: World, calendar: Calendar) -> None:
    calendar.today = day(-10)
    report = report_of_new(small_world)
    with db.unit_of_work(write=True) as session:
        for grant in session.exec(select(Grant).where(Grant.role == "unit_head")).all():
            session.delete(grant)
    calendar.today = day(2)
    remind_all(calendar.today)
    assert logged(small_world) == expected(report, 0)
    assert logged(small_world, "skipped").keys() == {
        Told(report.id, offset, who, "skipped") for offset in (-7, -3) for who in FILERS
    }
    assert remind_all(calendar.today).sent == 0


def test_a_closed_campaign_reminds_nobody(small_world: World, calendar: Calendar) -> None:
    calendar.today = day(-10)
    in_force(small_world)
    campaign = opened(small_world)
    with db.unit_of_work(write=True) as session:
        close_campaign(session, small_world.actor("performance_a"), campaign.id, "不再监控")
    calendar.today = DEADLINE
    remind_all(calendar.today)
    assert logged(small_world) == Counter()


def test_more_reports_than_one_transaction_takes(
    small_world: World, calendar: Calendar, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workflow.services.reminders.OBJECTS_PER_RUN", 2)
    calendar.today = day(-7)
    files = [in_force(small_world) for _ in range(5)]
    campaign = opened(small_world)
    remind_all(calendar.today)
    wanted = Counter[Told]()
    for file in files:
        wanted += expected(report_of(campaign.id, file), -7)
    assert logged(small_world) == wanted


def test_two_beats_at_once(world: World, calendar: Calendar, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workflow.services.reminders.OBJECTS_PER_RUN", 3)
    calendar.today = day(-10)
    files = [in_force(world) for _ in range(12)]
    campaign = opened(world)
    calendar.today = day(1)
    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(lambda _: remind_all(day(1)), range(4)))
    remind_all(day(1))  # what somebody else was holding at that moment
    wanted = Counter[Told]()
    for file in files:
        wanted += expected(report_of(campaign.id, file), 1)
    assert logged(world) == wanted
    assert inbox(world) == Counter((one.report, one.who) for one in wanted)
    assert sum(one.sent for one in told) <= wanted.total()


KILLED = """
import os, signal, sys
from datetime import UTC, date, datetime
from sqlalchemy import event
from workflow import clock, db
from workflow.services import reminders

engine = db.configure(sys.argv[1])
clock.set_source(lambda: datetime.fromisoformat(sys.argv[2]))
reminders.OBJECTS_PER_RUN = 3
seen = 0

@event.listens_for(engine, "before_cursor_execute")
def count(connection, cursor, statement, *rest):
    global seen
    seen += "INSERT INTO inbox_message" in statement
    if seen == 2:
        os.kill(os.getpid(), signal.SIGKILL)

reminders.remind_all(date.fromisoformat(sys.argv[2][:10]))
"""


def test_killed_in_the_middle_it_goes_on_where_it_was(world: World, calendar: Calendar) -> None:
    """kill -9 of the process in its second transaction; the next one finishes the work."""
    calendar.today = day(-7)
    files = [in_force(world) for _ in range(9)]
    campaign = opened(world)
    words = [sys.executable, "-c", KILLED, world.url, f"{day(-7)}T03:00:00+00:00"]
    assert subprocess.run(words, cwd=ROOT, env=os.environ, check=False).returncode == -signal.SIGKILL
    assert logged(world).total() == 15  # three reports with five filers each are one transaction
    remind_all(day(-7))
    wanted = Counter[Told]()
    for file in files:
        wanted += expected(report_of(campaign.id, file), -7)
    assert logged(world) == wanted
    assert inbox(world) == Counter((one.report, one.who) for one in wanted)


def test_the_table_says_what_was_agreed() -> None:
    monitoring = [rule for rule in SHIPPED.values() if rule.event == "monitoring_due" and rule.active]
    assert [(rule.days, rule.roles, rule.code) for rule in monitoring] == [
        ((-7,), ("filer",), "monitoring_report-7"), ((-3,), ("filer",), "monitoring_report-3"),
        ((0,), ("filer",), "monitoring_report+0"), ((1,), ("unit_head",), "monitoring_report+1"),
        ((3,), ("department_reviewer",), "monitoring_report+3"), ((5,), ("section_reviewer",), "monitoring_report+5"),
    ]  # fmt: skip
