"""The clock of the domain tests: starts at a known Monday, moves on with every look, jumps by days on demand."""

from datetime import UTC, datetime, timedelta
from itertools import count

START = datetime(2025, 3, 3, 1, tzinfo=UTC)


class Ticking:
    """A source for ``workflow.clock``; threads may share it."""

    def __init__(self) -> None:
        self._ticks = count()
        self._ahead = timedelta()

    def __call__(self) -> datetime:
        return START + self._ahead + timedelta(milliseconds=next(self._ticks))

    def forward(self, days: int) -> None:
        """The same time of day, some days later."""
        self._ahead += timedelta(days=days)

    def restart(self) -> None:
        """Back to the Monday; what was made before lies in the future then, so only for files of one's own."""
        self._ahead = timedelta()
