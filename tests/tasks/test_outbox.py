"""E-mail at most once, against a real SMTP server that behaves as badly as real ones do."""

import asyncio
import contextlib
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword
from aiosmtpd.smtp import Session as SmtpSession
from sqlmodel import col, select

from tests.domain.world import World
from tests.support.postgres import free_port
from tests.support.smtp import Mood, SmtpSink, listening
from tests.tasks.fixtures import Calendar
from workflow import clock, db
from workflow.errors import NotFound, WrongState
from workflow.models import AuditEntry, OutboxMessage, UserAccount
from workflow.notifications.outbox import notify
from workflow.queries.deliveries import deliveries, deliveries_by_status
from workflow.services.mail import MailServer
from workflow.services.outbox_delivery import LEASE, deliver_due, resend

ROOT = Path(__file__).parents[2]
PUBLIC = "https://jixiao.example"
pytestmark = pytest.mark.usefixtures("calendar")
TEMPLATE = "monitoring_report.overdue"


def tell(world: World, *people: str, key: str = "k1") -> None:
    facts = {"project_name": "就业\n补助", "unit_name": "就业中心", "deadline": "2025-08-31"}
    with db.unit_of_work(write=True) as session:
        ids = [world.people[name] for name in people]
        notify(session, ids, template=TEMPLATE, key=key, object_kind="monitoring_report", object_id=7, facts=facts)


def server(sink: SmtpSink) -> MailServer:
    return MailServer(f"smtp://{sink.host}:{sink.port}", "jixiao@ezhou.example")


def rows() -> list[OutboxMessage]:
    with db.unit_of_work() as session:
        return list(session.exec(select(OutboxMessage).order_by(col(OutboxMessage.id))))


def states() -> list[str]:
    return [row.status for row in rows()]


def test_a_letter_says_what_happened_and_where_to_go(world: World, smtp_sink: SmtpSink) -> None:
    with db.unit_of_work(write=True) as session:
        session.get_one(UserAccount, world.people["head_a"]).language = "en"
    tell(world, "filer_a", "head_a", "filer_b")  # filer_b has no address
    assert deliver_due(server(smtp_sink), f"{PUBLIC}/") == Counter({"sent": 2})
    first, second = smtp_sink.messages
    assert first["To"] == "filer_a@example.org"
    assert first["From"] == "jixiao@ezhou.example"
    assert first["Subject"] == "就业中心「就业 补助」监控表已逾期（截止 2025-08-31），请督促填报并审签"
    body = first.get_body()
    assert body is not None
    assert body.get_content().splitlines()[:3] == [first["Subject"], "", f"{PUBLIC}/reports/7"]
    assert second["Subject"].startswith("就业中心: the report on")
    assert first["Message-ID"] != second["Message-ID"]
    assert {row.status: row.sent_at is not None for row in rows()} == {"sent": True}
    assert deliver_due(server(smtp_sink), PUBLIC) == Counter()
    assert len(smtp_sink.messages) == 2


def test_without_a_mail_server_letters_are_skipped(world: World) -> None:
    tell(world, "filer_a", "head_a")
    assert deliver_due(None, PUBLIC) == Counter({"skipped": 2})
    assert states() == ["skipped", "skipped"]


def test_a_refused_address_fails_for_good_with_the_servers_words(small_world: World, smtp_sink: SmtpSink) -> None:
    tell(small_world, "filer_a")
    smtp_sink.mood = Mood.refuse
    deliver_due(server(smtp_sink), PUBLIC)
    [row] = rows()
    assert (row.status, row.last_error) == ("failed", "550 5.1.1 no such mailbox")
    smtp_sink.mood = Mood.accept
    deliver_due(server(smtp_sink), PUBLIC)
    assert smtp_sink.messages == []


def test_a_bad_address_does_not_stop_the_others(small_world: World, smtp_sink: SmtpSink) -> None:
    with db.unit_of_work(write=True) as session:
        session.get_one(UserAccount, small_world.people["filer_a"]).email = "李四 <x@y>\r\nBcc: a@b.c"
        session.get_one(UserAccount, small_world.people["head_a"]).email = "没有地址"
    tell(small_world, "filer_a", "head_a", "reviewer_a")
    deliver_due(server(smtp_sink), PUBLIC)
    assert sorted(states()) == ["failed", "failed", "sent"]
    assert smtp_sink.recipients == [["reviewer_a@example.org"]]


