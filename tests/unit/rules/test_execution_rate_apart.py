"""预算执行率不作为绩效指标."""

import pytest

from tests.unit.rules.declaring import WEIGHTED, Cells, said
from workflow.rules.execution_rate_apart import execution_rate_apart
from workflow.types import Severity


def test_how_bad_it_is() -> None:
    assert (execution_rate_apart.id, execution_rate_apart.severity) == ("execution_rate_apart", Severity.warning)


@pytest.mark.parametrize(
    ("name", "cells", "expected"),
    [
        (
            "jianghan-2024/04-talent-and-employment-services",
            {},
            [("indicators/i001/level3", "「预算执行率」在自评时单独计分，不宜再设为绩效指标")],
        ),
        (
            WEIGHTED,
            {"indicators/i013/level3": "资金支付率"},
            [("indicators/i013/level3", "「资金支付率」在自评时单独计分，不宜再设为绩效指标")],
        ),
    ],
    ids=str,
)
def test_it_says_so(name: str, cells: Cells, expected: list[tuple[str, str]]) -> None:
    found = said(execution_rate_apart, name, cells)
    assert [(path, zh) for path, zh, _ in found] == expected
    assert all(en.isprintable() and en for *_, en in found)


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        (WEIGHTED, {}),
        (WEIGHTED, {"indicators/i013/level3": "补贴资金支付及时率"}),
        (WEIGHTED, {"indicators/i013/level3": "问题整改执行率"}),
    ],
    ids=str,
)
def test_nothing_is_said(name: str, cells: Cells) -> None:
    assert said(execution_rate_apart, name, cells) == []
