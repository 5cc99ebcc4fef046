"""Keep a server alive exactly as long as a test session: `guardian.py OWNER_PID FOLDER -- COMMAND…`.

The server is shared by all xdist workers, so it may not hang on any one of them. The guardian waits for the session's
main process (even one that was killed with -9), then stops the server and removes the session's folder. If the guardian
itself is killed, the kernel kills the server (parent-death signal, set by `setpriv`, the last wrapper of the command).
"""

import contextlib
import os
import select
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from types import FrameType

STOP = signal.SIGQUIT  # PostgreSQL: stop now, no checkpoint


def leave(number: int, frame: FrameType | None) -> None:
    raise SystemExit(0)


def watch(owner: int, server: subprocess.Popen[bytes]) -> None:
    """Return when either of the two has ended."""
    with contextlib.suppress(ProcessLookupError):
        waiting = [os.pidfd_open(owner), os.pidfd_open(server.pid)]
        select.select(waiting, [], [])


def main() -> None:
    owner, folder, command = int(sys.argv[1]), Path(sys.argv[2]), sys.argv[4:]
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, leave)
    with (folder / "log").open("ab") as log:
        server = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        watch(owner, server)
    finally:
        server.send_signal(STOP)
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(timeout=5)
        server.kill()
        shutil.rmtree(folder.parent, ignore_errors=True)


if __name__ == "__main__":
    main()
