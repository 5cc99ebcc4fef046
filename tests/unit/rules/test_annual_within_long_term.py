"""年度指标值不超过长期指标值."""

import pytest

from tests.unit.rules.declaring import PLAIN, SUBSIDIES, WEIGHTED, Cells, said
from workflow.rules.annual_within_long_term import annual_within_long_term
from workflow.types import Severity


def test_how_bad_it_is() -> None:
    assert (annual_within_long_term.id, annual_within_long_term.severity) == (
        "annual_within_long_term",
        Severity.warning,
    )


@pytest.mark.parametrize(
    ("name", "cells", "expected"),
    [
        (
            SUBSIDIES,
            {},
            [("indicators/i035/target", "指标「享受职介补贴人员数量」的年度指标值「800人」大于长期指标值「500人」")],
        ),
        (
            WEIGHTED,
            {"indicators/i013/target": "600件"},
            [
                (
                    "indicators/i013/target",
                    "指标「办结各类投诉举报案件数量」的年度指标值「600件」大于长期指标值「500件」",
                )
            ],
        ),
        (
            PLAIN,
            {"indicators/i001 i009/level3": "项目总成本", "indicators/i009/target": "≤12万元"},
            [("indicators/i009/target", "指标「项目总成本」的年度指标值「≤12万元」大于长期指标值「10万元」")],
        ),
    ],
    ids=str,
)
def test_it_says_so(name: str, cells: Cells, expected: list[tuple[str, str]]) -> None:
    found = said(annual_within_long_term, name, cells)
    assert [(path, zh) for path, zh, _ in found] == expected
    assert all(en.isprintable() and en for *_, en in found)


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        (WEIGHTED, {}),
        (PLAIN, {}),
        (WEIGHTED, {"indicators/i013/target": "400件"}),
        (
            "ezhou-2025-approval/02-employment-subsidy",
            {"indicators/i022/target": "≤6%", "indicators/i014/target": "1900元/人/月"},
        ),
        (WEIGHTED, {"indicators/i013/target": "0.05万件"}),
    ],
    ids=str,
)
def test_nothing_is_said(name: str, cells: Cells) -> None:
    assert said(annual_within_long_term, name, cells) == []
