"""`make run` killed with -9 must end the stack too: nobody else tells a supervisor that its starter is gone.

Another program that starts `jixiao up` for itself (a demo, a test) asks for the same with JIXIAO_END_WITH_PARENT=1.
Without either, the supervisor lives on by itself, as after `nohup`.
"""

import os
from collections.abc import Callable
from pathlib import Path

MAKES = {"make", "gmake"}
NOT_WAITED_FOR = 1


def living_starter() -> Callable[[], bool]:
    """Whether the `make` that started us (and what lies between) still lives; always true if there was none."""
    chain: list[tuple[int, str]] = []
    if os.environ.get("JIXIAO_END_WITH_PARENT") and (parent := _stat(os.getppid())):
        chain = [(os.getppid(), parent[2])]
    elif "MAKELEVEL" in os.environ:
        chain = _chain_to_make(os.getppid())
    return lambda: all(_born(pid) == born for pid, born in chain)


def _chain_to_make(pid: int) -> list[tuple[int, str]]:
    chain: list[tuple[int, str]] = []
    while pid > NOT_WAITED_FOR:
        fields = _stat(pid)
        if fields is None:
            return []
        name, parent, born = fields
        chain.append((pid, born))
        if name in MAKES:
            return chain
        pid = parent
    return []


def _born(pid: int) -> str | None:
    fields = _stat(pid)
    return fields[2] if fields else None


def _stat(pid: int) -> tuple[str, int, str] | None:
    """Name, parent and start time (which tells a process from a later one of the same number); none for a zombie."""
    try:
        head, _, rest = Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")
    except OSError:
        return None
    fields = rest.split()
    return None if fields[0] in "ZX" else (head.partition("(")[2], int(fields[1]), fields[19])
