"""预算增加的，目标相应提高."""

import pytest

from tests.unit.rules.beside import says, year_on_year
from tests.unit.rules.declaring import Cells
from workflow.rules.more_money_for_more import more_money_for_more


@pytest.mark.parametrize(
    ("then", "now", "place", "words"),
    [
        (
            {},
            {"basics/-/budget_year": "40.00"},
            "basics/-/budget_year",
            "由上年的 28.40 万元增加到 40.00 万元（增加 40.8%）",
        ),
        ({}, {"basics/-/budget_year": "40.00", "indicators/i018/target": "≥90%"}, "basics/-/budget_year", "，1 个降低"),
    ],
    ids=str,
)
def test_it_says_so(then: Cells, now: Cells, place: str, words: str) -> None:
    says(year_on_year(more_money_for_more, then, now), place, words)


@pytest.mark.parametrize(
    ("then", "now"),
    [
        ({}, {"basics/-/budget_year": "40.00", "indicators/i013/target": "600件"}),
        ({}, {"basics/-/budget_year": "30.00"}),
        ({}, {"basics/-/budget_year": "20.00"}),
    ],
    ids=str,
)
def test_nothing_is_said(then: Cells, now: Cells) -> None:
    assert year_on_year(more_money_for_more, then, now) == []
