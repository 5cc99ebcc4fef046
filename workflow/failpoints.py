"""Places where a process may die, so that a simulation can make it die there. In the product they do nothing.

The rules these places test: what is committed is not done again, what is not committed is done later.
"""

from collections.abc import Callable

POINTS: dict[str, str] = {
    "reminder.found": "what is due was read, nothing is written",
    "reminder.logged": "the log is written, the messages are not; nothing is committed",
    "reminder.written": "log and messages are written, nothing is committed",
    "reminder.committed": "one chunk is committed, the next is not begun",
    "mail.claimed": "`sending` is committed, the mail server has heard nothing",
    "mail.handed_over": "the mail server has the letter, its row still says `sending`",
}
"""Every place by name, and what is known there."""

_hook: Callable[[str], None] | None = None


def reached(name: str) -> None:
    """Called where the code comes past a place of ``POINTS``."""
    if _hook is not None:
        _hook(name)


def set_hook(hook: Callable[[str], None] | None) -> None:
    """Tests and the simulated year only: called at every place, may raise or kill; ``None`` takes it away."""
    global _hook
    _hook = hook
