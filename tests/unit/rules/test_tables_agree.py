"""长期与年度指标口径一致."""

import pytest

from tests.unit.rules.declaring import PLAIN, WEIGHTED, Cells, said
from workflow.rules.tables_agree import tables_agree
from workflow.types import Severity


def test_how_bad_it_is() -> None:
    assert (tables_agree.id, tables_agree.severity) == ("tables_agree", Severity.warning)


@pytest.mark.parametrize(
    ("name", "cells", "expected"),
    [
        (
            PLAIN,
            {"indicators/i010/target": "≤5次"},
            [("indicators/i010/target", "指标「组织去外地招聘次数」的年度指标值「≤5次」与长期指标值「≥5次」方向相反")],
        ),
        (
            WEIGHTED,
            {"indicators/i013/target": "500人"},
            [
                (
                    "indicators/i013/target",
                    "指标「办结各类投诉举报案件数量」的年度指标值「500人」与长期指标值「500件」计量单位不同",
                )
            ],
        ),
    ],
    ids=str,
)
def test_it_says_so(name: str, cells: Cells, expected: list[tuple[str, str]]) -> None:
    found = said(tables_agree, name, cells)
    assert [(path, zh) for path, zh, _ in found] == expected
    assert all(en.isprintable() and en for *_, en in found)


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        (WEIGHTED, {}),
        ("jianghan-2024/03-labour-arbitration", {}),
        ("ezhou-2025-approval/02-employment-subsidy", {"indicators/i019/target": "≥0.005万人"}),
    ],
    ids=str,
)
def test_nothing_is_said(name: str, cells: Cells) -> None:
    assert said(tables_agree, name, cells) == []
