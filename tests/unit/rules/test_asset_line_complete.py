"""资产配置及采购计划填写完整."""

import pytest

from tests.unit.rules.declaring import WEIGHTED, Cells, said
from workflow.rules.asset_line_complete import asset_line_complete
from workflow.types import Severity


def test_how_bad_it_is() -> None:
    assert (asset_line_complete.id, asset_line_complete.severity) == ("asset_line_complete", Severity.warning)


@pytest.mark.parametrize(
    ("name", "cells", "expected"),
    [
        (
            WEIGHTED,
            {"asset_lines": [{"uid": "a1", "item": "执法记录仪", "quantity": "", "amount": "2.00"}]},
            [("asset_lines/a1/quantity", "「执法记录仪」没有填写数量")],
        ),
        (
            WEIGHTED,
            {"asset_lines": [{"uid": "a1", "item": "", "quantity": "3台", "amount": "0.00"}]},
            [("asset_lines/a1/item", "「未命名资产」没有填写品名、金额")],
        ),
    ],
    ids=str,
)
def test_it_says_so(name: str, cells: Cells, expected: list[tuple[str, str]]) -> None:
    found = said(asset_line_complete, name, cells)
    assert [(path, zh) for path, zh, _ in found] == expected
    assert all(en.isprintable() and en for *_, en in found)


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        (WEIGHTED, {"asset_lines": [{"uid": "a1", "item": "执法记录仪", "quantity": "10台", "amount": "2.00"}]}),
        (WEIGHTED, {}),
        (WEIGHTED, {"asset_lines": [{"uid": "a1"}]}),
    ],
    ids=str,
)
def test_nothing_is_said(name: str, cells: Cells) -> None:
    assert said(asset_line_complete, name, cells) == []
