"""The parts other tests stand on: each is real, fresh for its test and gone afterwards."""

import os
import smtplib
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import psycopg
import pytest
import redis
from playwright.sync_api import Page

from tests.support import chromium, sessions
from tests.support.postgres import Postgres
from tests.support.reference import reference_folder
from tests.support.smtp import Mood, SmtpSink
from tests.support.valkey import Valkey


def plain(url: str) -> str:
    return url.replace("+psycopg", "")


@pytest.mark.parametrize("round_", [1, 2])
def test_every_test_has_its_own_empty_database(postgres_url: str, round_: int) -> None:
    with psycopg.connect(plain(postgres_url)) as connection:
        connection.execute("CREATE TABLE t (id int)")
        found = connection.execute("SELECT version(), count(*) FROM pg_tables WHERE tablename = 't'").fetchone()
    assert found is not None
    assert "PostgreSQL" in found[0] and found[1] == 1


def test_a_template_is_filled_once_and_copied(postgres_server: Postgres) -> None:
    filled: list[str] = []

    def fill(url: str) -> None:
        filled.append(url)
        with psycopg.connect(plain(url)) as connection:
            connection.execute("CREATE TABLE t AS SELECT 1 AS id")

    copies = [postgres_server.copy_of(f"test-{os.getpid()}", fill) for _ in range(2)]
    for url in copies:
        with psycopg.connect(plain(url)) as connection:
            connection.execute("INSERT INTO t VALUES (2)")
            assert connection.execute("SELECT count(*) FROM t").fetchone() == (2,)
        postgres_server.drop(url)
    assert len(filled) == 1


def test_drop_throws_out_a_connection_left_open(postgres_server: Postgres) -> None:
    url = postgres_server.create()
    with psycopg.connect(plain(url)) as left_open:
        postgres_server.drop(url)
        with pytest.raises(psycopg.OperationalError):
            left_open.execute("SELECT 1")


SESSION = """
import os, sys, time
from tests.support import sessions, postgres
sessions.begin()
print(postgres.server().port, flush=True)
print(sessions.folder(), flush=True)
time.sleep(60)
"""


def test_the_server_goes_with_a_session_killed_by_kill_9() -> None:
    words = [sys.executable, "-c", SESSION]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]) as session:
        assert session.stdout is not None
        port, folder = int(session.stdout.readline()), Path(session.stdout.readline().strip())
        psycopg.connect(f"postgresql://app@127.0.0.1:{port}/postgres").close()
        session.kill()
    deadline = time.monotonic() + 10
    while folder.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not folder.exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(f"postgresql://app@127.0.0.1:{port}/postgres")


WITHOUT_SERVER = """
import time
from tests.support import sessions
sessions.begin()
place = sessions.temporary()
place.mkdir()
print(place, flush=True)
time.sleep(60)
"""


@pytest.mark.skipif(sessions.root() != sessions.MEMORY, reason="this machine has too little memory for files")
def test_temporary_files_in_memory_go_with_a_session_killed_by_kill_9() -> None:
    words = [sys.executable, "-c", WITHOUT_SERVER]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]) as session:
        assert session.stdout is not None
        place = Path(session.stdout.readline().strip())
        session.kill()
    assert place.parent.parent == sessions.MEMORY
    deadline = time.monotonic() + 10
    while place.parent.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not place.parent.exists()


@pytest.mark.parametrize(("folder", "enough", "used"), [("", 0, True), ("", 2**60, False), ("absent", 0, False)])
def test_memory_is_used_where_there_is_enough(tmp_path: Path, folder: str, enough: int, used: bool) -> None:
    memory = tmp_path / folder
    assert sessions.root(memory, enough) == (memory if used else Path(tempfile.gettempdir()))


def test_a_broker_can_be_stopped_and_started_again(valkey: Valkey, valkey_url: str) -> None:
    with redis.Redis.from_url(valkey_url) as client:
        client.set("a", "1")
        valkey.stop()
        with pytest.raises(redis.ConnectionError):
            client.get("a")
        valkey.start()
        assert client.get("a") is None  # it forgets: nothing may depend on what a broker remembers


