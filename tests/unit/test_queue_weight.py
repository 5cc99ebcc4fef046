"""What a file weighs in the reviewer's queue: points and bands at their edges."""

from datetime import date

import pytest

from tests.domain.factories import PLAIN, example
from workflow.review.weight import (
    Facts,
    amount_part,
    change_percent,
    deadline_steps,
    risk_level,
    risk_of,
    risk_part,
    same_goals,
)
from workflow.workdays import workdays_until

WAN = 1_000_000


@pytest.mark.parametrize(
    ("facts", "points", "level"),
    [
        (Facts(), 0, "low"),
        (Facts(errors=1), 25, "medium"),
        (Facts(errors=9), 50, "high"),
        (Facts(warnings=3), 12, "low"),
        (Facts(warnings=9), 20, "medium"),
        (Facts(returns=1, is_new=True), 25, "medium"),
        (Facts(returns=9), 20, "medium"),
        (Facts(adjusted=True, budget_fen=150 * WAN, before_fen=100 * WAN), 30, "medium"),
        (Facts(budget_fen=119 * WAN, before_fen=100 * WAN), 5, "low"),
        (Facts(budget_fen=80 * WAN, before_fen=100 * WAN), 10, "low"),
        (Facts(budget_fen=109 * WAN, before_fen=100 * WAN), 0, "low"),
        (Facts(9, 9, 9, True, True, 200 * WAN, 100 * WAN), 100, "high"),
    ],
)
def test_points_add_up_each_with_its_limit(facts: Facts, points: int, level: str) -> None:
    assert (risk_of(facts), risk_level(points)) == (points, level)


def test_the_parts_stay_in_their_range() -> None:
    assert [risk_part(risk) for risk in (0, 9, 10, 89, 90, 100)] == [1, 1, 2, 9, 10, 10]
    budgets = (None, 0, 50 * WAN - 1, 50 * WAN, 200 * WAN, 500 * WAN, 1000 * WAN)
    assert [amount_part(budget) for budget in budgets] == [1, 1, 1, 2, 3, 4, 5]
    assert [change_percent(*pair) for pair in ((1, None), (None, 1), (1, 0), (3, 2))] == [None, None, None, 50]


def test_days_are_working_days() -> None:
    """Friday, 26 September 2025: Sunday is worked, then come the October holidays."""
    friday = date(2025, 9, 26)
    assert deadline_steps(friday) == [(friday, 4), (date(2025, 9, 30), 3), (date(2025, 10, 16), 2)]
    assert [workdays_until(friday, day) for day in (date(2025, 9, 25), friday, date(2025, 10, 8))] == [0, 1, 4]


def test_the_same_goals_of_another_year_are_the_same() -> None:
    now = example(PLAIN)
    text = now.goals[0].model_copy(update={"text": f"{now.goals[0].text}于{now.fiscal_year}年完成"})
    now = now.model_copy(update={"goals": (text, *now.goals[1:])})
    last = now.fiscal_year - 1
    older = text.model_copy(update={"text": text.text.replace(str(now.fiscal_year), str(last))})
    before = now.model_copy(update={"fiscal_year": last, "goals": (older, *now.goals[1:])})
    assert same_goals(before, now)
    target = now.indicators[0].model_copy(update={"target": "≥1"})
    assert not same_goals(before, now.model_copy(update={"indicators": (target, *now.indicators[1:])}))
