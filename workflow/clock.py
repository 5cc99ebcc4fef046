"""The only source of time. Instants are UTC; business dates are the region's calendar days.

Tests and simulations replace the source with ``fixed`` or ``set_source``; nothing else calls the system clock.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

DEFAULT_ZONE = ZoneInfo("Asia/Shanghai")


def _system() -> datetime:
    return datetime.now(UTC)


_source: Callable[[], datetime] = _system


def now() -> datetime:
    """The present instant, UTC, timezone-aware."""
    return _source()


def business_date(zone: ZoneInfo = DEFAULT_ZONE) -> date:
    """Today in the region: deadlines, windows and fiscal years are counted in these days."""
    return now().astimezone(zone).date()


def local(instant: datetime, zone: ZoneInfo = DEFAULT_ZONE) -> datetime:
    """The instant on the region's wall clock."""
    return instant.astimezone(zone)


def end_of_day(day: date, zone: ZoneInfo = DEFAULT_ZONE) -> datetime:
    """The last second of a closing date: a deadline includes 23:59:59 local."""
    return datetime.combine(day, time(23, 59, 59), zone).astimezone(UTC)


def start_of_day(day: date, zone: ZoneInfo = DEFAULT_ZONE) -> datetime:
    """Midnight with which a day of the region begins."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def set_source(source: Callable[[], datetime] | None) -> None:
    """Replace the clock; ``None`` gives the system clock back."""
    global _source
    _source = source or _system


@contextmanager
def fixed(instant: datetime) -> Iterator[None]:
    """Stand still at ``instant`` (timezone-aware) for the length of the block."""
    before = _source
    set_source(lambda: instant)
    try:
        yield
    finally:
        set_source(before)
