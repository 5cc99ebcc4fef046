"""时效指标写明日期."""

import pytest

from tests.unit.rules.targets import NAME, Row, about
from workflow.rules.deadline_dated import deadline_dated
from workflow.types import Severity


def test_how_bad_it_is() -> None:
    assert (deadline_dated.id, deadline_dated.severity) == ("deadline_dated", Severity.info)


@pytest.mark.parametrize(
    ("row", "words", "suggestion"),
    [
        ({"target": "按政策规定时间"}, "没有写明日期", ""),
        ({"target": "12月底到位"}, "没有写明日期", ""),
        ({"target": "下二季度发放"}, "没有写明日期", ""),
    ],
    ids=str,
)
def test_it_says_so(row: Row, words: str, suggestion: str) -> None:
    sentence = f"指标「{row.get('level3', NAME)}」的指标值「{row['target']}」{words}"
    assert about(deadline_dated, row) == [(sentence, suggestion)]


@pytest.mark.parametrize(
    "row",
    [
        {"target": "2025年底完成"},
        {"target": "2025年13月"},
        {"target": "≤30天"},
        {"target": "及时"},
    ],
    ids=str,
)
def test_nothing_is_said(row: Row) -> None:
    assert about(deadline_dated, row) == []
