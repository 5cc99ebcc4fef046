"""产出指标量化."""

import pytest

from tests.unit.rules.targets import NAME, Row, about
from workflow.rules.output_quantified import output_quantified
from workflow.types import Severity


def test_how_bad_it_is() -> None:
    assert (output_quantified.id, output_quantified.severity) == ("output_quantified", Severity.warning)


@pytest.mark.parametrize(
    ("row", "words", "suggestion"),
    [
        ({"target": "有效引进"}, "没有量化", ""),
        ({"level2": "质量指标", "level3": "劳动力素质", "target": "显著提高"}, "没有量化", ""),
    ],
    ids=str,
)
def test_it_says_so(row: Row, words: str, suggestion: str) -> None:
    sentence = f"指标「{row.get('level3', NAME)}」的指标值「{row['target']}」{words}"
    assert about(output_quantified, row) == [(sentence, suggestion)]


@pytest.mark.parametrize(
    "row",
    [
        {"target": "≥120人"},
        {"level2": "时效指标", "target": "及时"},
        {"level1": "效益指标", "level2": "社会效益指标", "target": "有效促进"},
        {"level2": "质量指标", "level3": "到位率", "target": "显著提高"},
        {"target": "最少各一次"},
    ],
    ids=str,
)
def test_nothing_is_said(row: Row) -> None:
    assert about(output_quantified, row) == []