def test_a_busy_server_is_tried_again_later_and_less_and_less_often(
    small_world: World, smtp_sink: SmtpSink, calendar: Calendar
) -> None:
    tell(small_world, "filer_a")
    smtp_sink.mood = Mood.defer
    waits = waits_between_attempts(calendar, lambda: deliver_due(server(smtp_sink), PUBLIC), times=8)
    assert waits == [1, 2, 5, 10, 30, 60, 60, 60]
    assert (rows()[0].status, rows()[0].last_error) == ("due", "451 4.7.1 try again later")
    smtp_sink.mood = Mood.accept
    calendar.forward(minutes=61)
    deliver_due(server(smtp_sink), PUBLIC)
    assert states() == ["sent"]
    assert len(smtp_sink.messages) == 1


def waits_between_attempts(calendar: Calendar, deliver: Callable[[], object], times: int) -> list[int]:
    """Minutes from each attempt to the next possible one; deliveries in between must change nothing."""
    waits = []
    for _ in range(times):
        deliver()
        attempts, wait = rows()[0].attempts, rows()[0].not_before - calendar()
        calendar.forward(seconds=wait.total_seconds() - 1)
        deliver()
        assert rows()[0].attempts == attempts
        calendar.forward(seconds=2)
        waits.append(round(wait.total_seconds() / 60))
    return waits


def test_a_server_that_is_down_for_hours_loses_nothing(
    small_world: World, smtp_sink: SmtpSink, calendar: Calendar
) -> None:
    """One attempt per round and letter, nothing given up; when it is back everything arrives once."""
    tell(small_world, "filer_a", "head_a", "reviewer_a")
    down = MailServer(f"smtp://127.0.0.1:{free_port()}", "jixiao@ezhou.example")
    for _ in range(24):
        assert deliver_due(down, PUBLIC) in (Counter(), Counter({"due": 1}))
        calendar.forward(minutes=15)
    assert set(states()) == {"due"}
    assert "ConnectionRefusedError" in rows()[0].last_error
    calendar.forward(minutes=60)
    deliver_due(server(smtp_sink), PUBLIC)
    assert set(states()) == {"sent"}
    assert sorted(to for [to] in smtp_sink.recipients) == [
        "filer_a@example.org", "head_a@example.org", "reviewer_a@example.org",
    ]  # fmt: skip


def test_after_five_days_without_a_server_it_is_given_up_and_shown(small_world: World, calendar: Calendar) -> None:
    tell(small_world, "filer_a")
    calendar.today += timedelta(days=5)
    calendar.forward(minutes=1)
    deliver_due(MailServer(f"smtp://127.0.0.1:{free_port()}", "jixiao@ezhou.example"), PUBLIC)
    assert states() == ["failed"]


