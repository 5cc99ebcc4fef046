"""同一指标沿用上年的名称."""

import pytest

from tests.unit.rules.beside import says, year_on_year
from tests.unit.rules.declaring import Cells
from workflow.rules.indicator_not_renamed import indicator_not_renamed


@pytest.mark.parametrize(
    ("then", "now", "place", "words"),
    [
        (
            {},
            {"indicators/i006 i018/level3": "全年劳动投诉举报案件处理率"},
            "indicators/i006/level3",
            "与上年的「各类劳动投诉举报案件处理率」似为同一指标",
        ),
        (
            {},
            {"indicators/i016/level3": "监察员巡查企业总数"},
            "indicators/i016/level3",
            "与上年的「专、兼职监察员巡查数」",
        ),
    ],
    ids=str,
)
def test_it_says_so(then: Cells, now: Cells, place: str, words: str) -> None:
    says(year_on_year(indicator_not_renamed, then, now), place, words)


@pytest.mark.parametrize(
    ("then", "now"),
    [
        ({}, {"indicators/i018/level3": "各类劳动投诉、举报案件处理率"}),
        ({}, {"indicators/i016/level3": "宣传手册发放", "indicators/i016/target": "800册"}),
        ({}, {"indicators/i018/level3": "全年劳动投诉举报案件处理率", "indicators/i018/target": "≥80%"}),
    ],
    ids=str,
)
def test_nothing_is_said(then: Cells, now: Cells) -> None:
    assert year_on_year(indicator_not_renamed, then, now) == []
