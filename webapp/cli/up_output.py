"""What `jixiao up` tells people: sentences on stdout, structured log lines on stderr, services' output in files."""

import contextlib
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import IO

import structlog

ROTATE_ABOVE = 5 * 1024 * 1024
BLOCK = 65536
SHOWN_PER_START = 50  # warnings copied to the terminal from one start of one service
LOOKS_BAD = re.compile(r"\b(WARNING|ERROR|CRITICAL|FATAL)\b|^[\w.]+(Error|Exception)\b", re.IGNORECASE)
EXPECTED = re.compile(  # true, but nothing the user can or should do about it
    r"Memory overcommit must be enabled"  # the broker writes no snapshots
    r"|allows spawning up to \d+ Python threads"  # measured to be the best number
)


def say(*lines: str) -> None:
    """Print for people. A closed terminal must not end the supervisor."""
    with contextlib.suppress(OSError):
        print(*lines, sep="\n", flush=True)


def complain(text: str) -> None:
    """The same on stderr."""
    with contextlib.suppress(OSError):
        print(text, file=sys.stderr, flush=True)


class Terminal:
    """Where structlog writes: `complain` under the names of the levels in use."""

    def msg(self, line: str) -> None:
        complain(line)

    warning = error = msg


log: structlog.typing.FilteringBoundLogger = structlog.wrap_logger(
    Terminal(),
    processors=[
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="%Y-%m-%dT%H:%M:%S", utc=False),
        structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"]),
    ],
)


class ServiceLog:
    """One service's log file; what looks like a warning in it is repeated on the terminal."""

    def __init__(self, path: Path, service: str) -> None:
        self.path = path
        self.service = service
        self.seen = 0
        self.shown = 0

    def open(self) -> IO[bytes]:
        """For appending; called at each start of the service, the only time the file may be moved away."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        if self.path.exists() and self.path.stat().st_size > ROTATE_ABOVE:
            self.path.replace(self.path.with_suffix(".log.1"))
        self.seen = self.path.stat().st_size if self.path.exists() else 0
        self.shown = 0
        return self.path.open("ab")

    def show_warnings(self) -> None:
        for line in self._new_lines():
            if self.shown < SHOWN_PER_START and LOOKS_BAD.search(line) and not EXPECTED.search(line):
                self.shown += 1
                complain(f"[{self.service}] {line}")
                if self.shown == SHOWN_PER_START:
                    complain(f"[{self.service}] … more in {self.path}")

    def last_lines(self, count: int = 15) -> list[str]:
        if not self.path.exists():
            return []
        with self.path.open("rb") as file:
            file.seek(max(0, self.path.stat().st_size - 8192))
            return file.read().decode(errors="replace").splitlines()[-count:]

    def show_last_lines(self) -> None:
        for line in self.last_lines():
            complain(f"[{self.service}] {line}")

    def _new_lines(self) -> Iterable[str]:
        """Whole lines only: half a line is read again when the rest has come, an endless one is passed over."""
        if not self.path.exists() or self.path.stat().st_size <= self.seen:
            return []
        with self.path.open("rb") as file:
            file.seek(self.seen)
            block = file.read(BLOCK)
        whole, newline, _ = block.rpartition(b"\n")
        self.seen += len(whole) + len(newline) if newline or len(block) < BLOCK else BLOCK
        return whole.decode(errors="replace").splitlines()
