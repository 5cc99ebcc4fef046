"""The real stack: granian, Celery worker and beat, Valkey, started by `jixiao up` as a user does."""

import os
import re
import signal
import socket
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.stack import Stack, eventually, kill_minus_9, overload
from webapp.cli.up_services import broker_answers, web_answers

READY = "Press Ctrl-C to stop."
SERVICES = ("broker", "worker", "beat", "web")
pytestmark = [pytest.mark.long, pytest.mark.timeout(400)]  # several starts and stops of the whole stack
JIXIAO = [sys.executable, "-m", "webapp.cli.main"]


class Site(Stack):
    """`jixiao up` on a home, with what a test wants to know about it."""

    def __init__(self, home: Path, folder: Path, *options: str) -> None:
        self.home = home
        super().__init__([*JIXIAO, "up", "--home", str(home), "--port", "0", *options], folder)

    def started(self) -> None:
        assert eventually(lambda: READY in self.said() or self.top.poll() is not None, 90), "nothing said"
        assert READY in self.said(), self.said()

    def all_gone(self) -> bool:
        return eventually(lambda: not self.everyone())

    @property
    def address(self) -> str:
        found = re.search(r"http://127\.0\.0\.1:\d+", self.said())
        assert found
        return found[0]

    def answers(self) -> bool:
        return web_answers(self.address)

    def log(self, name: str) -> str:
        return (self.home / "logs" / f"{name}.log").read_text(errors="replace")

    def environment(self, name: str) -> dict[str, str]:
        entries = Path(f"/proc/{self.main_of(name)}/environ").read_text(errors="replace").split("\0")
        return dict(entry.split("=", 1) for entry in entries if "=" in entry)

    def socket(self) -> Path:
        return Path(self.environment("web")["JIXIAO_REDIS_URL"].removeprefix("redis+socket://"))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """On a home whose path is too deep for a socket and not plain enough for a URL."""
    folder = tmp_path_factory.mktemp("up")
    with Site(folder / ("绩效 " + "d" * 60) / ("e" * 60), folder) as running:
        running.started()
        yield running
        sockets = running.socket().parent
        running.top.terminate()
        assert_ended(running, signal.SIGTERM)
        assert not sockets.exists()


MESSAGE_SENT, MESSAGE_DONE = rb'"[LR]PUSH" "(mail|jobs|reminders)', rb'"HDEL" "unacked"'
WORKS: dict[str, Callable[[Site], bool]] = {
    "broker": lambda site: broker_answers(str(site.socket())),
    "worker": lambda site: passes_the_broker(site, MESSAGE_DONE),
    "beat": lambda site: passes_the_broker(site, MESSAGE_SENT),
    "web": lambda site: site.answers(),
}
"""What shows that a service does its work, not only runs."""


def passes_the_broker(site: Site, pattern: bytes) -> bool:
    """Whether such a command reaches the broker while we listen; beat asks for something every 2 seconds."""
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(5)
        try:
            line.connect(str(site.socket()))
            line.sendall(b"MONITOR\r\n")
            said, end = b"", time.monotonic() + 5
            while time.monotonic() < end and not re.search(pattern, said):
                said += line.recv(65536)
        except OSError:
            return False
    return bool(re.search(pattern, said))


def test_it_says_where_it_is_and_who_may_sign_in(site: Site) -> None:
    assert site.answers()
    with closing(sqlite3.connect(site.home / "jixiao.db")) as database:
        accounts = database.execute(
            "SELECT username, demo_password FROM user_account WHERE demo_password > ''"
        ).fetchall()
    assert accounts
    lines = site.said().splitlines()
    for username, password in accounts:
        assert any(line.split()[:2] == [username, password] for line in lines), username


def test_everything_lies_in_a_private_home_and_a_short_socket_path(site: Site) -> None:
    assert {f"{name}.log" for name in SERVICES} <= {file.name for file in (site.home / "logs").iterdir()}
    assert not [file for file in [site.home, *site.home.rglob("*")] if file.stat().st_mode & 0o077]
    assert len(str(site.socket())) < 107
    assert site.socket().parent.stat().st_mode & 0o777 == 0o700


def test_children_get_every_setting(site: Site) -> None:
    for name in ("worker", "beat", "web"):
        environment = site.environment(name)
        assert environment["JIXIAO_HOME"] == str(site.home)
        assert environment["JIXIAO_DATABASE_URL"] == f"sqlite:///{site.home}/jixiao.db"
        assert environment["JIXIAO_SECRET_KEY"] == (site.home / "secret_key").read_text()
        assert environment["JIXIAO_PUBLIC_URL"] == site.address