@pytest.fixture
def letter() -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "jixiao@example.test", "a@example.test", "绩效目标申报提醒"
    message.set_content("请于今日报送。")
    return message


@pytest.fixture
def client(smtp_sink: SmtpSink) -> Iterator[smtplib.SMTP]:
    with smtplib.SMTP(smtp_sink.host, smtp_sink.port, timeout=1) as connection:
        yield connection


def test_the_sink_keeps_chinese_letters(smtp_sink: SmtpSink, client: smtplib.SMTP, letter: EmailMessage) -> None:
    client.send_message(letter)
    [kept] = smtp_sink.wait(1)
    assert kept["Subject"] == "绩效目标申报提醒"
    assert kept.get_content().strip() == "请于今日报送。"
    assert smtp_sink.recipients == [["a@example.test"]]


@pytest.mark.parametrize(("mood", "code"), [(Mood.refuse, 550), (Mood.defer, 451)])
def test_the_sink_can_say_no(
    smtp_sink: SmtpSink, client: smtplib.SMTP, letter: EmailMessage, mood: Mood, code: int
) -> None:
    smtp_sink.mood = mood
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        client.send_message(letter)
    assert refused.value.recipients["a@example.test"][0] == code
    assert smtp_sink.messages == []


@pytest.mark.parametrize(("mood", "said"), [(Mood.hang, "timed out"), (Mood.cut, "closed")])
def test_the_sink_can_leave_the_sender_in_doubt(
    smtp_sink: SmtpSink, letter: EmailMessage, mood: Mood, said: str
) -> None:
    smtp_sink.mood = mood
    sender = smtplib.SMTP(smtp_sink.host, smtp_sink.port, timeout=0.5)
    with pytest.raises(smtplib.SMTPServerDisconnected, match=said):
        sender.send_message(letter)
    sender.close()
    assert len(smtp_sink.wait(1)) == 1


GLYPHS = "绩效目标"


@pytest.mark.browser
def test_the_browser_draws_chinese_glyphs(page: Page) -> None:
    """Different characters have different pictures; without a font each would be the same box."""
    spans = "".join(
        f"<span id=c{n} style='font:40px sans-serif;display:inline-block'>{c}</span>" for n, c in enumerate(GLYPHS)
    )
    page.set_content(f"<meta charset=utf-8>{spans}")
    pictures = {page.locator(f"#c{n}").screenshot() for n in range(len(GLYPHS))}
    assert len(pictures) == len(GLYPHS)
    assert page.evaluate("navigator.language") == "zh-CN"


@pytest.mark.parametrize(
    ("env", "unpacked", "machine", "found"),
    [
        ({"CHROME": "/opt/chrome"}, True, "aarch64", "/opt/chrome"),
        ({"CHROME": "/opt/chrome"}, True, "x86_64", "/opt/chrome"),
        ({}, True, "x86_64", "chromium"),
        ({}, True, "aarch64", "browser tests need a Chromium at $CHROME"),
        ({}, False, "x86_64", "the test browser is missing: run `make setup`"),
    ],
)
def test_where_the_browser_comes_from(
    tmp_path: Path, env: dict[str, str], unpacked: bool, machine: str, found: str
) -> None:
    if unpacked:
        (tmp_path / "chromium").touch()
    try:
        answer = str(chromium.executable(env, tmp_path, machine))
    except RuntimeError as error:
        answer = str(error)
    assert answer.removeprefix(f"{tmp_path}/") == found


def test_reference_files_skip_unless_they_are_demanded(tmp_path: Path) -> None:
    repository = tmp_path / "main"
    with pytest.raises(pytest.skip.Exception):
        reference_folder(repository, {})
    with pytest.raises(pytest.fail.Exception, match="REQUIRE_SHARED=1"):
        reference_folder(repository, {"REQUIRE_SHARED": "1"})
    (tmp_path / "shared").mkdir()
    assert reference_folder(repository, {"REQUIRE_SHARED": "1"}) == tmp_path / "shared"


def test_the_reference_files_hold_the_truth_tables(shared: Path) -> None:
    assert len(list((shared / "truth").glob("*.json"))) >= 16
