"""Files are read in child processes: a hostile or broken file costs its own reading, never the server or other files.

One child a file, at most ``workers`` at a time. The child limits its memory, seconds and files (``limited.py``); the
parent kills its whole process group when the time is up and removes its folder, whatever happens. The answer is JSON.
"""

import contextlib
import json
import os
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass

from pydantic import ValidationError

from workflow.documents.intake.limited import TROUBLE
from workflow.documents.intake.readers import last_part
from workflow.documents.intake.readers.found import MOST_BYTES
from workflow.documents.intake.readers.words import Unreadable
from workflow.documents.intake.reading import ProblemRead, Reading

RECOGNISER = "workflow.documents.intake.recognise:recognise"
"""Module and function that make a ``Reading`` of a ``Source``; imported by the child only."""

_FOLDER = "jixiao-intake-"
_FORGOTTEN = 3_600
"""Seconds after which the folder of a child belongs to nobody: its parent was killed."""

_BLOCK = 2**16
_BEAT = 5.0
"""Seconds between two calls of ``meanwhile`` while a child reads."""


def _nothing() -> None:
    """What most callers do while a child reads."""


@dataclass(frozen=True)
class Limits:
    """What one file may cost: bytes of address space, seconds of CPU and by the wall clock, letters of the answer,
    bytes of a file it writes into its own folder, bytes of the file itself. ``work`` is a function (name, bytes) →
    answer that is done instead of reading and recognising."""

    memory: int = 500 * 2**20
    cpu_seconds: int = 150
    seconds: float = 180
    answer: int = 40 * 2**20
    recogniser: str = RECOGNISER
    work: str = ""
    written: int = 0
    bytes: int = MOST_BYTES


@dataclass(frozen=True)
class Outcome:
    """What became of one file. ``trouble`` is the code of its refusal; then the reading holds its problem and no form.

    ``message_en`` is the sentence in English; ``at`` the line of ours that failed, for the log.
    """

    name: str
    reading: Reading
    trouble: str = ""
    message_en: str = ""
    at: str = ""


def read_file(name: str, raw: bytes, limits: Limits | None = None, meanwhile: Callable[[], None] = _nothing) -> Outcome:
    """Read one file in a child of its own. Raises nothing for whatever the file holds.

    ``meanwhile`` is called every few seconds; what it raises ends the child and passes through.
    """
    limits, name = limits or Limits(recogniser=RECOGNISER), last_part(name)
    try:
        return _understood(name, _answer(name, raw, limits, meanwhile))
    except Unreadable as refusal:
        return refused(refusal)


def work_on(name: str, raw: bytes, limits: Limits) -> str:
    """What ``limits.work`` answers about one file, done in a child of its own; raises ``Unreadable``."""
    name = last_part(name)
    answer = _answer(name, raw, limits).decode("utf-8")
    if not answer or answer.startswith(f'{{"{TROUBLE}"'):
        code, facts = "reader_failed", dict[str, object]()
        with contextlib.suppress(ValueError, KeyError):
            trouble = json.loads(answer)[TROUBLE]
            code, facts = trouble["code"], trouble.get("facts", {})
        raise Unreadable(code, name, **facts)
    return answer


