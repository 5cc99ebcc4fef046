"""What the beat asks for, one line each. Every task only looks for what is due, so an extra call changes nothing."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Entry:
    """A task and how often it is asked for: seconds on one machine, seconds with servers."""

    task: str
    embedded: float
    server: float


SCHEDULE: tuple[Entry, ...] = (
    Entry("mail.deliver", embedded=2, server=5),
    Entry("mail.posts", embedded=2, server=5),
    Entry("mail.digest", embedded=60, server=300),
    Entry("jobs.run", embedded=2, server=5),
    Entry("decisions.perform", embedded=2, server=5),
    Entry("decisions.weigh", embedded=30, server=60),
    Entry("reminders.look", embedded=10, server=15),
    Entry("reviews.check", embedded=2, server=5),
    Entry("reviews.outdated", embedded=60, server=600),
    Entry("reviews.relight", embedded=10, server=30),
    Entry("jobs.nightly", embedded=60, server=600),
    Entry("jobs.expire", embedded=600, server=600),
)

SHORTEST_LIFE = 30.0
"""Seconds after which a question nobody has taken up is thrown away: a worker that was down must not be flooded."""


def beat_schedule(*, embedded: bool) -> dict[str, dict[str, Any]]:
    """For ``app.conf.beat_schedule``."""
    return {entry.task: _line(entry, entry.embedded if embedded else entry.server) for entry in SCHEDULE}


def _line(entry: Entry, seconds: float) -> dict[str, Any]:
    return {"task": entry.task, "schedule": seconds, "options": {"expires": max(2 * seconds, SHORTEST_LIFE)}}
