"""指标值可以核定."""

import pytest

from tests.unit.rules.targets import NAME, Row, about
from workflow.rules.target_verifiable import target_verifiable
from workflow.types import Severity


def test_how_bad_it_is() -> None:
    assert (target_verifiable.id, target_verifiable.severity) == ("target_verifiable", Severity.warning)


@pytest.mark.parametrize(
    ("row", "words", "suggestion"),
    [
        ({"target": "100人左右"}, "用了“左右”“约”，无法核定是否完成", "≥100人"),
        ({"target": "约3次"}, "用了“左右”“约”，无法核定是否完成", "≥3次"),
    ],
    ids=str,
)
def test_it_says_so(row: Row, words: str, suggestion: str) -> None:
    sentence = f"指标「{row.get('level3', NAME)}」的指标值「{row['target']}」{words}"
    assert about(target_verifiable, row) == [(sentence, suggestion)]


@pytest.mark.parametrize(
    "row",
    [
        {"target": "100人"},
        {"target": "≥100人"},
        {"target": "左右逢源"},
    ],
    ids=str,
)
def test_nothing_is_said(row: Row) -> None:
    assert about(target_verifiable, row) == []
