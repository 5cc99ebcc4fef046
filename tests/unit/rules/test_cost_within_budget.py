"""成本指标不超过项目预算."""

import pytest

from tests.unit.rules.declaring import PLAIN, SUBSIDIES, TABLE, Cells, said
from workflow.rules.cost_within_budget import cost_within_budget
from workflow.types import Severity


def test_how_bad_it_is() -> None:
    assert (cost_within_budget.id, cost_within_budget.severity) == ("cost_within_budget", Severity.warning)


@pytest.mark.parametrize(
    ("name", "cells", "expected"),
    [
        (
            TABLE,
            {"indicators/i003 i012/target": "=150万元"},
            [("indicators/i003/target", "成本指标「项目总成本」的指标值「=150万元」超过项目预算 130.00 万元")],
        ),
        (
            PLAIN,
            {"indicators/i009/target": "≤12万元"},
            [("indicators/i009/target", "成本指标「劳务对接工作执行成本」的指标值「≤12万元」超过项目预算 10.00 万元")],
        ),
        (
            "ezhou-2025-approval-table/07-legal-services",
            {"indicators/i001/target": "40001元"},
            [("indicators/i001/target", "成本指标「法律咨询成本」的指标值「40001元」超过项目预算 4.00 万元")],
        ),
    ],
    ids=str,
)
def test_it_says_so(name: str, cells: Cells, expected: list[tuple[str, str]]) -> None:
    found = said(cost_within_budget, name, cells)
    assert [(path, zh) for path, zh, _ in found] == expected
    assert all(en.isprintable() and en for *_, en in found)


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        (TABLE, {}),
        (PLAIN, {}),
        (PLAIN, {"indicators/i009/target": "≤100000元"}),
        ("ezhou-2025-approval-table/05-enterprise-pay-survey", {"indicators/i001 i006/target": "=20万元/家"}),
        (SUBSIDIES, {}),
    ],
    ids=str,
)
def test_nothing_is_said(name: str, cells: Cells) -> None:
    assert said(cost_within_budget, name, cells) == []
