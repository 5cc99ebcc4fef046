"""增减类指标值有比较基数."""

import pytest

from tests.unit.rules.targets import NAME, Row, about, published
from workflow.rules.trend_has_baseline import trend_has_baseline
from workflow.types import Severity


def test_how_bad_it_is() -> None:
    assert (trend_has_baseline.id, trend_has_baseline.severity) == ("trend_has_baseline", Severity.warning)


@pytest.mark.parametrize(
    ("row", "words", "suggestion"),
    [
        ({"target": "增加"}, "没有写明比较的基数", ""),
        ({"level3": "违法用工程度", "target": "较上年下降"}, "没有写明比较的基数", ""),
    ],
    ids=str,
)
def test_it_says_so(row: Row, words: str, suggestion: str) -> None:
    sentence = f"指标「{row.get('level3', NAME)}」的指标值「{row['target']}」{words}"
    assert about(trend_has_baseline, row) == [(sentence, suggestion)]


@pytest.mark.parametrize(
    "row",
    [
        {"level3": "营商环境", "target": "进一步优化"},
        {"target": "增加120人"},
        {"level3": "就业率", "target": "提高"},
    ],
    ids=str,
)
def test_nothing_is_said(row: Row) -> None:
    assert about(trend_has_baseline, row) == []


def test_as_published() -> None:
    assert len(published(trend_has_baseline, "ezhou-2025-approval/03-labour-inspection-annual-check")) == 1
