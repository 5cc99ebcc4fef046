"""The checks that ``needs`` in the table of moves names, each with the status it refuses with.

Order of refusal: 409 (somebody or something was faster), 403 (this person is barred), 422 (something is missing).
A check returns None, or the problem with its facts; it never changes anything.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from workflow.lifecycle.case import Case

Look = Callable[[Case], "Problem | None"]


@dataclass(frozen=True)
class Problem:
    """Why a move is refused: a code of ``notifications.refusals`` with its facts, and the place if there is one."""

    code: str
    facts: dict[str, Any] = field(default_factory=dict)
    path: str = ""


@dataclass(frozen=True)
class Check:
    """A named check; ``status`` is 409, 403 or 422."""

    name: str
    status: int
    look: Callable[[Case], "list[Problem]"]


CHECKS: dict[str, Check] = {}


def check(status: int) -> Callable[[Look], Look]:
    """Register a look-up function under its own name."""

    def register(look: Look) -> Look:
        def one(case: Case) -> list[Problem]:
            problem = look(case)
            return [problem] if problem else []

        CHECKS[look.__name__] = Check(look.__name__, status, one)
        return look

    return register


def check_all(status: int) -> Callable[[Callable[[Case], list[Problem]]], Callable[[Case], list[Problem]]]:
    """Register a check that reports every problem, not only the first."""

    def register(look: Callable[[Case], list[Problem]]) -> Callable[[Case], list[Problem]]:
        CHECKS[look.__name__] = Check(look.__name__, status, look)
        return look

    return register
