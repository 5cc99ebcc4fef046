"""百分号不重复."""

import pytest

from tests.unit.rules.targets import NAME, Row, about
from workflow.rules.percent_sign_once import percent_sign_once
from workflow.types import Severity


def test_how_bad_it_is() -> None:
    assert (percent_sign_once.id, percent_sign_once.severity) == ("percent_sign_once", Severity.warning)


@pytest.mark.parametrize(
    ("row", "words", "suggestion"),
    [
        ({"target": "≤20%%"}, "百分号重复", "≤20%"),
        ({"target": "95％％"}, "百分号重复", "95%"),
    ],
    ids=str,
)
def test_it_says_so(row: Row, words: str, suggestion: str) -> None:
    sentence = f"指标「{row.get('level3', NAME)}」的指标值「{row['target']}」{words}"
    assert about(percent_sign_once, row) == [(sentence, suggestion)]


@pytest.mark.parametrize(
    "row",
    [
        {"target": "≤20%"},
        {"target": "20%—30%"},
        {"target": "每月20%"},
    ],
    ids=str,
)
def test_nothing_is_said(row: Row) -> None:
    assert about(percent_sign_once, row) == []
