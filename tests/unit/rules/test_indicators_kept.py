"""上年的指标没有无故取消."""

import pytest

from tests.unit.rules.beside import says, year_on_year
from tests.unit.rules.declaring import Cells
from workflow.rules.indicators_kept import indicators_kept


@pytest.mark.parametrize(
    ("then", "now", "place", "words"),
    [
        (
            {},
            {"indicators/i004 i016": None},
            "indicators",
            "上年批复的 1 个指标今年没有列出：「专、兼职监察员巡查数」50家",
        ),
        ({}, {"indicators/i012 i024": None, "indicators/i001 i013": None}, "indicators", "2 个指标"),
    ],
    ids=str,
)
def test_it_says_so(then: Cells, now: Cells, place: str, words: str) -> None:
    says(year_on_year(indicators_kept, then, now), place, words)


@pytest.mark.parametrize(
    ("then", "now"),
    [
        ({}, {}),
        ({}, {"indicators/i024/level3": "投诉人对处理结果满意度"}),
        ({}, {"indicators/i004 i016/level3": "专兼职监察员巡查数"}),
    ],
    ids=str,
)
def test_nothing_is_said(then: Cells, now: Cells) -> None:
    assert year_on_year(indicators_kept, then, now) == []
