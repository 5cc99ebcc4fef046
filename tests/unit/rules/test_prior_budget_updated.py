"""前两年预算及当年变动已更新."""

import pytest

from tests.unit.rules.beside import says, year_on_year
from tests.unit.rules.declaring import Cells
from workflow.rules.prior_budget_updated import prior_budget_updated


@pytest.mark.parametrize(
    ("then", "now", "place", "words"),
    [
        (
            {},
            {"indicators/i013/prior_years": ["500件", "500件"], "indicators/i018/target": "≥96%"},
            "basics/-/prior_budget",
            "一字不差，没有 2024 年的预算和执行情况",
        ),
        (
            {"basics/-/prior_budget": "2022年预算43.2万元，2023年预算48.35万元。"},
            {
                "basics/-/prior_budget": "2022年预算43.2万元， 2023年预算48.35万元。",
                "indicators/i013/prior_years": ["500件", "500件"],
                "indicators/i018/target": "≥96%",
            },
            "basics/-/prior_budget",
            "一字不差",
        ),
    ],
    ids=str,
)
def test_it_says_so(then: Cells, now: Cells, place: str, words: str) -> None:
    says(year_on_year(prior_budget_updated, then, now), place, words)


@pytest.mark.parametrize(
    ("then", "now"),
    [
        (
            {},
            {
                "basics/-/prior_budget": "2023年48.35万元，2024年28.4万元。",
                "indicators/i013/prior_years": ["500件", "500件"],
                "indicators/i018/target": "≥96%",
            },
        ),
        (
            {"basics/-/prior_budget": "无变动"},
            {
                "basics/-/prior_budget": "无变动",
                "indicators/i013/prior_years": ["500件", "500件"],
                "indicators/i018/target": "≥96%",
            },
        ),
        (
            {"basics/-/prior_budget": "2023年48.35万元，2024年安排28.4万元。"},
            {
                "basics/-/prior_budget": "2023年48.35万元，2024年安排28.4万元。",
                "indicators/i013/prior_years": ["500件", "500件"],
                "indicators/i018/target": "≥96%",
            },
        ),
    ],
    ids=str,
)
def test_nothing_is_said(then: Cells, now: Cells) -> None:
    assert year_on_year(prior_budget_updated, then, now) == []
