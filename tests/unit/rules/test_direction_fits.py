"""比较符方向合理."""

import pytest

from tests.unit.rules.targets import NAME, Row, about
from workflow.rules.direction_fits import direction_fits
from workflow.types import Severity


def test_how_bad_it_is() -> None:
    assert (direction_fits.id, direction_fits.severity) == ("direction_fits", Severity.warning)


@pytest.mark.parametrize(
    ("row", "words", "suggestion"),
    [
        ({"level3": "设备合格率", "target": "≤95%"}, "的方向与指标不符，请核对“≥”“≤”", ""),
        ({"level3": "考核得分", "target": "<80分"}, "的方向与指标不符，请核对“≥”“≤”", ""),
        (
            {"level1": "成本指标", "level2": "经济成本指标", "level3": "项目总成本", "target": "≥10万元"},
            "的方向与指标不符，请核对“≥”“≤”",
            "",
        ),
    ],
    ids=str,
)
def test_it_says_so(row: Row, words: str, suggestion: str) -> None:
    sentence = f"指标「{row.get('level3', NAME)}」的指标值「{row['target']}」{words}"
    assert about(direction_fits, row) == [(sentence, suggestion)]


@pytest.mark.parametrize(
    "row",
    [
        {"level3": "设备合格率", "target": "≥95%"},
        {"level3": "设备不合格率", "target": "≤5%"},
        {"level1": "成本指标", "level2": "经济成本指标", "level3": "项目总成本", "target": "≤10万元"},
        {"level1": "成本指标", "level2": "经济成本指标", "level3": "成本节约率", "target": "≥5%"},
        {"level1": "成本指标", "level2": "经济成本指标", "level3": "预算执行率", "target": "≥97%"},
        {"target": "≤260人"},
    ],
    ids=str,
)
def test_nothing_is_said(row: Row) -> None:
    assert about(direction_fits, row) == []
