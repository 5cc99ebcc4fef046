"""Rates, time progress and lights."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.execution import Light, Money, last_day, light_of, money_light, needs_cause, percent, rate, time_progress
from workflow.execution.lights import LIGHT_LABELS

FEN = st.integers(min_value=-(10**15), max_value=10**15)


@pytest.mark.parametrize(("month", "shown"), [(1, "8.33"), (7, "58.33"), (8, "66.67"), (12, "100.00")])
def test_time_progress_is_the_month_over_twelve(month: int, shown: str) -> None:
    assert percent(time_progress(month)) == shown


@pytest.mark.parametrize(
    ("executed", "budget", "shown"),
    [
        (0, 100, "0.00"),
        (1, 3, "33.33"),
        (2, 3, "66.67"),
        (1, 800, "0.13"),  # 0.125 rounds half up
        (-1, 800, "-0.13"),
        (150, 100, "150.00"),
        (50, 0, "—"),
        (50, -1, "—"),
    ],
)
def test_a_rate_is_exact_and_a_zero_budget_has_none(executed: int, budget: int, shown: str) -> None:
    assert percent(rate(executed, budget)) == shown


@pytest.mark.parametrize(
    ("value", "light"),
    [
        ("-0.1", "red"), ("0", "red"), ("0.5999", "red"), ("0.6", "yellow"), ("0.7999", "yellow"), ("0.8", "green"),
        ("1.1999", "green"), ("1.2", "blue"), ("9", "blue"),
    ],
)  # fmt: skip
def test_the_bands_are_closed_below(value: str, light: str) -> None:
    assert light_of(Fraction(value)) == light


def test_money_is_compared_with_the_time_that_has_passed() -> None:
    assert money_light(35, 100, 7) is Light.yellow  # 35 % of 58.33 %: exactly 0.6
    assert money_light(34, 100, 7) is Light.red
    assert money_light(70, 100, 7) is Light.blue  # 70 % of 58.33 %: exactly 1.2
    assert money_light(70, 100) is Light.yellow  # as a forecast for the year
    assert money_light(1, 0, 7) is None
    assert [light for light in Light if needs_cause(light)] == [Light.red, Light.yellow]
    assert not needs_cause(None)
    assert set(LIGHT_LABELS) == set(Light)


def test_the_last_day_knows_leap_years() -> None:
    assert last_day(2024, 2) == date(2024, 2, 29)
    assert last_day(2025, 2) == date(2025, 2, 28)
    assert last_day(2025, 12) == date(2025, 12, 31)


@given(st.lists(st.tuples(FEN, FEN, FEN, FEN), min_size=1))
def test_money_of_several_adds_up_to_the_fen(parts: list[tuple[int, int, int, int]]) -> None:
    total = sum((Money(*part) for part in parts), Money())
    assert total.adjusted_fen == sum(initial + adjustment + carried for initial, adjustment, carried, _ in parts)
    assert total.executed_fen == sum(part[3] for part in parts)
    if total.adjusted_fen > 0:
        assert total.execution_rate == Fraction(total.executed_fen, total.adjusted_fen)
    else:
        assert total.execution_rate is None
