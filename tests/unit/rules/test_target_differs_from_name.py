"""指标值不是重复指标名称."""

import pytest

from tests.unit.rules.targets import NAME, Row, about, published
from workflow.rules.target_differs_from_name import target_differs_from_name
from workflow.types import Severity


def test_how_bad_it_is() -> None:
    assert (target_differs_from_name.id, target_differs_from_name.severity) == (
        "target_differs_from_name",
        Severity.warning,
    )


@pytest.mark.parametrize(
    ("row", "words", "suggestion"),
    [
        ({"target": "引进外地劳动力人数"}, "只是重复指标名称，无法考核", ""),
        ({"level3": "规范 聘用", "target": "规范聘用。"}, "只是重复指标名称，无法考核", ""),
    ],
    ids=str,
)
def test_it_says_so(row: Row, words: str, suggestion: str) -> None:
    sentence = f"指标「{row.get('level3', NAME)}」的指标值「{row['target']}」{words}"
    assert about(target_differs_from_name, row) == [(sentence, suggestion)]


@pytest.mark.parametrize(
    "row",
    [
        {"target": "120人"},
        {"level3": "规范聘用", "target": "规范聘用工作"},
        {"level3": "", "target": "120人"},
    ],
    ids=str,
)
def test_nothing_is_said(row: Row) -> None:
    assert about(target_differs_from_name, row) == []


def test_as_published() -> None:
    assert len(published(target_differs_from_name, "ezhou-2025-approval-table/03-public-institution-staff")) == 1