@pytest.mark.parametrize("mood", [Mood.cut, Mood.hang])
def test_no_answer_after_the_letter_is_unknown_and_never_repeated(
    small_world: World, smtp_sink: SmtpSink, calendar: Calendar, mood: Mood, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workflow.services.mail.SECONDS_PER_ANSWER", 0.3)
    tell(small_world, "filer_a")
    smtp_sink.mood = mood
    assert deliver_due(server(smtp_sink), PUBLIC) == Counter({"unknown": 1})
    smtp_sink.mood = Mood.accept
    for _ in range(5):
        calendar.today += timedelta(days=1)
        deliver_due(server(smtp_sink), PUBLIC)
    assert states() == ["unknown"]
    assert len(smtp_sink.messages) == 1


SENDING = """
import sys
from datetime import datetime
from workflow import clock, db
from workflow.services.mail import MailServer
from workflow.services.outbox_delivery import deliver_due

db.configure(sys.argv[1])
clock.set_source(lambda: datetime.fromisoformat(sys.argv[2]))
deliver_due(MailServer(sys.argv[3], "jixiao@ezhou.example"), "https://jixiao.example")
"""


def test_killed_between_sending_and_sent_it_is_unknown(world: World, smtp_sink: SmtpSink, calendar: Calendar) -> None:
    """The mail server has the letter, the worker dies with -9 before it can write that down."""
    tell(world, "filer_a", "head_a")
    smtp_sink.mood = Mood.hang
    words = [sys.executable, "-c", SENDING, world.url, calendar().isoformat(), server(smtp_sink).url]
    with subprocess.Popen(words, cwd=ROOT, env=os.environ) as worker:
        smtp_sink.wait(1)
        assert sorted(states()) == ["due", "sending"]
        worker.kill()
    smtp_sink.mood = Mood.accept
    assert deliver_due(server(smtp_sink), PUBLIC) == Counter({"sent": 1}), "the other letter goes out at once"
    assert sorted(states()) == ["sending", "sent"]
    calendar.forward(seconds=LEASE.total_seconds() + 1)
    assert deliver_due(server(smtp_sink), PUBLIC) == Counter({"unknown": 1})
    calendar.today += timedelta(days=10)
    deliver_due(server(smtp_sink), PUBLIC)
    assert sorted(states()) == ["sent", "unknown"]
    assert len(smtp_sink.messages) == 2


def test_only_a_person_sends_an_unknown_letter_again(small_world: World, smtp_sink: SmtpSink) -> None:
    tell(small_world, "filer_a")
    smtp_sink.mood = Mood.cut
    deliver_due(server(smtp_sink), PUBLIC)
    [row] = rows()
    for stranger in ("filer_a", "section_a", "performance_other", "security_admin"):
        with pytest.raises(NotFound), db.unit_of_work(write=True) as session:
            resend(session, small_world.actor(stranger), row.id)
    smtp_sink.mood = Mood.accept
    with db.unit_of_work(write=True) as session:
        resend(session, small_world.actor("performance_a"), row.id)
    deliver_due(server(smtp_sink), PUBLIC)
    assert states() == ["sent"]
    assert len(smtp_sink.messages) == 2
    with pytest.raises(WrongState), db.unit_of_work(write=True) as session:
        resend(session, small_world.actor("system_admin"), row.id)
    with db.unit_of_work() as session:
        [entry] = session.exec(select(AuditEntry).where(AuditEntry.action == "resend")).all()
        assert entry.actor_id == small_world.people["performance_a"]
        assert [one.status for one in deliveries(session, small_world.actor("performance_a"))] == ["sent"]
        assert deliveries_by_status(session, small_world.actor("system_admin")) == {"sent": 1}
        assert deliveries(session, small_world.actor("performance_other")) == []
        assert deliveries(session, small_world.actor("filer_a")) == []


def test_four_workers_send_each_letter_once(world: World, smtp_sink: SmtpSink) -> None:
    for number in range(10):
        tell(world, "filer_a", "head_a", "reviewer_a", key=f"k{number}")
    with ThreadPoolExecutor(4) as pool:
        told = sum(pool.map(lambda _: deliver_due(server(smtp_sink), PUBLIC), range(4)), Counter[str]())
    assert told == Counter({"sent": 30})
    assert set(states()) == {"sent"}
    assert {count for count in Counter(mail["Message-ID"] for mail in smtp_sink.messages).values()} == {1}
    assert len(smtp_sink.messages) == 30


@dataclass
class SlowSink(SmtpSink):
    """Takes a letter at once and answers when the test lets it."""

    held: bool = True

    async def handle_DATA(self, server: SMTP, session: SmtpSession, envelope: Envelope) -> str:
        answer = await super().handle_DATA(server, session, envelope)
        while self.held:
            await asyncio.sleep(0.01)
        return answer


def test_a_worker_taken_for_dead_that_lives_tells_the_truth(small_world: World, calendar: Calendar) -> None:
    """Its lease lapsed while the server was slow and the letter was called unknown; then the answer came."""
    tell(small_world, "filer_a")
    with listening(SlowSink()) as sink, ThreadPoolExecutor(1) as pool:
        assert isinstance(sink, SlowSink)
        told = pool.submit(deliver_due, server(sink), PUBLIC)
        sink.wait(1)
        calendar.forward(seconds=LEASE.total_seconds() + 60)
        assert deliver_due(server(sink), PUBLIC) == Counter({"unknown": 1})
        sink.held = False
        assert told.result(20) == Counter({"sent": 1})
    assert states() == ["sent"]


@contextlib.contextmanager
def guarded(sink: SmtpSink) -> Iterator[SmtpSink]:
    """A mail server that lets in one user only."""

    def knows(_server: SMTP, _session: SmtpSession, _envelope: Envelope, _way: str, told: LoginPassword) -> AuthResult:
        return AuthResult(success=(told.login, told.password) == (b"jixiao", b"p@ss:word"))

    controller = Controller(
        sink, hostname=sink.host, port=free_port(), authenticator=knows, auth_required=True, auth_require_tls=False
    )
    sink.port = controller.port
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_a_server_that_wants_a_password_gets_it(small_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without or with a wrong one nothing is wrong with the letter: it waits until the settings are right."""
    monkeypatch.setattr("workflow.services.mail.SECONDS_PER_ANSWER", 2)
    tell(small_world, "filer_a", "head_a")
    with guarded(SmtpSink()) as sink:
        for user in ("", "jixiao:wrong@"):
            url = f"smtp://{user}{sink.host}:{sink.port}"
            assert deliver_due(MailServer(url, "jixiao@ezhou.example"), PUBLIC) == Counter({"due": 1})
        assert rows()[0].last_error == "530 5.7.0 Authentication required"
        assert rows()[1].last_error  # this server answers 535, or falls silent before smtplib's second way to sign in
        with clock.fixed(clock.now() + timedelta(minutes=2)):
            url = f"smtp://jixiao:p%40ss%3Aword@{sink.host}:{sink.port}"
            assert deliver_due(MailServer(url, "jixiao@ezhou.example"), PUBLIC) == Counter({"sent": 2})
