"""指标值只写数值."""

import pytest

from tests.unit.rules.targets import NAME, Row, about
from workflow.rules.number_stands_alone import number_stands_alone
from workflow.types import Severity


def test_how_bad_it_is() -> None:
    assert (number_stands_alone.id, number_stands_alone.severity) == ("number_stands_alone", Severity.info)


@pytest.mark.parametrize(
    ("row", "words", "suggestion"),
    [
        ({"target": "引进劳动力达120人以上"}, "把数值写在了文字里", "≥120人"),
        ({"target": "不超过一天"}, "把数值写在了文字里", "≤1天"),
    ],
    ids=str,
)
def test_it_says_so(row: Row, words: str, suggestion: str) -> None:
    sentence = f"指标「{row.get('level3', NAME)}」的指标值「{row['target']}」{words}"
    assert about(number_stands_alone, row) == [(sentence, suggestion)]


@pytest.mark.parametrize(
    "row",
    [
        {"target": "≥120人"},
        {"target": "120人以上"},
        {"target": "新制卡40个工作日、补卡立等可取"},
        {"target": "2025年底完成"},
    ],
    ids=str,
)
def test_nothing_is_said(row: Row) -> None:
    assert about(number_stands_alone, row) == []
