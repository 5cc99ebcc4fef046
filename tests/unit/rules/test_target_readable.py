"""指标值可以识别."""

import pytest

from tests.unit.rules.targets import NAME, Row, about
from workflow.rules.target_readable import target_readable
from workflow.types import Severity


def test_how_bad_it_is() -> None:
    assert (target_readable.id, target_readable.severity) == ("target_readable", Severity.warning)


@pytest.mark.parametrize(
    ("row", "words", "suggestion"),
    [
        ({"target": "≥95%以下"}, "比较符前后矛盾", ""),
        ({"target": "9-5次"}, "区间的起止颠倒", ""),
        ({"target": "2025年2月30日"}, "日期不存在", ""),
        ({"target": "1e5"}, "数字无法识别", ""),
    ],
    ids=str,
)
def test_it_says_so(row: Row, words: str, suggestion: str) -> None:
    sentence = f"指标「{row.get('level3', NAME)}」的指标值「{row['target']}」{words}"
    assert about(target_readable, row) == [(sentence, suggestion)]


@pytest.mark.parametrize(
    "row",
    [
        {"target": "≥95%以上"},
        {"target": "5-9次"},
        {"target": "2025年2月28日"},
        {"target": "100000人"},
    ],
    ids=str,
)
def test_nothing_is_said(row: Row) -> None:
    assert about(target_readable, row) == []
