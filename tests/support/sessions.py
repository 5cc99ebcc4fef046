"""What all workers of one test session share: a folder, found by every worker, and the process that owns it."""

import contextlib
import fcntl
import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from tests.support import guardian

FOLDER_VARIABLE = "JX_TEST_SESSION"  # set by the main process, inherited by the xdist workers
MEMORY = Path("/dev/shm")
ENOUGH = 3 * 1024**3
"""Bytes: the templates, the databases of all workers and PostgreSQL's log take less than half of it."""
KEEPER = ["setpriv", "--pdeathsig", "KILL", "sleep", "infinity"]
"""What a guardian guards that has no server: the folder alone."""


def begin() -> None:
    """In the main process, before any worker starts."""
    place = root() / f"jx-{uuid4().hex[:12]}"  # short: sockets go below it (107 bytes at most)
    os.environ[FOLDER_VARIABLE] = f"{os.getpid()}:{place}"


def root(memory: Path = MEMORY, enough: int = ENOUGH) -> Path:
    """Memory where there is plenty: hundreds of databases are copied file by file, on a disk at ten times the price.

    Containers often have a small one, or one that starts no program, and PostgreSQL's may have to be copied there.
    """
    if not os.access(memory, os.W_OK):
        return Path(tempfile.gettempdir())
    found = os.statvfs(memory)
    roomy = found.f_bavail * found.f_frsize >= enough and not found.f_flag & os.ST_NOEXEC
    return memory if roomy else Path(tempfile.gettempdir())


def folder() -> Path:
    """Made when the first worker needs it, so a session without a server leaves nothing even if it is killed."""
    return Path(os.environ[FOLDER_VARIABLE].split(":", 1)[1])


def temporary() -> Path | None:
    """Where the tests' own folders go: to memory, too, for a commit to a database on a disk waits for the disk.

    None where there is none; what is in memory goes with the session, however it ends.
    """
    if not folder().is_relative_to(MEMORY):
        return None
    once("keeper", _keep)
    return folder() / "t"


def _keep() -> dict[str, str]:
    place = folder() / "keeper"
    place.mkdir()
    return {"guardian": str(watched(place, KEEPER))}


def watched(place: Path, command: list[str]) -> int:
    """The guardian of a command that lives as long as the session: its number."""
    words = [sys.executable, guardian.__file__, str(owner()), str(place), "--", *command]
    keeper = subprocess.Popen(words, stdin=subprocess.DEVNULL, start_new_session=True)
    keeper.returncode = 0  # it outlives this worker on purpose: no warning about a child left behind
    return keeper.pid


def owner() -> int:
    return int(os.environ[FOLDER_VARIABLE].split(":", 1)[0])


def end() -> None:
    """In the main process: stop what the workers shared and wait until it is gone."""
    results = [json.loads(file.read_text()) for file in folder().glob("*.json")]  # guardians remove the folder, too
    for keeper in [int(result["guardian"]) for result in results if "guardian" in result]:
        with contextlib.suppress(ProcessLookupError):
            os.kill(keeper, signal.SIGTERM)
            select.select([os.pidfd_open(keeper)], [], [], 10)
    shutil.rmtree(folder(), ignore_errors=True)
    del os.environ[FOLDER_VARIABLE]


def once(name: str, make: Callable[[], dict[str, str]]) -> dict[str, str]:
    """Do `make` in whichever worker comes first; the others wait and read what it returned. A failure is not kept."""
    folder().mkdir(mode=0o755, exist_ok=True)
    result = folder() / f"{name}.json"
    with (folder() / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not result.exists():
            result.write_text(json.dumps(make()))
        found: dict[str, str] = json.loads(result.read_text())
        return found
