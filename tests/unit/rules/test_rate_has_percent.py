"""比率类指标写明百分比."""

import pytest

from tests.unit.rules.targets import NAME, Row, about, published
from workflow.rules.rate_has_percent import rate_has_percent
from workflow.types import Severity


def test_how_bad_it_is() -> None:
    assert (rate_has_percent.id, rate_has_percent.severity) == ("rate_has_percent", Severity.warning)


@pytest.mark.parametrize(
    ("row", "words", "suggestion"),
    [
        ({"level3": "就业率", "target": "0.96"}, "没有百分比", "96%"),
        ({"level3": "服务满意度", "target": "显著提高"}, "没有百分比", "写明百分比，如 ≥90%"),
        ({"level3": "参保率", "target": "≥95"}, "没有百分比", "≥95%"),
        ({"level3": "占比（%）", "target": "按时完成"}, "没有百分比", "写明百分比，如 ≥90%"),
    ],
    ids=str,
)
def test_it_says_so(row: Row, words: str, suggestion: str) -> None:
    sentence = f"指标「{row.get('level3', NAME)}」的指标值「{row['target']}」{words}"
    assert about(rate_has_percent, row) == [(sentence, suggestion)]


@pytest.mark.parametrize(
    "row",
    [
        {"level3": "就业率", "target": "≥96%"},
        {"level3": "办事效率", "target": "显著提高"},
        {"level3": "巡查频率", "target": "12次"},
        {"level3": "服务满意度", "target": "服务对象满意度90%以上"},
        {"level3": "帮扶困难人员，降低失业率", "target": "1700人"},
        {"level3": "就业率", "target": ""},
        {"level3": "就业率", "target": "-"},
    ],
    ids=str,
)
def test_nothing_is_said(row: Row) -> None:
    assert about(rate_has_percent, row) == []


def test_as_published() -> None:
    assert published(rate_has_percent, "ezhou-2025-approval/01-labour-matching") == [
        ("indicators/i007/target", "写明百分比，如 ≥90%")
    ]
