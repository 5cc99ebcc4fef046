"""The real background processes of the product for a test: Celery workers and beats as `jixiao up` starts them."""

import os
import signal
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Self

from webapp.cli.up_services import beat_command, worker_command
from webapp.settings import Settings

ROOT = Path(__file__).parents[2]


class Processes:
    """Everything that was started; whatever still lives at the end of the block is killed."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.log = settings.home / "background.log"
        self._groups: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        (self.settings.home / "run").mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for process in self._groups:
            self.kill_9(process)
        if error:
            error.add_note(f"--- background processes ---\n{self.log.read_text(errors='replace')[-4000:]}")

    def worker(self) -> subprocess.Popen[bytes]:
        return self._start(worker_command())

    def beat(self, number: int = 1) -> subprocess.Popen[bytes]:
        """A second one has a schedule file of its own, as on another host."""
        command = beat_command(self.settings)
        return self._start((*command[:-1], f"{command[-1]}-{number}"))

    def kill_9(self, process: subprocess.Popen[bytes]) -> None:
        """The process and its children at the same instant: nobody gets to say goodbye."""
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def children(self, process: subprocess.Popen[bytes]) -> list[int]:
        """The worker's own processes."""
        found = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        return [int(pid) for pid in found]

    def _start(self, command: tuple[str, ...]) -> subprocess.Popen[bytes]:
        environment = os.environ | self.settings.as_environment()
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip
        self._groups.append(process)
        return process
