"""指标值的约束没有放宽."""

import pytest

from tests.unit.rules.beside import says, year_on_year
from tests.unit.rules.declaring import Cells
from workflow.rules.comparator_not_loosened import comparator_not_loosened


@pytest.mark.parametrize(
    ("then", "now", "place", "words"),
    [
        ({}, {"indicators/i018/target": "95%左右"}, "indicators/i018/target", "考核要求放宽"),
        ({}, {"indicators/i018/target": "有效提高"}, "indicators/i018/target", "考核要求放宽"),
        ({}, {"indicators/i020/target": "≤96%"}, "indicators/i020/target", "今年为「≤96%」"),
    ],
    ids=str,
)
def test_it_says_so(then: Cells, now: Cells, place: str, words: str) -> None:
    says(year_on_year(comparator_not_loosened, then, now), place, words)


@pytest.mark.parametrize(
    ("then", "now"),
    [
        ({}, {"indicators/i017/target": "≥100%"}),
        ({}, {"indicators/i018/target": "≥90%"}),
        ({"indicators/i018/target": "有效提高"}, {"indicators/i018/target": "有效提高"}),
        ({"indicators/i018/target": "95%左右"}, {"indicators/i018/target": "95%左右"}),
    ],
    ids=str,
)
def test_nothing_is_said(then: Cells, now: Cells) -> None:
    assert year_on_year(comparator_not_loosened, then, now) == []
