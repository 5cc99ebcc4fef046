"""Keeps a set of services alive on one machine: starts them in order, restarts what ends, stops all of it.

Every service hangs under a guard (`up_guard.py`), which says what happens when one of them, or this process, is killed.
This process collects every dead child there is (it may be PID 1 of a container), so it must not run others by itself.
"""

import contextlib
import os
import select
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from webapp.cli import orphans
from webapp.cli.up_guard import PR_SET_CHILD_SUBREAPER, Order, prctl
from webapp.cli.up_output import ServiceLog, log

RESTART_AFTER = (0.0, 0.5, 1.0, 2.0, 4.0)  # seconds, by the number of ends in the last minute; the promise is 10
CRASH_LOOP = len(RESTART_AFTER)
WATCH_EVERY = 0.5
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass(frozen=True)
class Service:
    """`ready` is asked until it is true before the next stage starts. Stage 0 is what the others lean on: it is stopped
    last, after all of them together."""

    name: str
    command: tuple[str, ...]
    stage: int = 0
    ready: Callable[[], bool] | None = None
    patience: float = 30.0  # how long to ask `ready` at the start
    grace: float = 5.0  # between TERM and KILL
    remove_folder: str = ""


@dataclass
class Child:
    service: Service
    log: ServiceLog
    guard: subprocess.Popen[bytes] | None = None
    lifeline: int = -1
    start_at: float = 0.0
    ends: deque[float] = field(default_factory=lambda: deque(maxlen=CRASH_LOOP))
    told_at: float = float("-inf")


class NotReady(Exception):
    """A service did not answer in time at the start."""

    def __init__(self, service: Service, last_lines: list[str]) -> None:
        super().__init__(service.name)
        self.service = service
        self.last_lines = last_lines


