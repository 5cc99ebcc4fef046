"""``python -m benchmarks.simulated_year``: a year of reminders in minutes, with everything that goes wrong in one.

Two beats look at the same days, days are lost, workers die at every place of ``workflow.failpoints``; at the end the
log is compared line by line with ``year_oracle``, and the letters with what a real mail server got.
"""

import argparse
import random
import re
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from datetime import time as hour
from pathlib import Path
from typing import cast

from aiosmtpd.smtp import SMTP, Envelope, Session
from sqlmodel import select

from benchmarks.measure import table
from benchmarks.year_lives import Lives
from benchmarks.year_oracle import RULES, Told, expected
from tests.domain.world import World, fill, open_world
from tests.support.smtp import SmtpSink, listening
from workflow import clock, db, failpoints
from workflow.models import InboxMessage, OutboxMessage, ReminderLog
from workflow.services import reminders
from workflow.services.mail import MailServer
from workflow.services.outbox_delivery import LEASE, deliver_due, resend

FIRST, LAST = date(2025, 1, 1), date(2025, 12, 31)
SMALL_CHUNKS = 3
"""Objects in one transaction here, so that a death finds some of the work done."""
LOST = frozenset(
    date(2025, month, day)
    for month, days in ((4, (16,)), (7, (12, 13, 14)), (9, (27, 28, 29)), (10, (9,)), (11, range(20, 30)))
    for day in days
)
"""Days on which no beat was running."""
MESSAGE_ID = re.compile(rb"^Message-ID: <(outbox-\d+)@", re.MULTILINE)
MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it
"""Where there is one the database lies in memory: a process that dies here takes nothing with it but itself."""


class Died(BaseException):
    """The worker is dead: nobody catches this, nothing is cleaned up but what the database does."""