@pytest.mark.parametrize("name", SERVICES)
@pytest.mark.parametrize("victim", ["service", "guard"])
def test_what_is_killed_is_back_and_works(site: Site, name: str, victim: str) -> None:
    before, main = site.service(name), site.main_of(name)
    kill_minus_9(main if victim == "service" else site.guard_of(main))
    assert eventually(lambda: main not in site.everyone() and site.main_of(name) and WORKS[name](site)), site.said()
    assert not before & site.everyone()
    assert site.answers()


@pytest.mark.parametrize("name", ["worker", "web"])
def test_a_killed_grandchild_is_replaced(site: Site, name: str) -> None:
    family, main = site.service(name), site.main_of(name)
    kill_minus_9(max(family - {main}))
    assert eventually(lambda: len(site.service(name)) == len(family) and site.service(name) != family)
    assert eventually(lambda: WORKS[name](site))


def test_work_goes_on_after_the_broker_was_killed(site: Site) -> None:
    kill_minus_9(site.main_of("broker"))
    assert eventually(lambda: WORKS["worker"](site)), site.log("worker")
    assert eventually(lambda: not site.zombies(), 2)


def test_a_second_one_on_the_same_home_is_refused(site: Site, tmp_path: Path) -> None:
    with Site(site.home, tmp_path) as second:
        assert second.top.wait(timeout=20) == 1
        assert "Already running on this home" in second.said()
        assert str(site.top.pid) in second.said()
    assert site.answers()


def test_a_port_in_use_is_said(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with Site(tmp_path / "home", tmp_path, "--port", str(port)) as refused:
            assert refused.top.wait(timeout=20) == 1
            assert f"端口 {port} 已被" in refused.said()
            assert f"Port {port} is in use" in refused.said()


def test_the_life_of_a_home(tmp_path: Path) -> None:
    """Killed, started again at once on the same port, stopped by Ctrl-C, started: nobody is left, nothing is lost,
    examples come once and if wanted. How TERM ends it is seen where `site` ends."""
    home = tmp_path / ("f" * 100)  # too deep for a socket, which then lies elsewhere
    with Site(home, tmp_path, "--no-examples") as killed:
        killed.started()
        assert "Example data loaded." not in killed.said()
        assert "Demo accounts" not in killed.said()
        leave_a_mark(home, 0)
        sockets = killed.socket().parent
        os.kill(killed.top.pid, signal.SIGKILL)
        assert killed.all_gone(), killed.everyone()
        assert killed.top.wait() == -signal.SIGKILL
        assert not sockets.exists()
    home = home.rename(tmp_path / "home")  # people move folders; here the socket lies inside
    with Site(home, tmp_path) as killed:
        killed.started()
        assert "Example data loaded." in killed.said()
        assert "Demo accounts" in killed.said()
        leave_a_mark(home, 1)
        port = killed.address.rpartition(":")[2]
        killed.top.kill()
        killed.top.wait()
        began = time.monotonic()
        with Site(home, tmp_path, "--port", port) as site:  # while the old processes still end
            site.started()
            assert time.monotonic() - began < 10 * overload()  # with examples, not for the first time
            assert not killed.everyone()
            assert site.answers()
            assert "Example data loaded." not in site.said()
            assert "Demo accounts" in site.said()
            os.kill(site.top.pid, signal.SIGINT)
            assert_ended(site, signal.SIGINT)
    with closing(sqlite3.connect(home / "jixiao.db")) as database:
        assert database.execute("SELECT life FROM mark_of_this_test").fetchall() == [(0,), (1,)]


def leave_a_mark(home: Path, life: int) -> None:
    """Committed while the site runs: it must still be there after whatever comes."""
    with closing(sqlite3.connect(home / "jixiao.db", timeout=30)) as database:
        database.execute("CREATE TABLE IF NOT EXISTS mark_of_this_test (life)")
        database.execute("INSERT INTO mark_of_this_test VALUES (?)", (life,))
        database.commit()


def assert_ended(site: Site, number: signal.Signals) -> None:
    """By a signal that asks it to: it says so, nobody is left, exit 0."""
    assert site.all_gone(), site.everyone()
    assert site.top.wait() == 0
    assert f"Stopping… {number.name}" in site.said()
