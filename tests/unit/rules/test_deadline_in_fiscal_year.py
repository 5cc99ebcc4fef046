"""年度指标的时间在当年."""

import pytest

from tests.unit.rules.targets import NAME, Row, about
from workflow.rules.deadline_in_fiscal_year import deadline_in_fiscal_year
from workflow.types import Severity


def test_how_bad_it_is() -> None:
    assert (deadline_in_fiscal_year.id, deadline_in_fiscal_year.severity) == (
        "deadline_in_fiscal_year",
        Severity.warning,
    )


@pytest.mark.parametrize(
    ("row", "words", "suggestion"),
    [
        ({"target": "2024年底完成"}, "不在 2025 年", "2025年底完成"),
        ({"target": "2026年3月31日前"}, "不在 2025 年", "2025年3月31日前"),
    ],
    ids=str,
)
def test_it_says_so(row: Row, words: str, suggestion: str) -> None:
    sentence = f"指标「{row.get('level3', NAME)}」的指标值「{row['target']}」{words}"
    assert about(deadline_in_fiscal_year, row) == [(sentence, suggestion)]


@pytest.mark.parametrize(
    "row",
    [
        {"target": "2025年底完成"},
        {"target": "12月底到位"},
        {"horizon": "long_term", "target": "2030年底完成"},
        {"target": "≥2024人"},
    ],
    ids=str,
)
def test_nothing_is_said(row: Row) -> None:
    assert about(deadline_in_fiscal_year, row) == []
