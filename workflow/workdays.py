"""Working days with the holiday calendar of the State Council (调休 included).

``chinese_calendar`` knows the years that were announced; beyond them Monday to Friday is taken, because a deadline
must never fail for want of an announcement.
"""

from datetime import date, timedelta
from functools import lru_cache

import chinese_calendar


@lru_cache(maxsize=4096)  # each answer costs the calendar a walk over all its years
def is_workday(day: date) -> bool:
    """Whether offices work on this day."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


def workdays_after(day: date, count: int) -> date:
    """The day ``count`` working days after ``day``."""
    return workdays_from(day, max(count, 0))


def workdays_from(day: date, count: int) -> date:
    """The day ``count`` working days after ``day``, or before it where ``count`` is negative; 0 is the day itself."""
    step = timedelta(days=1 if count > 0 else -1)
    left = abs(count)
    while left:
        day += step
        left -= is_workday(day)
    return day


def workdays_until(today: date, day: date) -> int:
    """How many working days are left to get something done by ``day``, today included; 0 once it has passed."""
    return sum(is_workday(today + timedelta(days=ahead)) for ahead in range((day - today).days + 1))


@lru_cache(maxsize=65536)
def workdays_held(since: date, until: date) -> int:
    """Working days from the day something came to the day it went: in and out on one day is 0."""
    return sum(is_workday(since + timedelta(days=ahead)) for ahead in range(1, (until - since).days + 1))
