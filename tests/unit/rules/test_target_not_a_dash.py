"""指标值不用“-”“无”代替."""

import pytest

from tests.unit.rules.targets import NAME, Row, about
from workflow.rules.target_not_a_dash import target_not_a_dash
from workflow.types import Severity


def test_how_bad_it_is() -> None:
    assert (target_not_a_dash.id, target_not_a_dash.severity) == ("target_not_a_dash", Severity.warning)


@pytest.mark.parametrize(
    ("row", "words", "suggestion"),
    [
        ({"target": "-"}, "不是指标值；不适用的指标请删去", ""),
        ({"target": "无"}, "不是指标值；不适用的指标请删去", ""),
        ({"target": " — "}, "不是指标值；不适用的指标请删去", ""),
    ],
    ids=str,
)
def test_it_says_so(row: Row, words: str, suggestion: str) -> None:
    sentence = f"指标「{row.get('level3', NAME)}」的指标值「{row['target']}」{words}"
    assert about(target_not_a_dash, row) == [(sentence, suggestion)]


@pytest.mark.parametrize(
    "row",
    [
        {"target": "0人"},
        {"target": ""},
        {"target": "无重大事故"},
    ],
    ids=str,
)
def test_nothing_is_said(row: Row) -> None:
    assert about(target_not_a_dash, row) == []
