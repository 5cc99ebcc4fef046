"""工程、修缮、购置类项目有成本指标."""

import pytest

from tests.unit.rules.declaring import PLAIN, WEIGHTED, Cells, said
from workflow.rules.cost_present import cost_present
from workflow.types import Severity


def test_how_bad_it_is() -> None:
    assert (cost_present.id, cost_present.severity) == ("cost_present", Severity.warning)


@pytest.mark.parametrize(
    ("name", "cells", "expected"),
    [
        (
            PLAIN,
            {
                "basics/-/project_name": "执法车辆购置",
                "indicators/i001 i009/level1": "产出指标",
                "indicators/i001 i009/level2": "数量指标",
            },
            [("indicators", "项目名称含「购置」，长期绩效目标表应设置成本指标（两张表相同）")],
        ),
        (
            WEIGHTED,
            {"basics/-/project_name": "办公楼外墙修缮"},
            [("indicators", "项目名称含「修缮」，长期绩效目标表应设置成本指标（两张表相同）")],
        ),
        (
            WEIGHTED,
            {"asset_lines": [{"uid": "a1", "item": "执法记录仪", "quantity": "2台", "amount": "1.00"}]},
            [("indicators", "项目有资产配置或采购计划，长期绩效目标表应设置成本指标（两张表相同）")],
        ),
    ],
    ids=str,
)
def test_it_says_so(name: str, cells: Cells, expected: list[tuple[str, str]]) -> None:
    found = said(cost_present, name, cells)
    assert [(path, zh) for path, zh, _ in found] == expected
    assert all(en.isprintable() and en for *_, en in found)


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        (PLAIN, {"basics/-/project_name": "执法车辆购置"}),
        (WEIGHTED, {}),
        (WEIGHTED, {"basics/-/project_name": "专业技术人员队伍建设和工程师职称评审"}),
        ("ezhou-2025-approval-table/02-computer-replacement", {}),
    ],
    ids=str,
)
def test_nothing_is_said(name: str, cells: Cells) -> None:
    assert said(cost_present, name, cells) == []
