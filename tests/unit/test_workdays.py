"""Working days with the calendar of the State Council."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.workdays import is_workday, workdays_after


@pytest.mark.parametrize(
    ("day", "count", "found"),
    [
        (date(2025, 3, 3), 3, date(2025, 3, 6)),
        (date(2025, 3, 7), 1, date(2025, 3, 10)),  # over a weekend
        (date(2025, 4, 3), 3, date(2025, 4, 9)),  # 4 to 6 April: Qingming
        (date(2025, 9, 30), 1, date(2025, 10, 9)),  # National Day and Mid-Autumn together
        (date(2025, 1, 24), 2, date(2025, 1, 27)),  # Sunday, 26 January, was worked
        (date(2025, 3, 8), 0, date(2025, 3, 8)),
    ],
)
def test_days_after(day: date, count: int, found: date) -> None:
    assert workdays_after(day, count) == found


def test_days_off_and_days_worked_for_them() -> None:
    assert not is_workday(date(2025, 1, 28))
    assert is_workday(date(2025, 1, 26))
    assert not is_workday(date(2025, 3, 8))


def test_beyond_what_was_announced_monday_to_friday_is_taken() -> None:
    assert is_workday(date(2100, 1, 1))  # a Friday
    assert not is_workday(date(2100, 1, 2))
    assert workdays_after(date(2100, 1, 1), 1) == date(2100, 1, 4)


@given(st.dates(date(2004, 1, 1), date(2040, 12, 31)), st.integers(1, 30))
def test_the_day_found_is_a_workday_with_so_many_before_it(day: date, count: int) -> None:
    found = workdays_after(day, count)
    between = [date.fromordinal(number) for number in range(day.toordinal() + 1, found.toordinal() + 1)]
    assert is_workday(found)
    assert sum(is_workday(one) for one in between) == count
