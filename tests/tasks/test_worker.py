"""Real workers, real beats, a real broker and a mail server: killed with -9, doubled, cut off."""

import asyncio
import os
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP, Envelope
from aiosmtpd.smtp import Session as SmtpSession
from sqlmodel import func, select

from tasks.app import app
from tests.domain.world import World
from tests.support.smtp import SmtpSink, listening
from tests.support.valkey import Valkey
from tests.tasks.monitoring import in_force, opened
from tests.tasks.processes import Processes
from webapp.settings import Settings, load_settings
from workflow import clock, db
from workflow.models import InboxMessage, OutboxMessage, ReminderLog
from workflow.services.outbox_delivery import LEASE, deliver_due

pytestmark = pytest.mark.long
FILERS = 5
WITH_ADDRESS = 4
REPORTS = 6


@dataclass
class UnhurriedSink(SmtpSink):
    """Takes its time, so that a kill meets a worker in the middle of a letter."""

    seconds: float = 0.15

    async def handle_DATA(self, server: SMTP, session: SmtpSession, envelope: Envelope) -> str:
        await asyncio.sleep(self.seconds)
        return await super().handle_DATA(server, session, envelope)


@pytest.fixture
def sink() -> Iterator[UnhurriedSink]:
    with listening(UnhurriedSink()) as found:
        assert isinstance(found, UnhurriedSink)
        yield found


@pytest.fixture
def background(world: World, valkey: Valkey, sink: UnhurriedSink, tmp_path: Path) -> Iterator[Processes]:
    with Processes(product(world, valkey, sink, tmp_path)) as found:
        yield found


def product(world: World, valkey: Valkey, sink: SmtpSink, home: Path) -> Settings:
    return load_settings(
        home=home,
        database_url=world.url,
        redis_url=valkey.url,
        smtp_url=f"smtp://{sink.host}:{sink.port}",
        secret_key="only for tests 0123456789 abcdefghijkl",
        demo=False,
    )


def eventually(true: Callable[[], object], seconds: float = 40.0) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.1)


def letters() -> Counter[str]:
    with db.unit_of_work() as session:
        return Counter(session.exec(select(OutboxMessage.status)))


def inbox() -> Counter[tuple[int | None, int]]:
    with db.unit_of_work() as session:
        return Counter(session.exec(select(InboxMessage.object_id, InboxMessage.recipient_id)).all())


def remembered() -> int:
    with db.unit_of_work() as session:
        return session.exec(select(func.count()).select_from(ReminderLog)).one()


_months = count(1)
"""One open campaign each."""


def a_campaign_that_ends_in_a_week(world: World, reports: int = REPORTS) -> None:
    for _ in range(reports):
        in_force(world)
    opened(world, deadline=clock.business_date() + timedelta(days=7), cutoff_month=next(_months))


def ask(settings_url: str, *tasks: str) -> None:
    """What a beat says, at once and in a row: with servers the real one would take its minutes."""
    with app.connection_for_write(url=settings_url) as connection:
        for name in tasks:
            app.send_task(name, connection=connection)


def test_two_beats_a_worker_killed_with_9_and_nobody_is_told_twice(
    world: World, background: Processes, sink: UnhurriedSink, valkey: Valkey
) -> None:
    """On SQLite with two real beats; on PostgreSQL, where they would take minutes, with what they say."""
    first = background.worker()
    if world.is_sqlite:
        background.beat(1)
        background.beat(2)

    def say(*tasks: str) -> None:
        if not world.is_sqlite:
            ask(valkey.url, *tasks)

    a_campaign_that_ends_in_a_week(world)
    say("reminders.look", "reminders.look")
    eventually(lambda: remembered() == REPORTS * FILERS)
    say("mail.deliver", "mail.deliver")
    sink.wait(5, seconds=40)
    background.kill_9(first)

    second = background.worker()
    say("reminders.look", "mail.deliver", "reminders.look", "mail.deliver")
    eventually(lambda: letters()["due"] == 0)
    time.sleep(10 * sink.seconds)  # the last letters of the second worker
    lost = letters()["sending"]  # what the first one had in its hands
    background.kill_9(second)

    assert inbox() == Counter(dict.fromkeys(inbox(), 1))
    assert inbox().total() == remembered() == REPORTS * FILERS
    arrived = Counter(str(mail["Message-ID"]) for mail in sink.messages)
    assert set(arrived.values()) == {1}
    assert lost <= 2, "one letter per process"
    assert letters() == +Counter({"sent": REPORTS * WITH_ADDRESS - lost, "sending": lost})
    assert letters()["sent"] <= arrived.total() <= letters()["sent"] + lost
    with clock.fixed(clock.now() + LEASE + timedelta(seconds=1)):
        deliver_due(None, "")
    assert letters() == +Counter({"sent": REPORTS * WITH_ADDRESS - lost, "unknown": lost})


def test_the_broker_is_away_at_a_click_and_a_child_of_the_worker_dies(
    small_world: World, valkey: Valkey, sink: UnhurriedSink, tmp_path: Path
) -> None:
    """The click is in the database; when the broker is back the message goes out. A dead child is replaced."""
    with Processes(product(small_world, valkey, sink, tmp_path)) as background:
        worker, _ = background.worker(), background.beat()
        eventually(lambda: len(background.children(worker)) == 2)
        valkey.stop()
        a_campaign_that_ends_in_a_week(small_world, reports=1)
        time.sleep(1)
        assert sink.messages == []
        valkey.start()
        eventually(lambda: letters() == Counter({"sent": WITH_ADDRESS}), seconds=60)

        os.kill(background.children(worker)[0], signal.SIGKILL)
        a_campaign_that_ends_in_a_week(small_world, reports=1)
        everything = 4 * WITH_ADDRESS  # both campaigns have a report for both declarations
        eventually(lambda: letters() == Counter({"sent": everything}), seconds=60)
        assert len(sink.messages) == everything
        assert worker.poll() is None