@dataclass
class Counting(SmtpSink):
    """A mail server that only counts letters by what tells them apart."""

    numbers: Counter[str] = field(default_factory=Counter)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Reads no more of a letter than its Message-ID."""
        found = MESSAGE_ID.search(cast(bytes, envelope.content))
        self.numbers[found[1].decode() if found else ""] += 1
        return "250 OK"


@dataclass
class Deaths:
    """The hook of ``failpoints``: kills at one place, the n-th time it is come past."""

    place: str = ""
    left: int = 0
    died: Counter[str] = field(default_factory=Counter)

    def __call__(self, name: str) -> None:
        if name == self.place:
            self.left -= 1
            if self.left < 0:
                self.place = ""
                self.died[name] += 1
                raise Died(name)


@dataclass
class Year:
    """One simulated stretch of days."""

    world: World
    sink: Counting
    lives: Lives
    deaths: Deaths = field(default_factory=Deaths)
    looked: list[date] = field(default_factory=list)
    chance: random.Random = field(default_factory=lambda: random.Random(2025))
    now: datetime = datetime(2025, 1, 1, tzinfo=UTC)
    found: list[str] = field(default_factory=list)

    def instant(self) -> datetime:
        """Each look at the clock is a millisecond later."""
        self.now += timedelta(milliseconds=1)
        return self.now

    def live(self, first: date, last: date) -> None:
        """Day by day: what happens in the morning, then the beats."""
        day = first
        while day <= last:
            self.now = datetime.combine(day, hour(0, 30), UTC)  # half past eight in Ezhou
            self.lives.morning(day)
            if day not in LOST:
                self._beats(day)
                self.looked.append(day)
            day += timedelta(days=1)

    def _beats(self, day: date) -> None:
        """Two beats; one may die at any place, in the end one of them comes through."""
        if not self.deaths.place:
            self.deaths.place = min(failpoints.POINTS, key=lambda place: self.deaths.died[place])
            self.deaths.left = self.chance.randrange(2)
        if day.day % 9 == 0:
            with ThreadPoolExecutor(2) as pool:
                list(pool.map(self._look_and_perhaps_die, (day, day)))
        else:
            self._look_and_perhaps_die(day)
        armed, self.deaths.place = self.deaths.place, ""
        self._look(day)
        self.deaths.place = armed

    def _look_and_perhaps_die(self, day: date) -> None:
        with suppress(Died):
            self._look(day)

    def _look(self, day: date) -> None:
        reminders.remind_all(day)
        deliver_due(
            MailServer(f"smtp://{self.sink.host}:{self.sink.port}", "jixiao@ezhou.example"), "https://j.example"
        )

    # --- what came of it --------------------------------------------------------------------------------------------

    def wanted(self) -> Counter[Told]:
        """By the oracle."""
        return expected(self.lives.all, self.looked, self.lives.people)

    def logged(self) -> Counter[Told]:
        """By the log."""
        names = self.world.names
        with db.unit_of_work() as session:
            rows = session.exec(select(ReminderLog)).all()
        return Counter(
            Told(row.rule, row.object_kind, row.object_id, names[row.recipient_id], row.day, row.reason or row.outcome)
            for row in rows
        )

    def inbox(self) -> Counter[tuple[str, str]]:
        """Message and person."""
        with db.unit_of_work() as session:
            rows = session.exec(select(InboxMessage.dedupe_key, InboxMessage.recipient_id)).all()
        return Counter((key, self.world.names[user]) for key, user in rows)

    def settle_letters(self) -> Counter[str]:
        """After the lease the letters of the dead are unknown; those that surely never left are sent again by a person.

        Answers the letters by state; a letter that died in the hands of the server stays unknown: it did arrive.
        """
        self.deaths.place = ""
        self.now += LEASE + timedelta(seconds=1)
        self._look(self.looked[-1])
        with db.unit_of_work(write=True) as session:
            rows = session.exec(select(OutboxMessage).where(OutboxMessage.status == "unknown")).all()
            for row in rows:
                if f"outbox-{row.id}" not in self.sink.numbers:
                    resend(session, self.world.actor("performance_a"), row.id)
        self._look(self.looked[-1])
        with db.unit_of_work() as session:
            return Counter(session.exec(select(OutboxMessage.status)))

    def faults(self) -> Iterator[str]:
        """Everything that is not as it should be; nothing is the result."""
        wanted, logged = self.wanted(), self.logged()
        yield from (f"missed: {told}" for told in (wanted - logged))
        yield from (f"too much: {told}" for told in (logged - wanted))
        sent = Counter(
            (f"{told.rule}:{told.id}:{told.day.isoformat()}", told.who) for told in wanted if told.outcome == "sent"
        )
        if self.inbox() != sent:
            missing, more = sent - self.inbox(), self.inbox() - sent
            yield f"inbox: {missing.total()} missing, {more.total()} too many"
        letters = self.settle_letters()
        arrived = self.sink.numbers
        addressed = sum(count for (_, who), count in sent.items() if who not in self.lives.without_address)
        in_hand = self.deaths.died["mail.handed_over"]
        if (letters["sent"], letters["unknown"]) != (addressed - in_hand, in_hand):
            yield f"letters: {dict(letters)}, {addressed} were to be written"
        if len(arrived) != addressed or set(arrived.values()) - {1}:
            yield f"letters that arrived: {len(arrived)} of {addressed}, the most often {max(arrived.values())} times"


def simulate(url: str, first: date, last: date, *, per_round: int) -> Year:
    """Live the days on a filled database; ``per_round`` objects of every kind."""
    world = open_world(url)
    before = reminders.OBJECTS_PER_RUN
    sink = Counting()
    with listening(sink):
        year = Year(world, sink, Lives(world, per_round, first))
        clock.set_source(year.instant)
        failpoints.set_hook(year.deaths)
        reminders.OBJECTS_PER_RUN = SMALL_CHUNKS
        try:
            year.lives.prepare()
            year.live(first, last)
            year.found = list(year.faults())
        finally:
            failpoints.set_hook(None)
            clock.set_source(None)
            reminders.OBJECTS_PER_RUN = before
    return year


def main() -> None:
    """A year; exit 1 if anything was missed or sent twice."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.simulated_year", description=__doc__)
    parser.add_argument("--objects", type=int, default=2, help="objects of each kind and round")
    parser.add_argument("--kills", type=int, default=0, help="then kill -9 a real worker and beat so many times")
    given = parser.parse_args()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        url = f"sqlite:///{Path(folder) / 'year.db'}"
        fill(url)
        year = simulate(url, FIRST, LAST, per_round=given.objects)
        tell(year, time.monotonic() - begun, time.process_time())
        db.dispose()
    if year.found:
        raise SystemExit(1)
    if given.kills:
        from benchmarks.year_kills import run

        run(given.kills)


def tell(year: Year, seconds: float, cpu: float) -> None:
    """The ledger of expected and sent, rule by rule."""
    wanted, logged = year.wanted(), year.logged()

    def count(told: Counter[Told], rule: str, outcome: str) -> int:
        return sum(number for line, number in told.items() if (line.rule, line.outcome) == (rule, outcome))

    outcomes = ("sent", "overtaken", "late")
    rows = [(code, *(count(side, code, what) for what in outcomes for side in (wanted, logged))) for code in RULES]
    heads = [f"{what} {side}" for what in outcomes for side in ("expected", "logged")]
    table("reminders of a year", ("rule", *heads), rows)
    print(f"{len(year.looked)} days, {len(LOST)} lost, deaths: {dict(year.deaths.died)}")
    print(f"{year.sink.numbers.total()} letters; {seconds:.0f} s, {cpu:.0f} s of them computing")
    for fault in year.found[:40]:
        print(fault)
    print(f"{len(year.found)} faults")


if __name__ == "__main__":
    main()
