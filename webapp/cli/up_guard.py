"""The guard: one small process between the supervisor and each service.

Whichever single process is killed with -9, nobody is left behind:
- the supervisor: its end of the lifeline pipe closes; every guard stops its service, then whatever is left of it
- a guard: its service dies with it (parent-death signal); the supervisor, the next subreaper above, kills the rest
- a service: the guard kills the service's own children (they can only fall to the guard) and ends; it is started again
The ordinary stop is the same path as the first line, so it is exercised every day. Standard library only.
"""

import ctypes
import json
import os
import select
import shutil
import signal
import sys
import time
from dataclasses import asdict, dataclass

from webapp.cli import orphans

PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
LAST_SWEEP_AFTER = 6.5  # seconds after the supervisor died, longer than any grace; the promise is 10


@dataclass(frozen=True)
class Order:
    """What a guard is told, as JSON in its first argument."""

    supervisor: int
    lifeline: int
    service: str
    command: list[str]
    grace: float
    remove_folder: str = ""  # deleted when the run ends, not when the service is started again

    def as_argument(self) -> str:
        return json.dumps(asdict(self))


def prctl(option: int, value: int) -> None:
    if ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")


class Guard:
    def __init__(self, order: Order) -> None:
        self.order = order
        self.stop_asked = False
        self.status: int | None = None
        self.deadline = 0.0
        prctl(PR_SET_CHILD_SUBREAPER, 1)
        os.set_inheritable(order.lifeline, False)
        wake_up, bell = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        signal.set_wakeup_fd(bell)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._ask_stop)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self.wake_up = wake_up
        self.poll = select.poll()
        self.poll.register(wake_up, select.POLLIN)
        self.poll.register(order.lifeline, select.POLLIN)
        self.service = self._start_service()

    def run(self) -> int:
        """Returns the exit code to pass on: the service's own, 128 + signal if one ended it."""
        while self.status is None and not self._out_of_patience():
            self._wait()
            self._collect()
            if self.stop_asked and not self.deadline:
                self.deadline = time.monotonic() + self.order.grace
                orphans.send([self.service], signal.SIGTERM)
        orphans.kill_until_none(lambda: orphans.descendants(os.getpid()))
        self._collect()
        if self._supervisor_is_gone():
            self._last_one_out()
        code = 1 if self.status is None else os.waitstatus_to_exitcode(self.status)
        return 128 - code if code < 0 else code

    def _start_service(self) -> int:
        guard, environment = os.getpid(), os.environ | {orphans.SERVICE: self.order.service}
        pid = os.fork()
        if pid:
            return pid
        try:
            signal.set_wakeup_fd(-1)
            for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD, signal.SIGPIPE):
                signal.signal(number, signal.SIG_DFL)
            os.setpgid(0, 0)
            prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
            if os.getppid() == guard:  # else the guard died before the request above could count
                os.execvpe(self.order.command[0], self.order.command, environment)  # noqa: S606
        except BaseException as error:
            print(f"{self.order.command[0]}: {error}", file=sys.stderr, flush=True)
        os._exit(127)

    def _wait(self) -> None:
        for descriptor, _ in self.poll.poll(1000):
            if descriptor == self.order.lifeline:  # nothing is ever written to it: it only closes
                self.poll.unregister(descriptor)
                self.stop_asked = True
            else:
                os.read(self.wake_up, 4096)
        self.stop_asked = self.stop_asked or self._supervisor_is_gone()

    def _collect(self) -> None:
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            if pid == self.service:
                self.status = status

    def _out_of_patience(self) -> bool:
        return bool(self.deadline) and time.monotonic() > self.deadline

    def _ask_stop(self, *_: object) -> None:
        self.stop_asked = True

    def _supervisor_is_gone(self) -> bool:
        return os.getppid() != self.order.supervisor

    def _last_one_out(self) -> None:
        """If another guard was killed together with the supervisor, nobody else is left to end its service."""
        run_id = os.environ.get(orphans.RUN_ID, "")
        deadline = (self.deadline or time.monotonic()) - self.order.grace + LAST_SWEEP_AFTER
        while run_id and orphans.services_in_run(run_id) and time.monotonic() < deadline:
            time.sleep(0.25)
        if run_id:
            orphans.kill_until_none(lambda: orphans.services_in_run(run_id), seconds=1)
        if self.order.remove_folder:
            shutil.rmtree(self.order.remove_folder, ignore_errors=True)


def main() -> None:
    order = Order(**json.loads(sys.argv[1]))
    prctl(PR_SET_PDEATHSIG, signal.SIGTERM)  # a second bell beside the lifeline
    if os.getppid() != order.supervisor:
        sys.exit(1)
    sys.exit(Guard(order).run())


if __name__ == "__main__":
    main()
