"""预算增减较大的，说明原因."""

import pytest

from tests.unit.rules.beside import says, year_on_year
from tests.unit.rules.declaring import Cells
from workflow.rules.budget_change_explained import budget_change_explained


@pytest.mark.parametrize(
    ("then", "now", "place", "words"),
    [
        (
            {},
            {"basics/-/budget_year": "40.00", "basics/-/prior_budget": "2023年48.35万元，2024年28.4万元。"},
            "basics/-/prior_budget",
            "预算由上年的 28.40 万元变为 40.00 万元（增加 40.8%）",
        ),
        ({}, {"basics/-/budget_year": "14.20", "basics/-/prior_budget": ""}, "basics/-/prior_budget", "（减少 50%）"),
    ],
    ids=str,
)
def test_it_says_so(then: Cells, now: Cells, place: str, words: str) -> None:
    says(year_on_year(budget_change_explained, then, now), place, words)


@pytest.mark.parametrize(
    ("then", "now"),
    [
        ({}, {"basics/-/budget_year": "30.00", "basics/-/prior_budget": ""}),
        ({}, {"basics/-/budget_year": "40.00", "basics/-/prior_budget": "今年新增欠薪预警平台11.6万元。"}),
        ({}, {"basics/-/budget_year": None, "basics/-/prior_budget": ""}),
    ],
    ids=str,
)
def test_nothing_is_said(then: Cells, now: Cells) -> None:
    assert year_on_year(budget_change_explained, then, now) == []
