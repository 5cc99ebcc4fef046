"""What should have been paid by now, and what will have been by December: each method in a table."""

from fractions import Fraction

import pytest

from workflow.execution import Money, Outlook
from workflow.execution.expected import (
    WHOLE,
    arrival_share,
    even_plan,
    forecast,
    forecast_by_last_year,
    forecast_by_recent,
    forecast_by_time,
    whole_part,
)


@pytest.mark.parametrize(
    ("arrived", "month", "grace", "share"),
    [
        (0, 7, 1, Fraction(7, 12)),  # there from the beginning: the time that has passed
        (1, 7, 1, Fraction(7, 12)),
        (9, 8, 1, Fraction(0)),
        (9, 10, 1, Fraction(0)),  # September's money is not behind in October
        (9, 11, 1, Fraction(1, 2)),
        (9, 10, 0, Fraction(1, 3)),
        (6, 9, 1, Fraction(2, 5)),
        (11, 12, 1, Fraction(1)),
        (12, 12, 6, Fraction(1)),
        (8, 11, 6, Fraction(0)),
    ],
)
def test_money_is_due_from_its_arrival(arrived: int, month: int, grace: int, share: Fraction) -> None:
    assert Fraction(arrival_share(arrived, month, grace), WHOLE) == share


@pytest.mark.parametrize(
    ("executed", "adjusted", "month", "expected"),
    [
        (50, 120, 5, 120),  # 50 ÷ 5/12 = 120
        (40, 120, 6, 80),
        (60, 100, 6, 100),
        (90, 100, 6, 100),  # never above the budget
        (130, 100, 6, 130),  # unless it is paid already
        (0, 100, 6, 0),
        (-5, 100, 6, -5),  # more came back than went out
        (7, 0, 3, 7),
    ],
)
def test_forecast_at_the_pace_so_far(executed: int, adjusted: int, month: int, expected: int) -> None:
    assert forecast_by_time(executed, adjusted, month) == expected


@pytest.mark.parametrize(
    ("executed", "adjusted", "still", "expected"), [(40, 120, 30, 70), (100, 120, 50, 120), (130, 120, 9, 130)]
)
def test_forecast_by_the_plan(executed: int, adjusted: int, still: int, expected: int) -> None:
    assert forecast(executed, adjusted, still) == expected


@pytest.mark.parametrize(
    ("executed", "adjusted", "recent", "month", "expected"),
    [
        (40, 120, 30, 6, 100),  # 40 + 30 ÷ 3 × 6
        (40, 90, 30, 6, 90),  # never above the budget
        (10, 120, 10, 1, 120),  # in January one month is all there is
        (20, 240, 20, 2, 120),
        (40, 120, 0, 9, 40),  # nothing was paid lately
        (40, 120, -5, 9, 40),  # money came back lately
        (40, 120, 30, 12, 40),
    ],
)
def test_forecast_at_the_pace_of_the_last_months(
    executed: int, adjusted: int, recent: int, month: int, expected: int
) -> None:
    assert forecast_by_recent(executed, adjusted, recent, month) == expected


@pytest.mark.parametrize(
    ("executed", "adjusted", "part", "year", "expected"),
    [
        (40, 200, 30, 60, 80),  # half was paid by then last year
        (40, 60, 30, 60, 60),
        (40, 200, 60, 60, 40),  # all was paid by then last year
        (40, 200, 0, 60, 80),  # nothing by then: at the pace so far, in June
        (40, 200, 0, 0, 80),
        (40, 200, -5, 60, 80),
        (0, 200, 30, 60, 0),
        (10**13, 10**14, 25 * 10**11, 10**13, 4 * 10**13),
    ],
)
def test_forecast_by_last_year(executed: int, adjusted: int, part: int, year: int, expected: int) -> None:
    assert forecast_by_last_year(executed, adjusted, part, year, 6) == expected


def test_an_even_plan_is_the_budget_to_the_fen() -> None:
    for budget in (0, 11, 12, 100_000_007, -5):
        months = even_plan(budget)
        assert (len(months), sum(months), min(months) >= 0) == (12, max(budget, 0), True)


def test_whole_parts_are_cut_towards_zero() -> None:
    assert (whole_part(100, 1, 3), whole_part(-100, 1, 3)) == (33, -33)


def test_what_is_due_depends_on_what_it_is_held_against() -> None:
    money, outlook = Money(initial_fen=1200, executed_fen=500), Outlook(300, 400, 900, 1000, 1)
    assert [outlook.due(key, money, 6) for key in ("time", "arrival", "plan")] == [600, 300, 400]
    assert [outlook.forecast(key) for key in ("time", "plan")] == [900, 1000]
    assert [outlook.unspent(key, money) for key in ("time", "plan")] == [300, 200]
