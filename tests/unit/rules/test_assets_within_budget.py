"""资产配置及采购金额不超过当年预算."""

import pytest

from tests.unit.rules.declaring import WEIGHTED, Cells, said
from workflow.rules.assets_within_budget import assets_within_budget
from workflow.types import Severity


def test_how_bad_it_is() -> None:
    assert (assets_within_budget.id, assets_within_budget.severity) == ("assets_within_budget", Severity.error)


@pytest.mark.parametrize(
    ("name", "cells", "expected"),
    [
        (
            WEIGHTED,
            {"asset_lines": [{"uid": "a1", "item": "执法记录仪", "quantity": "20台", "amount": "30.00"}]},
            [("asset_lines", "资产配置及采购计划合计 30.00 万元，超过当年预算 28.40 万元，多 1.60 万元")],
        ),
        (
            WEIGHTED,
            {
                "asset_lines": [
                    {"uid": "a1", "item": "执法车", "quantity": "1辆", "amount": "20.00"},
                    {"uid": "a2", "item": "摄像机", "quantity": "3台", "amount": "8.41"},
                ]
            },
            [("asset_lines", "资产配置及采购计划合计 28.41 万元，超过当年预算 28.40 万元，多 0.01 万元")],
        ),
    ],
    ids=str,
)
def test_it_says_so(name: str, cells: Cells, expected: list[tuple[str, str]]) -> None:
    found = said(assets_within_budget, name, cells)
    assert [(path, zh) for path, zh, _ in found] == expected
    assert all(en.isprintable() and en for *_, en in found)


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        (WEIGHTED, {"asset_lines": [{"uid": "a1", "item": "执法记录仪", "quantity": "20台", "amount": "28.40"}]}),
        (WEIGHTED, {"asset_lines": [{"uid": "a1", "item": "执法记录仪", "quantity": "20台", "amount": None}]}),
    ],
    ids=str,
)
def test_nothing_is_said(name: str, cells: Cells) -> None:
    assert said(assets_within_budget, name, cells) == []
