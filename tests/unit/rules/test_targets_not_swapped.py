"""指标值没有错行."""

import pytest

from tests.unit.rules.beside import says, year_on_year
from tests.unit.rules.declaring import Cells
from workflow.rules.targets_not_swapped import targets_not_swapped


@pytest.mark.parametrize(
    ("then", "now", "place", "words"),
    [
        (
            {},
            {"indicators/i018/target": "≥96%", "indicators/i020/target": "≥95%"},
            "indicators/i018/target",
            "今年为「≥96%」「≥95%」，上年为「≥95%」「≥96%」",
        ),
        (
            {},
            {"indicators/i001 i013/target": "5次", "indicators/i002 i014/target": "500件"},
            "indicators/i001/target",
            "（共 2 处）",
        ),
    ],
    ids=str,
)
def test_it_says_so(then: Cells, now: Cells, place: str, words: str) -> None:
    says(year_on_year(targets_not_swapped, then, now), place, words)


@pytest.mark.parametrize(
    ("then", "now"),
    [
        ({}, {"indicators/i018/target": "≥96%", "indicators/i020/target": "≥97%"}),
        ({}, {"indicators/i018/target": "≥96%"}),
        ({"indicators/i018/target": "≥96%"}, {"indicators/i018/target": "≥96%"}),
    ],
    ids=str,
)
def test_nothing_is_said(then: Cells, now: Cells) -> None:
    assert year_on_year(targets_not_swapped, then, now) == []
