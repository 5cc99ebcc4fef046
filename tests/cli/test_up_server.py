"""The server topology: web, worker and beat as single processes on PostgreSQL and a broker of their own."""

import os
import signal
import socket
import subprocess
import sys
from contextlib import ExitStack
from itertools import islice
from pathlib import Path

import pytest

from tests.cli.stack import Stack, eventually
from tests.support.valkey import Valkey
from webapp.cli.up_home import free_port
from webapp.cli.up_services import web_answers

JIXIAO = [sys.executable, "-m", "webapp.cli.main"]
SECRET = "0123456789abcdefghijklmnopqrstuvwxyz"


@pytest.mark.long
@pytest.mark.postgres
@pytest.mark.timeout(300)
def test_web_worker_and_beat_run_as_single_processes(postgres_url: str, valkey: Valkey, tmp_path: Path) -> None:
    port = free_port("127.0.0.1")
    settings = {
        "JIXIAO_DATABASE_URL": postgres_url,
        "JIXIAO_REDIS_URL": valkey.url,
        "JIXIAO_SECRET_KEY": SECRET,
        "JIXIAO_HOME": str(tmp_path),
        "JIXIAO_PORT": str(port),
    }
    subprocess.run([*JIXIAO, "upgrade"], env=os.environ | settings, check=True, stdout=subprocess.DEVNULL)
    with ExitStack() as open_stacks:
        started = [
            open_stacks.enter_context(Stack([*JIXIAO, name], tmp_path, **settings))
            for name in ("web", "worker", "beat")
        ]
        assert eventually(lambda: web_answers(f"http://127.0.0.1:{port}"), 30), started[0].said()
        assert eventually(lambda: message_done(valkey), 30), started[1].said() + started[2].said()
        for process in started:
            os.kill(process.top.pid, signal.SIGTERM)
        assert eventually(lambda: not any(process.everyone() for process in started))
        assert [process.top.wait() for process in started] == [0, 0, 0]


@pytest.mark.parametrize("name", ["worker", "beat"])
def test_without_a_broker_they_say_what_is_missing(name: str, tmp_path: Path) -> None:
    environment = os.environ | {"JIXIAO_HOME": str(tmp_path)}
    done = subprocess.run([*JIXIAO, name], env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("JIXIAO_REDIS_URL: must be set")


def message_done(valkey: Valkey) -> bool:
    """Whether a worker acknowledges a message that beat has sent, while we listen to the broker."""
    with socket.create_connection(("127.0.0.1", valkey.port), timeout=10) as line:
        line.sendall(b"MONITOR\r\n")
        with line.makefile("rb") as said:
            try:
                return any(b'"HDEL" "unacked"' in command for command in islice(said, 500))
            except TimeoutError:
                return False
