"""Facts about processes, read from /proc: who descends from whom, which run a process belongs to.

Standard library only: the guards (`up_guard.py`) import this and must stay small. A process belongs to a run if its
environment carries JIXIAO_RUN_ID; it is a service's own (not a guard) if it also carries JIXIAO_SERVICE.
"""

import contextlib
import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

RUN_ID = "JIXIAO_RUN_ID"
SERVICE = "JIXIAO_SERVICE"


@dataclass(frozen=True)
class Process:
    pid: int
    parent: int
    session: int


def processes() -> Iterator[Process]:
    """Every process that is alive; zombies are left out, their parent collects them."""
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            # the name in brackets may hold anything, so count the fields from the last bracket
            fields = (entry / "stat").read_text(errors="replace").rpartition(")")[2].split()
        except OSError:
            continue  # it ended while we looked
        if fields[0] not in "ZX":
            yield Process(int(entry.name), parent=int(fields[1]), session=int(fields[3]))


def descendants(root: int) -> set[int]:
    """All processes below `root`. Complete if root is a subreaper: then nobody can leave its tree."""
    children: dict[int, list[int]] = {}
    for process in processes():
        children.setdefault(process.parent, []).append(process.pid)
    found: set[int] = set()
    ahead = list(children.get(root, []))
    while ahead:
        pid = ahead.pop()
        if pid not in found:
            found.add(pid)
            ahead.extend(children.get(pid, []))
    return found


def in_run(run_id: str) -> set[int]:
    """Every process of a run except the asking one, guards included."""
    return {p.pid for p in processes() if p.pid != os.getpid() and carries(p.pid, RUN_ID, run_id)}


def services_in_run(run_id: str) -> set[int]:
    return {pid for pid in in_run(run_id) if carries(pid, SERVICE)}


def carries(pid: int, name: str, value: str = "") -> bool:
    """Whether the environment the process was started with has this variable (and value, if one is given)."""
    wanted = f"{name}={value}".encode()
    try:
        entries = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    except OSError:
        return False  # ended, or another user's
    return any(entry == wanted if value else entry.startswith(wanted) for entry in entries)


def send(pids: Iterable[int], number: signal.Signals) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, number)


def kill_until_none(find: Callable[[], set[int]], seconds: float = 3.0) -> bool:
    """KILL what `find` finds, again and again (it may be forking), until it finds nothing; whether it got there."""
    deadline = time.monotonic() + seconds
    while found := find():
        send(found, signal.SIGKILL)
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
