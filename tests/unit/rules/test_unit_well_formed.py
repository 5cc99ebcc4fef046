"""数字与单位之间没有“/”."""

import pytest

from tests.unit.rules.targets import NAME, Row, about, published
from workflow.rules.unit_well_formed import unit_well_formed
from workflow.types import Severity


def test_how_bad_it_is() -> None:
    assert (unit_well_formed.id, unit_well_formed.severity) == ("unit_well_formed", Severity.warning)


@pytest.mark.parametrize(
    ("row", "words", "suggestion"),
    [
        ({"target": "3000/张"}, "数字和单位之间多了“/”", "3000张"),
        ({"target": "≥12/场"}, "数字和单位之间多了“/”", "≥12场"),
    ],
    ids=str,
)
def test_it_says_so(row: Row, words: str, suggestion: str) -> None:
    sentence = f"指标「{row.get('level3', NAME)}」的指标值「{row['target']}」{words}"
    assert about(unit_well_formed, row) == [(sentence, suggestion)]


@pytest.mark.parametrize(
    "row",
    [
        {"target": "3000张"},
        {"target": "940元/月"},
        {"target": "12场/年"},
    ],
    ids=str,
)
def test_nothing_is_said(row: Row) -> None:
    assert about(unit_well_formed, row) == []


def test_as_published() -> None:
    assert len(published(unit_well_formed, "dongxihu-2020/05-employment-management")) == 1