class Supervisor:
    def __init__(
        self,
        services: Iterable[Service],
        *,
        environment: dict[str, str],
        logs: Path,
        run_id: str,
        still_wanted: Callable[[], bool] = lambda: True,
    ) -> None:
        self.environment = environment | {orphans.RUN_ID: run_id}
        self.run_id = run_id
        self.still_wanted = still_wanted
        self.children = [Child(service, ServiceLog(logs / f"{service.name}.log", service.name)) for service in services]
        self.stop_reason = ""
        self.hurry_from = float("inf")
        self.hurry = False
        self.stopping = False
        prctl(PR_SET_CHILD_SUBREAPER, 1)
        self.wake_up, bell = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        signal.set_wakeup_fd(bell, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        for number in STOP_SIGNALS:
            signal.signal(number, self._ask_stop)

    @property
    def stop_asked(self) -> bool:
        return bool(self.stop_reason)

    def start(self) -> None:
        """Returns when every service is up, or as soon as a stop is asked for. Raises NotReady."""
        for stage in self._stages():
            for child in stage:
                self._start(child)
            for child in stage:
                self._await_ready(child)

    def watch(self) -> None:
        """Returns when a stop is asked for."""
        while not self.stop_asked:
            self._tick(WATCH_EVERY)

    def stop(self) -> None:
        """Returns when no process of this run is left. Another signal after a second means: at once."""
        self.stopping = True
        self.hurry_from = time.monotonic() + 1.0
        for children in ([child for child in self.children if child.service.stage > 0], self.children):
            self._end(children)
        orphans.kill_until_none(self._everyone)
        self._collect()

    def _end(self, children: list[Child]) -> None:
        for child in children:
            self._let_go(child)
        deadline = time.monotonic() + max([child.service.grace for child in children if child.guard], default=0.0) + 1.0
        while any(child.guard for child in children) and time.monotonic() < deadline and not self.hurry:
            self._tick(0.1)

    def _stages(self) -> list[list[Child]]:
        numbers = sorted({child.service.stage for child in self.children})
        return [[child for child in self.children if child.service.stage == number] for number in numbers]

    def _start(self, child: Child) -> None:
        if self.stop_asked:
            return
        try:
            self._start_guard(child)
        except OSError as error:  # no memory, no process number, no room for the log: may pass
            self._let_go(child)
            child.start_at = time.monotonic() + RESTART_AFTER[-1]
            log.error("service cannot be started", service=child.service.name, reason=str(error))

    def _start_guard(self, child: Child) -> None:
        lifeline, child.lifeline = os.pipe()
        service = child.service
        order = Order(os.getpid(), lifeline, service.name, list(service.command), service.grace, service.remove_folder)
        try:
            with child.log.open() as output:
                child.guard = subprocess.Popen(
                    [sys.executable, "-m", "webapp.cli.up_guard", order.as_argument()],
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=output,
                    env=self.environment,
                    pass_fds=[lifeline],
                    start_new_session=True,
                )
        finally:
            os.close(lifeline)

    def _await_ready(self, child: Child) -> None:
        deadline = time.monotonic() + child.service.patience
        while child.service.ready and not self.stop_asked and not child.service.ready():
            if time.monotonic() > deadline:
                raise NotReady(child.service, child.log.last_lines())
            self._tick(0.1)

    def _tick(self, timeout: float) -> None:
        if select.select([self.wake_up], [], [], timeout)[0]:
            with contextlib.suppress(BlockingIOError):
                os.read(self.wake_up, 4096)
        self._collect()
        for child in self.children:
            child.log.show_warnings()
            if child.guard is None and not self.stopping and time.monotonic() >= child.start_at > 0:
                self._start(child)
        if not self.still_wanted():
            self.stop_reason = self.stop_reason or "its starter ended"

    def _collect(self) -> None:
        """Collect every dead child, our own guards and strangers alike: no zombie, whoever left it to us."""
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            for child in self.children:
                if child.guard and child.guard.pid == pid:
                    child.guard.returncode = os.waitstatus_to_exitcode(status)
                    guard, child.guard = child.guard, None
                    self._ended(child, guard)

    def _ended(self, child: Child, guard: subprocess.Popen[bytes]) -> None:
        self._let_go(child)
        orphans.kill_until_none(lambda: self._left_by(guard.pid))
        if self.stopping:
            return
        now = time.monotonic()
        child.ends.append(now)
        recent = sum(now - end < 60 for end in child.ends)
        wait = RESTART_AFTER[recent - 1]
        child.start_at = now + wait
        name, path = child.service.name, str(child.log.path)
        log.warning("service ended", service=name, status=_status(guard.returncode), restart_in=wait)
        if recent == CRASH_LOOP and now - child.told_at > 60:
            child.told_at = now
            log.error("service keeps ending", service=name, ends_in_last_minute=recent, log=path)
            child.log.show_last_lines()

    def _everyone(self) -> set[int]:
        return orphans.descendants(os.getpid()) & orphans.in_run(self.run_id)

    def _left_by(self, guard: int) -> set[int]:
        """What a dead guard left: it fell to us, in the guard's session or at least marked as this run's."""
        kept: set[int] = set()
        for child in self.children:
            if child.guard:
                kept |= {child.guard.pid} | orphans.descendants(child.guard.pid)
        ours = orphans.descendants(os.getpid()) - kept
        sessions = {process.pid: process.session for process in orphans.processes()}
        return {pid for pid in ours if sessions.get(pid) == guard or orphans.carries(pid, orphans.RUN_ID, self.run_id)}

    def _let_go(self, child: Child) -> None:
        if child.lifeline >= 0:
            os.close(child.lifeline)
            child.lifeline = -1

    def _ask_stop(self, number: int, _frame: FrameType | None) -> None:
        self.stop_reason = self.stop_reason or signal.Signals(number).name
        self.hurry = time.monotonic() > self.hurry_from


def _status(code: int) -> str:
    number = -code if code < 0 else code - 128
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"exit {code}"
