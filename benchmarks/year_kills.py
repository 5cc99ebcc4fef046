"""kill -9 of a real worker and a real beat, again and again, while reminders are due; then everything is counted."""

import argparse
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from sqlmodel import select

from benchmarks.measure import table
from benchmarks.server import postgres
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
VICTIMS = (("worker",), ("worker",), ("beat",), ("worker", "beat"))
LONGEST_LIFE = 0.6
"""Seconds after the first line in the log: by then the log, the messages or the letters are half done."""
chance = random.Random(9)


def run(kills: int) -> None:
    """On PostgreSQL and Valkey; raises ``SystemExit`` where somebody was missed or told twice."""
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, postgres() as new_database:
        home, url = Path(folder), new_database()
        fill(url)
        with running(Valkey(home)) as valkey, listening(SmtpSink()) as sink:
            world = open_world(url)
            settings = load_settings(
                home=home, database_url=url, redis_url=valkey.url, smtp_url=f"smtp://{sink.host}:{sink.port}",
                secret_key="only for a benchmark 0123456789 abcdefgh", demo=False,
            )  # fmt: skip
            killed, found_at = _kill(world, settings, valkey.url, kills)
            faults = _faults(sink, kills * AT_ONCE)
        db.dispose()
    table("kill -9 on PostgreSQL and Valkey", ("killed", "times"), list(killed.items()))
    table("what was half done at that moment", ("what", "times"), list(found_at.items()))
    print(f"{time.monotonic() - begun:.0f} s, {len(faults)} faults")
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


def _kill(world: World, settings: Settings, broker: str, kills: int) -> tuple[Counter[str], Counter[str]]:
    """So many deaths; whoever was killed is started again, as the supervisor of the product does."""
    killed: Counter[str] = Counter()
    found_at: Counter[str] = Counter()
    opened(world, deadline=clock.business_date() + timedelta(days=7), cutoff_month=6)
    with Processes(settings) as background:
        alive = {"worker": background.worker(), "beat": background.beat()}
        for number in range(1, kills + 1):
            written = _count(ReminderLog)
            for _ in range(AT_ONCE):
                in_force(world)
            _wait(lambda before=written: _count(ReminderLog) > before, broker, seconds=60)  # type: ignore[misc]
            time.sleep(chance.random() * LONGEST_LIFE)
            for who in chance.choice(VICTIMS):
                background.kill_9(alive[who])
                killed[who] += 1
                found_at.update(_half_done(number * AT_ONCE))
                alive[who] = background.worker() if who == "worker" else background.beat(number)
        _wait(lambda: _count(ReminderLog) == kills * AT_ONCE * len(FILERS), broker)
        _wait(lambda: not _letters()["due"], broker)
        for process in alive.values():
            background.kill_9(process)
    return killed, found_at


def _half_done(reports: int) -> list[str]:
    """What a death left behind."""
    letters, found = _letters(), []
    if _count(ReminderLog) < reports * len(FILERS):
        found.append("reminders not written")
    if letters["due"]:
        found.append("letters not sent")
    if letters["sending"]:
        found.append("a letter in the hands of a worker")
    return found or ["nothing"]


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


def _count(model: type[ReminderLog]) -> int:
    with db.unit_of_work() as session:
        return len(session.exec(select(model.id)).all())


def _letters() -> Counter[str]:
    with db.unit_of_work() as session:
        return Counter(session.exec(select(OutboxMessage.status)))


def main() -> None:
    """``python -m benchmarks.year_kills``."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.year_kills", description=__doc__)
    parser.add_argument("--kills", type=int, default=20, help="how many times")
    run(parser.parse_args().kills)


if __name__ == "__main__":
    main()
