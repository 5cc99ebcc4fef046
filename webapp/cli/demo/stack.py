"""The product on a throw-away home, started as a user starts it: ``jixiao up`` in a process of its own."""

import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from webapp.cli.up_home import free_port

PATIENCE = 90
STOPS_WITHIN = 20


class StackDied(Exception):
    """The product did not come up; the message holds what it said."""


@dataclass(frozen=True)
class Stack:
    """Where the running product answers and where its data are."""

    address: str
    database_url: str
    home: Path


@contextmanager
def running(database_url: str = "", **settings: str) -> Iterator[Stack]:
    """Up while the block runs; the home is removed afterwards. Without a URL: SQLite inside the home."""
    with tempfile.TemporaryDirectory(prefix="jixiao-demo-") as folder:
        home, port = Path(folder), free_port("127.0.0.1")
        url = database_url or f"sqlite:///{home / 'jixiao.db'}"
        environment = os.environ | {
            "JIXIAO_HOME": str(home),
            "JIXIAO_PORT": str(port),
            "JIXIAO_DATABASE_URL": url,
            "JIXIAO_SECRET_KEY": secrets.token_urlsafe(48),
            "JIXIAO_DEMO": "1",
            "JIXIAO_DEMO_SIZE": "minimal",  # the walk needs one declaration, and to begin soon
            "JIXIAO_END_WITH_PARENT": "1",
            **settings,
        }
        with (home / "up.log").open("wb") as log:
            words = [sys.executable, "-m", "webapp.cli.main", "up"]
            process = subprocess.Popen(words, env=environment, stdout=log, stderr=log)
        try:
            _wait(process, f"http://127.0.0.1:{port}", home)
            yield Stack(f"http://127.0.0.1:{port}", url, home)
        finally:
            process.terminate()
            process.wait(STOPS_WITHIN)


def _wait(process: subprocess.Popen[bytes], address: str, home: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urlopen(f"{address}/healthz", timeout=5) as answer:  # noqa: S310 - our own address
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.2)
    raise StackDied((home / "up.log").read_text(errors="replace")[-3000:])
