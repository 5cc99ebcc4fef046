"""A process tree under test: started with a mark in its environment, found again in /proc by that mark."""

import contextlib
import os
import signal
import subprocess
import time
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from webapp.cli.orphans import SERVICE, carries, processes

MARK = "TEST_MARK"


class Stack:
    """`command` and everything that came from it; whatever is left at the end of the test is killed."""

    def __init__(self, command: Sequence[str | Path], folder: Path, **environment: str) -> None:
        self.mark = uuid.uuid4().hex
        self.output = folder / f"output-{self.mark[:6]}"
        with self.output.open("wb") as output:
            self.top = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=os.environ | environment | {MARK: self.mark},
                start_new_session=True,
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        while found := self.everyone():
            for pid in found:
                _kill(pid)
            time.sleep(0.05)
        self.top.wait()
        if error:
            error.add_note(f"--- output of the stack ---\n{self.said()}")

    def said(self) -> str:
        return self.output.read_text(errors="replace")

    def everyone(self) -> set[int]:
        return {process.pid for process in processes() if carries(process.pid, MARK, self.mark)}

    def service(self, name: str) -> set[int]:
        """The processes of one service, grandchildren included, its guard not."""
        return {pid for pid in self.everyone() if carries(pid, SERVICE, name)}

    def main_of(self, name: str) -> int | None:
        """The service's first process: the one whose parent does not belong to the service."""
        family = self.service(name)
        first = [process.pid for process in processes() if process.pid in family and process.parent not in family]
        guarded = [pid for pid in first if self.guard_of(pid)]
        return guarded[0] if len(guarded) == 1 else None

    def guard_of(self, pid: int | None) -> int | None:
        parent = next((process.parent for process in processes() if process.pid == pid), None)
        return parent if parent and parent != self.top.pid and parent in self.everyone() else None

    def zombies(self) -> list[int]:
        """Dead children that the top process has not collected."""
        found = []
        for entry in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = entry.read_text(errors="replace").rpartition(")")[2].split()
            except OSError:
                continue
            if fields[0] == "Z" and int(fields[1]) == self.top.pid:
                found.append(int(entry.parent.name))
        return found


def eventually(true: Callable[[], object], seconds: float = 10.0) -> bool:
    """Whether it becomes true within the promise of ten seconds."""
    deadline = time.monotonic() + seconds * overload()
    while time.monotonic() < deadline:
        if true():
            return True
        time.sleep(0.05)
    return bool(true())


def overload() -> float:
    """1 on a machine that has a core for whoever wants to run; the promises are made for that."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def _kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def kill_minus_9(pid: int | None) -> int:
    """Never with a pid that was not found: 0 would mean the test's own process group."""
    assert pid, "no such process"
    os.kill(pid, signal.SIGKILL)
    return pid
