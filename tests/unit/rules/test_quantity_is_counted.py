"""数量指标用数量表示."""

import pytest

from tests.unit.rules.targets import NAME, Row, about
from workflow.rules.quantity_is_counted import quantity_is_counted
from workflow.types import Severity


def test_how_bad_it_is() -> None:
    assert (quantity_is_counted.id, quantity_is_counted.severity) == ("quantity_is_counted", Severity.info)


@pytest.mark.parametrize(
    ("row", "words", "suggestion"),
    [
        ({"level3": "监察员培训率", "target": "=100%"}, "是百分比，数量指标应写数量，或改列质量、时效指标", ""),
        ({"level3": "人才引进", "target": "95%"}, "是百分比，数量指标应写数量，或改列质量、时效指标", ""),
    ],
    ids=str,
)
def test_it_says_so(row: Row, words: str, suggestion: str) -> None:
    sentence = f"指标「{row.get('level3', NAME)}」的指标值「{row['target']}」{words}"
    assert about(quantity_is_counted, row) == [(sentence, suggestion)]


@pytest.mark.parametrize(
    "row",
    [
        {"target": "≥120人"},
        {"level2": "质量指标", "level3": "到位率", "target": "95%"},
        {"target": "较多"},
    ],
    ids=str,
)
def test_nothing_is_said(row: Row) -> None:
    assert about(quantity_is_counted, row) == []
