"""kill -9 of a real worker and a real beat, again and again, while reminders are due; then everything is counted."""

import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path

from sqlmodel import select

from benchmarks.measure import table
from tasks.app import app
from tests.domain.world import NO_ADDRESS, PEOPLE, World, fill, open_world
from tests.support.smtp import SmtpSink, listening
from tests.support.valkey import Valkey
from tests.tasks.monitoring import in_force, opened
from tests.tasks.processes import Processes
from webapp.settings import Settings, load_settings
from workflow import clock, db
from workflow.models import InboxMessage, OutboxMessage, ReminderLog
from workflow.services.outbox_delivery import LEASE, deliver_due

FILERS = {who for who, grants in PEOPLE.items() if ("filer", "centre") in grants}
AT_ONCE = 3
"""Reports that become due before each kill."""
chance = random.Random(9)


def run(kills: int) -> None:
    """Raises ``SystemExit`` where somebody was missed or told twice."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        url = f"sqlite:///{home / 'kills.db'}"
        fill(url)
        with running(Valkey(home)) as valkey, listening(SmtpSink()) as sink:
            world = open_world(url)
            settings = load_settings(
                home=home, database_url=url, redis_url=valkey.url, smtp_url=f"smtp://{sink.host}:{sink.port}",
                secret_key="only for a benchmark 0123456789 abcdefgh", demo=False,
            )  # fmt: skip
            killed = _kill(world, settings, kills)
            faults = _faults(sink, kills * AT_ONCE)
        db.dispose()
    table("kill -9", ("killed", "times"), list(killed.items()))
    for fault in faults:
        print(fault)
    if faults:
        raise SystemExit(1)


@contextmanager
def running(broker: Valkey) -> Iterator[Valkey]:
    """Started, and stopped with the block."""
    broker.start()
    try:
        yield broker
    finally:
        broker.stop()


def _kill(world: World, settings: Settings, kills: int) -> Counter[str]:
    killed: Counter[str] = Counter()
    campaign = opened(world, deadline=clock.business_date() + timedelta(days=7), cutoff_month=6)
    with Processes(settings) as background:
        for number in range(kills):
            for _ in range(AT_ONCE):
                in_force(world)
            written = _count(ReminderLog)
            worker, beat = background.worker(), background.beat(number)
            _wait(partial(_grown, written), settings.redis_url, seconds=20)
            time.sleep(chance.random() * 0.4)  # the log, the messages or the letters may be half done
            for who, process in (("worker", worker), ("beat", beat)):
                background.kill_9(process)
                killed[who] += 1
        worker = background.worker()
        _wait(lambda: _count(ReminderLog) == kills * AT_ONCE * len(FILERS), settings.redis_url)
        _wait(lambda: not _letters()["due"], settings.redis_url)
        background.kill_9(worker)
        killed["worker"] += 1
    assert campaign.closed_at is None
    return killed


def _wait(done: Callable[[], bool], url: str | None, seconds: float = 120) -> None:
    """Ask as a beat does until it is done or the time is over; what is missing then is told by the count."""
    end = time.monotonic() + seconds
    while not done() and time.monotonic() < end:
        with app.connection_for_write(url=url) as connection:
            for name in ("reminders.look", "mail.deliver"):
                app.send_task(name, connection=connection)
        time.sleep(0.2)


def _faults(sink: SmtpSink, reports: int) -> list[str]:
    with clock.fixed(clock.now() + LEASE + timedelta(seconds=1)):
        deliver_due(None, "")
    told = reports * len(FILERS)
    addressed = reports * len(FILERS - NO_ADDRESS)
    arrived = Counter(str(mail["Message-ID"]) for mail in sink.messages)
    letters = _letters()
    with db.unit_of_work() as session:
        inbox = Counter(session.exec(select(InboxMessage.dedupe_key, InboxMessage.recipient_id)).all())
    counted = {
        "lines of the log": (_count(ReminderLog), told),
        "inbox": (inbox.total(), told),
        "the same twice in an inbox": (sum(count - 1 for count in inbox.values()), 0),
        "letters that arrived twice": (sum(count - 1 for count in arrived.values()), 0),
        "letters written": (letters["sent"] + letters["unknown"], addressed),
    }
    table("after the last start", ("what", "found", "expected"), [(what, *pair) for what, pair in counted.items()])
    print(f"letters: {dict(letters)}, {arrived.total()} arrived")
    lost = addressed - arrived.total() - letters["unknown"]
    wrong = [what for what, (found, wanted) in counted.items() if found != wanted]
    return [*wrong, "letters lost"] if lost > 0 else wrong


def _grown(before: int) -> bool:
    return _count(ReminderLog) > before


def _count(model: type[ReminderLog]) -> int:
    with db.unit_of_work() as session:
        return len(session.exec(select(model.id)).all())


def _letters() -> Counter[str]:
    with db.unit_of_work() as session:
        return Counter(session.exec(select(OutboxMessage.status)))
