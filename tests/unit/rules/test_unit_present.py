"""指标值有计量单位."""

import pytest

from tests.unit.rules.targets import NAME, Row, about, published
from workflow.rules.unit_present import unit_present
from workflow.types import Severity


def test_how_bad_it_is() -> None:
    assert (unit_present.id, unit_present.severity) == ("unit_present", Severity.warning)


@pytest.mark.parametrize(
    ("row", "words", "suggestion"),
    [
        ({"target": "78"}, "没有计量单位", ""),
        ({"target": "1.2万"}, "没有计量单位", ""),
        ({"target": "≥120"}, "没有计量单位", ""),
    ],
    ids=str,
)
def test_it_says_so(row: Row, words: str, suggestion: str) -> None:
    sentence = f"指标「{row.get('level3', NAME)}」的指标值「{row['target']}」{words}"
    assert about(unit_present, row) == [(sentence, suggestion)]


@pytest.mark.parametrize(
    "row",
    [
        {"target": "78人"},
        {"target": "1.2万人"},
        {"target": ""},
        {"level3": "就业率", "target": "0.96"},
    ],
    ids=str,
)
def test_nothing_is_said(row: Row) -> None:
    assert about(unit_present, row) == []


def test_as_published() -> None:
    assert len(published(unit_present, "dongxihu-2020/02-party-member-training")) == 1
