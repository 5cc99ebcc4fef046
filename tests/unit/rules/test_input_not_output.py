"""投入不作为产出指标."""

import pytest

from tests.unit.rules.declaring import PLAIN, WEIGHTED, Cells, said
from workflow.rules.input_not_output import input_not_output
from workflow.types import Severity


def test_how_bad_it_is() -> None:
    assert (input_not_output.id, input_not_output.severity) == ("input_not_output", Severity.warning)


@pytest.mark.parametrize(
    ("name", "cells", "expected"),
    [
        (
            "ezhou-2025-approval-table/03-public-institution-staff",
            {},
            [("indicators/i002/level3", "「评审专家」是投入，不是产出（共 2 处）")],
        ),
        (
            WEIGHTED,
            {"indicators/i013/level3": "投入执法人员人数"},
            [("indicators/i013/level3", "「投入执法人员人数」是投入，不是产出")],
        ),
        (
            WEIGHTED,
            {"indicators/i013/level3": "项目经费总额"},
            [("indicators/i013/level3", "「项目经费总额」是投入，不是产出")],
        ),
    ],
    ids=str,
)
def test_it_says_so(name: str, cells: Cells, expected: list[tuple[str, str]]) -> None:
    found = said(input_not_output, name, cells)
    assert [(path, zh) for path, zh, _ in found] == expected
    assert all(en.isprintable() and en for *_, en in found)


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        (WEIGHTED, {}),
        (WEIGHTED, {"indicators/i013/level3": "投入使用设备数量"}),
        (WEIGHTED, {"indicators/i013/level3": "培训工作人员人数"}),
        (WEIGHTED, {"indicators/i013/level3": "发放补贴资金金额"}),
        (PLAIN, {}),
    ],
    ids=str,
)
def test_nothing_is_said(name: str, cells: Cells) -> None:
    assert said(input_not_output, name, cells) == []
