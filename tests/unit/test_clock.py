"""The only source of time: instants in UTC, business dates in the region."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow import clock

NOON = datetime(2025, 3, 3, 4, tzinfo=UTC)


def test_the_system_clock_is_utc() -> None:
    before = datetime.now(UTC)
    assert before <= clock.now() <= datetime.now(UTC)
    assert clock.now().utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2025, 3, 3, 15, 59, 59, tzinfo=UTC), date(2025, 3, 3)),
        (datetime(2025, 3, 3, 16, 0, tzinfo=UTC), date(2025, 3, 4)),
        (datetime(2024, 12, 31, 16, 0, tzinfo=UTC), date(2025, 1, 1)),
    ],
)
def test_a_business_date_changes_at_midnight_in_the_region(instant: datetime, day: date) -> None:
    with clock.fixed(instant):
        assert clock.business_date() == day
        assert clock.business_date(ZoneInfo("Asia/Urumqi")) == clock.local(instant, ZoneInfo("Asia/Urumqi")).date()


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_closing_date_includes_its_last_second(day: date) -> None:
    last = clock.end_of_day(day)
    with clock.fixed(last):
        assert clock.business_date() == day
    with clock.fixed(last + timedelta(seconds=1)):
        assert clock.business_date() == day + timedelta(days=1)


def test_standing_still_ends_with_the_block_also_after_an_error() -> None:
    with clock.fixed(NOON):
        with clock.fixed(NOON + timedelta(hours=1)):
            assert clock.now() == NOON + timedelta(hours=1)
        assert clock.now() == NOON
    with pytest.raises(RuntimeError), clock.fixed(NOON):
        raise RuntimeError
    assert clock.now() > NOON


def test_a_source_may_be_replaced_and_given_back() -> None:
    clock.set_source(lambda: NOON)
    try:
        assert clock.now() == NOON
    finally:
        clock.set_source(None)
    assert clock.now() > NOON


def test_the_wall_clock_of_the_region() -> None:
    assert clock.local(NOON).hour == 12
