"""Stand-ins for the supervisor's tests: `stack FOLDER` runs a supervisor over the small services below.

Each misbehaves in its own way, as the real ones may: `family` has children that ignore TERM and leave the session,
`stubborn` ignores TERM itself, `flaky` ends at once as long as a file says so.
"""

import os
import signal
import sys
import time
from pathlib import Path

from webapp.cli.supervisor import NotReady, Service, Supervisor
from webapp.cli.up_output import say
from webapp.cli.up_parent import living_starter

HERE = (sys.executable, str(Path(__file__).resolve()))


def stack(folder: str) -> None:
    kinds = os.environ.get("STANDINS", "plain family stubborn").split()
    services = [
        Service(
            kind,
            (*HERE, kind, folder),
            stage=number > 0,
            ready=(lambda: False) if kind == "mute" else None,
            patience=3.0,
        )
        for number, kind in enumerate(kinds)
    ]
    supervisor = Supervisor(
        services,
        environment=dict(os.environ),
        logs=Path(folder, "logs"),
        run_id=os.environ["TEST_MARK"],
        still_wanted=living_starter(),
    )
    try:
        supervisor.start()
        Path(folder, "started").touch()
        supervisor.watch()
    except NotReady as problem:
        say(f"not ready: {problem.service.name} {problem.last_lines}")
    finally:
        supervisor.stop()


def plain(_folder: str) -> None:
    signal.pause()


def stubborn(_folder: str) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    while True:
        time.sleep(60)


def family(folder: str) -> None:
    if os.fork() == 0:
        os.setsid()
        os.fork()
        stubborn(folder)
    if os.fork() == 0:
        plain(folder)
    signal.pause()


def flaky(folder: str) -> None:
    say("the last words of flaky")
    if not Path(folder, "calm").exists():
        sys.exit(3)
    signal.pause()


def mute(folder: str) -> None:
    """Never ready."""
    say("still loading")
    signal.pause()


if __name__ == "__main__":
    globals()[sys.argv[1]](sys.argv[2])
