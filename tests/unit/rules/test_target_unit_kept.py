"""计量单位与上年一致."""

import pytest

from tests.unit.rules.beside import says, year_on_year
from tests.unit.rules.declaring import Cells
from workflow.rules.target_unit_kept import target_unit_kept


@pytest.mark.parametrize(
    ("then", "now", "place", "words"),
    [
        ({}, {"indicators/i014/target": "5天"}, "indicators/i014/target", "计量单位不同"),
        ({}, {"indicators/i015/target": "4000家/月"}, "indicators/i015/target", "计量单位不同"),
    ],
    ids=str,
)
def test_it_says_so(then: Cells, now: Cells, place: str, words: str) -> None:
    says(year_on_year(target_unit_kept, then, now), place, words)


@pytest.mark.parametrize(
    ("then", "now"),
    [
        ({"indicators/i015/target": "0.4万家"}, {"indicators/i015/target": "4000家"}),
        ({"indicators/i014/target": "5"}, {"indicators/i014/target": "5次"}),
        ({}, {"indicators/i013/target": "5次", "indicators/i014/target": "500件"}),
    ],
    ids=str,
)
def test_nothing_is_said(then: Cells, now: Cells) -> None:
    assert year_on_year(target_unit_kept, then, now) == []
