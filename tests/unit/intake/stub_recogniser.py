"""Stands in for the recogniser in tests of the child process: a title for each file, and every way to misbehave."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from workflow.documents.intake.reading import FormRead, Reading
from workflow.documents.intake.source import Source


def recognise(source: Source) -> Reading:
    """Does what the first line of the file says; otherwise one form with that line as its title."""
    first = next(source.texts(), "")
    if first in DEEDS:
        DEEDS[first](source)
    return Reading(forms=[FormRead(form_type="overall", title=first)])


def _eat(_: Source) -> None:
    sys.stdout.write(str(len([bytearray(2**20) for _ in range(2_000)])))


def _sleep(source: Source) -> None:
    subprocess.Popen(["sleep", "60"])
    time.sleep(60)


def _spin(_: Source) -> None:
    while True:
        pass


def _killed(_: Source) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _write(_: Source) -> None:
    Path("trace").write_text("x" * 10)


def _fail(_: Source) -> None:
    raise KeyError("秘密的内容")


def _talk(_: Source) -> None:
    sys.stdout.write("noise from a library\n")
    sys.stdout.flush()


def _peek(_: Source) -> None:
    if any("SECRET" in value for value in os.environ.values()):
        raise KeyError


DEEDS = {
    "eat": _eat,
    "sleep": _sleep,
    "spin": _spin,
    "write": _write,
    "fail": _fail,
    "killed": _killed,
    "die": lambda _: os.abort(),
    "talk": _talk,
    "peek": _peek,
}


def stuck(_: Source) -> Reading:
    """Never comes back: whoever waits for it is killed meanwhile."""
    time.sleep(120)
    raise AssertionError
