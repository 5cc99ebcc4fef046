"""The inside of the child process that reads one file: limits itself, reads, answers one JSON object, ends.

Started by ``child.py`` as ``python -m workflow.documents.intake.limited <limits>`` with the name and the bytes of the
file on stdin. Nothing but what this file's format needs is imported: no database, no web.
"""

import importlib
import json
import os
import resource
import signal
import sys
from collections.abc import Callable
from typing import Any

_PR_SET_PDEATHSIG = 1
TROUBLE = "trouble"
"""The key of an answer that is no reading: {"trouble": {"code", "zh", "en"}}."""


def main() -> None:
    """Raises nothing: whatever goes wrong is an answer, or the death of this process, which the parent sees."""
    limits = json.loads(sys.argv[1])
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a library that prints must not spoil the answer
    _limit(limits)
    name = json.loads(sys.stdin.buffer.readline())
    try:
        text = _read(name, sys.stdin.buffer.read(), limits)
    except MemoryError:
        text = _trouble("too_much_memory", name)
    answer.write(text.encode("utf-8", errors="replace"))
    answer.close()


def _limit(limits: dict[str, Any]) -> None:
    """Memory and seconds; no core dump, no file written but as large as allowed, no life after the parent.

    A parent that died before this process could ask for its own death is another process now.
    """
    memory, seconds = limits["memory"], limits["cpu_seconds"]
    for kind, most, at_last in (
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_FSIZE, limits["written"], limits["written"]),
        (resource.RLIMIT_CPU, seconds, seconds + 1),  # so it ends by SIGXCPU: SIGKILL then means somebody else
        (resource.RLIMIT_AS, memory, memory),
    ):
        resource.setrlimit(kind, (most, at_last))
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != limits["parent"]:
            os._exit(1)


def _read(name: str, raw: bytes, limits: dict[str, Any]) -> str:
    from workflow.documents.intake.readers import Unreadable, read

    try:
        if limits["work"]:
            text: str = _named(limits["work"])(name, raw)
        else:
            source = read(name, raw)
            del raw
            text = _named(limits["recogniser"])(source).model_dump_json()
    except Unreadable as refusal:
        said = {"code": refusal.code, "facts": refusal.facts, "zh": refusal.message_zh, "en": refusal.message_en}
        return json.dumps({TROUBLE: said})
    except RecursionError:
        return _trouble("file_damaged", name)
    except MemoryError:
        raise
    except Exception as error:  # a fault of ours or of a library: the other files go on
        return _trouble("reader_failed", name, error)
    return text if len(text) <= limits["answer"] else _trouble("too_much_memory", name)


def _named(target: str) -> Callable[..., Any]:
    """The function that ``module:function`` names."""
    module, _, function = target.partition(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), function)
    return found


def _trouble(code: str, name: str, error: Exception | None = None) -> str:
    """``at`` is for the log: the kind of error and the line, never what the file says."""
    from workflow.documents.intake.readers import Unreadable, last_part

    refusal = Unreadable(code, last_part(name))
    at = ""
    if error is not None:
        step = error.__traceback__
        while step is not None and step.tb_next is not None:
            step = step.tb_next
        place = f"{os.path.basename(step.tb_frame.f_code.co_filename)}:{step.tb_lineno}" if step else ""
        at = f"{type(error).__name__} {place}"
    return json.dumps({TROUBLE: {"code": code, "zh": refusal.message_zh, "en": refusal.message_en, "at": at}})


if __name__ == "__main__":
    main()
