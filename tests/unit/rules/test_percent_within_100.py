"""比率不超过 100%."""

import pytest

from tests.unit.rules.targets import NAME, Row, about, published
from workflow.rules.percent_within_100 import percent_within_100
from workflow.types import Severity


def test_how_bad_it_is() -> None:
    assert (percent_within_100.id, percent_within_100.severity) == ("percent_within_100", Severity.warning)


@pytest.mark.parametrize(
    ("row", "words", "suggestion"),
    [
        ({"level3": "设备合格率", "target": "≥100%"}, "不合理，比率最高为 100%", "=100%"),
        ({"level3": "设备合格率", "target": ">100%"}, "不合理，比率最高为 100%", "=100%"),
        ({"level3": "满意度", "target": "120%"}, "不合理，比率最高为 100%", "=100%"),
        ({"level3": "满意度", "target": "满意度达110%以上"}, "不合理，比率最高为 100%", "=100%"),
    ],
    ids=str,
)
def test_it_says_so(row: Row, words: str, suggestion: str) -> None:
    sentence = f"指标「{row.get('level3', NAME)}」的指标值「{row['target']}」{words}"
    assert about(percent_within_100, row) == [(sentence, suggestion)]


@pytest.mark.parametrize(
    "row",
    [
        {"level3": "设备合格率", "target": "=100%"},
        {"level3": "设备合格率", "target": "≥99.5%"},
        {"level3": "设备合格率", "target": "≤100%"},
        {"level3": "营收增长率", "target": "≥120%"},
        {"level3": "完成训练", "target": "≥100%"},
    ],
    ids=str,
)
def test_nothing_is_said(row: Row) -> None:
    assert about(percent_within_100, row) == []


def test_as_published() -> None:
    assert published(percent_within_100, "ezhou-2025-approval-table/02-computer-replacement") == [
        ("indicators/i003/target", "=100%")
    ]
