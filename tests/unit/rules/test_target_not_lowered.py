"""指标值不低于上年."""

import pytest

from tests.unit.rules.beside import says, year_on_year
from tests.unit.rules.declaring import Cells
from workflow.rules.target_not_lowered import target_not_lowered


@pytest.mark.parametrize(
    ("then", "now", "place", "words"),
    [
        (
            {},
            {"indicators/i018/target": "≥90%"},
            "indicators/i018/target",
            "今年为「≥90%」，上年批复为「≥95%」，要求降低 5.3%",
        ),
        ({}, {"indicators/i001 i013/target": "400件"}, "indicators/i001/target", "（共 2 处）"),
        (
            {"indicators/i016/target": "≤50家"},
            {"indicators/i016/target": "≤60家"},
            "indicators/i016/target",
            "要求降低 16.7%",
        ),
        (
            {"indicators/i015/target": "0.5万家"},
            {"indicators/i015/target": "4000家"},
            "indicators/i015/target",
            "要求降低 20%",
        ),
        (
            {},
            {"indicators/i018/level3": "各类劳动投诉举报案件处理率情况", "indicators/i018/target": "≥80%"},
            "indicators/i018/target",
            "（上年名为「各类劳动投诉举报案件处理率」）",
        ),
    ],
    ids=str,
)
def test_it_says_so(then: Cells, now: Cells, place: str, words: str) -> None:
    says(year_on_year(target_not_lowered, then, now), place, words)


@pytest.mark.parametrize(
    ("then", "now"),
    [
        ({}, {}),
        ({}, {"indicators/i018/target": "≥97%"}),
        ({"indicators/i015/target": "0.4万家"}, {"indicators/i015/target": "4000家"}),
        ({}, {"basics/-/budget_year": "22.72", "indicators/i001 i013/target": "400件"}),
        (
            {"indicators/i013/target": "5次", "indicators/i014/target": "9次"},
            {"indicators/i013/target": "9次", "indicators/i014/target": "5次"},
        ),
        ({}, {"indicators/i018/target": "有效提高"}),
    ],
    ids=str,
)
def test_nothing_is_said(then: Cells, now: Cells) -> None:
    assert year_on_year(target_not_lowered, then, now) == []
