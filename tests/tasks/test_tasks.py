"""The tasks themselves, called as plain functions, and twice: the second call changes nothing."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select

from tasks import decisions, dispatch, jobs, reminders
from tests.domain.factories import declaration_at
from tests.domain.world import World
from tests.support.smtp import SmtpSink
from tests.tasks.fixtures import Calendar
from tests.tasks.monitoring import DEADLINE, in_force, opened, reports
from workflow import db
from workflow.lifecycle import Inputs
from workflow.models import InboxMessage, JobRun, OutboxMessage, PendingDecision, ReviewCard
from workflow.services.pending_decisions import Decision, save, send


def all_of(column: Any) -> list[Any]:
    with db.unit_of_work() as session:
        return list(session.exec(select(column)))


@pytest.fixture(autouse=True)
def settings(world: World, smtp_sink: SmtpSink, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIXIAO_DATABASE_URL", world.url)
    monkeypatch.setenv("JIXIAO_SMTP_URL", f"smtp://{smtp_sink.host}:{smtp_sink.port}")


def test_reminding_and_mailing_twice(world: World, calendar: Calendar, smtp_sink: SmtpSink) -> None:
    calendar.today = DEADLINE - timedelta(days=7)
    campaign = opened(world)
    in_force(world)  # approved after the campaign was opened: the task opens its report before it reminds
    for _ in range(2):
        reminders.remind(calendar.today.isoformat())
        dispatch.deliver()
    assert len(reports(campaign.id)) == 1
    assert Counter(all_of(InboxMessage.recipient_id)).most_common(1)[0][1] == 1
    assert all_of(OutboxMessage.status) == ["sent"] * 4
    assert len(smtp_sink.messages) == 4


def test_the_day_is_what_the_message_says_not_what_the_clock_says(world: World, calendar: Calendar) -> None:
    """Begun before midnight, repeated after it: still the reminder of the day before."""
    calendar.today = DEADLINE - timedelta(days=8)
    in_force(world)
    opened(world)
    calendar.today = DEADLINE - timedelta(days=3)
    reminders.remind((DEADLINE - timedelta(days=7)).isoformat())
    keys = {key.partition(":")[0] for key in all_of(InboxMessage.dedupe_key)}
    assert keys == {"monitoring_report-7"}


def test_sent_decisions_and_missing_cards(small_world: World, calendar: Calendar) -> None:
    """Performed after their minutes, once; a file that was never weighed is."""
    file = declaration_at(small_world, "submitted/section")
    reviewer = small_world.actor("section_a")
    with db.unit_of_work(write=True) as session:
        decision = Decision("return", file.read().version, Inputs(reason="请补充"))
        send(session, reviewer, [save(session, reviewer, file.id, decision).id])
        session.delete(session.exec(select(ReviewCard)).one())
    decisions.weigh()
    decisions.perform()
    assert (len(all_of(ReviewCard.id)), all_of(PendingDecision.status)) == (1, ["sent"])
    calendar.forward(minutes=10)
    for _ in range(2):
        decisions.perform()
    assert (all_of(PendingDecision.status), file.pair) == (["done"], "drafted/department")


def test_a_job_and_the_night(world: World, calendar: Calendar) -> None:
    """Before two in the morning the night of the day has not come; after it, it is asked for once."""
    calendar.forward(hours=-9)  # one in the morning
    jobs.nightly()
    assert all_of(JobRun.dedupe_key) == []
    calendar.forward(hours=1)
    for _ in range(2):
        jobs.nightly()
        jobs.run()
    nights = ("execution_rates", "indicator_library", "payment_totals")
    assert sorted(all_of(JobRun.dedupe_key)) == [f"{name}:nightly:2025-08-01" for name in nights]
    assert all_of(JobRun.status) == ["done"] * len(nights)
    calendar.today = date(2025, 8, 3)
    jobs.nightly()
    assert len(all_of(JobRun.dedupe_key)) == 2 * len(nights)