def _answer(name: str, raw: bytes, limits: Limits, meanwhile: Callable[[], None] = _nothing) -> bytes:
    """All that the child says; raises ``Unreadable`` if it did not come to an end."""
    if len(raw) > limits.bytes:
        raise Unreadable("file_too_large", name, most=limits.bytes // 2**20)
    try:
        with _folder() as folder:
            answer, status = _run(name, raw, limits, folder, meanwhile)
    except TimeoutError:
        raise Unreadable("too_slow", name, most=int(limits.seconds)) from None
    except OSError as error:  # no room for its folder, no process to be had: nothing the file is to blame for
        raise Unreadable("no_room", name, why=error.strerror or "") from None
    if status == -signal.SIGXCPU:
        raise Unreadable("too_slow", name, most=limits.cpu_seconds)
    if status in (-signal.SIGKILL, -signal.SIGTERM):  # the machine ran out of memory, or is shut down
        raise Unreadable("interrupted", name)
    if status in (-signal.SIGSEGV, -signal.SIGABRT):  # how libraries in C say that memory is gone
        raise Unreadable("too_much_memory", name)
    return answer


@contextlib.contextmanager
def _folder() -> Iterator[str]:
    """A folder for one child, gone when it is done; those of readers that were killed go after an hour."""
    parent = tempfile.gettempdir()
    with contextlib.suppress(OSError):
        for entry in os.scandir(parent):
            if entry.name.startswith(_FOLDER) and time.time() - entry.stat().st_mtime > _FORGOTTEN:
                shutil.rmtree(entry.path, ignore_errors=True)
    folder = tempfile.mkdtemp(prefix=_FOLDER, dir=parent)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def read_files(
    files: Iterable[tuple[str, bytes | Unreadable]], *, workers: int = 2, limits: Limits | None = None
) -> Iterator[Outcome]:
    """Outcomes in the order of the files, one for each; no more files are taken from the iterable than are being read.

    In place of its bytes a file may come with the reason why there are none.
    """
    waiting = deque[Future[Outcome]]()
    with ThreadPoolExecutor(workers, thread_name_prefix="intake") as pool:
        for name, given in files:
            if isinstance(given, Unreadable):
                waiting.append(pool.submit(refused, given))
            else:
                waiting.append(pool.submit(read_file, name, given, limits))
            if len(waiting) > workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def refused(refusal: Unreadable) -> Outcome:
    """A file that gives no form: its only content is why."""
    return _failed(refusal.name, refusal.code, refusal.message_zh, refusal.message_en)


def _failed(name: str, code: str, zh: str, en: str, at: str = "") -> Outcome:
    return Outcome(name, Reading(problems=[ProblemRead(code=code, message=zh, where=name)]), code, en, at)


def _understood(name: str, answer: bytes) -> Outcome:
    try:
        said = json.loads(answer)
        if TROUBLE in said:
            trouble = said[TROUBLE]
            return _failed(name, trouble["code"], trouble["zh"], trouble["en"], trouble.get("at", ""))
        return Outcome(name, Reading.model_validate(said))
    except (ValueError, ValidationError):
        return refused(Unreadable("reader_failed", name))


def _run(name: str, raw: bytes, limits: Limits, folder: str, meanwhile: Callable[[], None]) -> tuple[bytes, int]:
    """The answer and the exit status of the child; raises ``TimeoutError`` after killing it."""
    until = time.monotonic() + limits.seconds
    told = json.dumps(asdict(limits) | {"parent": os.getpid()})
    child = subprocess.Popen(
        [sys.executable, "-B", "-P", "-m", "workflow.documents.intake.limited", told],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=_environment(folder),
        start_new_session=True,
    )
    writer = threading.Thread(target=_give, args=(child, name, raw), daemon=True)
    writer.start()
    try:
        answer = _taken(child, until, limits.answer, meanwhile)
        return answer, child.wait(max(until - time.monotonic(), 0.1))
    except subprocess.TimeoutExpired:
        raise TimeoutError from None
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        writer.join()
        if child.stdout:
            child.stdout.close()


def _give(child: subprocess.Popen[bytes], name: str, raw: bytes) -> None:
    """A child that died does not take its file."""
    if child.stdin:
        with contextlib.suppress(OSError), child.stdin as pipe:
            pipe.write(json.dumps(name).encode() + b"\n")
            pipe.write(raw)


def _taken(child: subprocess.Popen[bytes], until: float, most: int, meanwhile: Callable[[], None]) -> bytes:
    """All that the child says until it closes its pipe, but no more than a little over ``most``."""
    taken = bytearray()
    with selectors.DefaultSelector() as selector:
        if child.stdout:
            selector.register(child.stdout, selectors.EVENT_READ)
        while len(taken) <= 4 * most:  # one letter is up to four bytes
            left = until - time.monotonic()
            if left <= 0:
                raise TimeoutError
            if not selector.select(min(left, _BEAT)):
                meanwhile()
                continue
            block = os.read(child.stdout.fileno(), _BLOCK) if child.stdout else b""
            if not block:
                break
            taken += block
    return bytes(taken)


def _environment(folder: str) -> dict[str, str]:
    """Nothing of ours but where the code is: no address of a database, no key."""
    places = os.pathsep.join(place for place in sys.path if place)
    return {"PYTHONPATH": places, "TMPDIR": folder, "HOME": folder, "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"}
