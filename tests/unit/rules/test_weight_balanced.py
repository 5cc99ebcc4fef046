"""单个指标权重不过高."""

import pytest

from tests.unit.rules.declaring import OLD, WEIGHTED, Cells, said
from workflow.rules.weight_balanced import weight_balanced
from workflow.types import Severity


def test_how_bad_it_is() -> None:
    assert (weight_balanced.id, weight_balanced.severity) == ("weight_balanced", Severity.warning)


@pytest.mark.parametrize(
    ("name", "cells", "expected"),
    [
        (
            WEIGHTED,
            {"indicators/i013/weight": "60"},
            [("indicators/i013/weight", "指标「办结各类投诉举报案件数量」的权重 60 占全部权重 135 的 44%，超过 40%")],
        ),
        (
            OLD,
            {"indicators/i001/weight": "50", "indicators/i002 i003 i004/weight": "10"},
            [("indicators/i001/weight", "指标「完成训练计划（内容保密）」的权重 50 占全部权重 80 的 62%，超过 40%")],
        ),
    ],
    ids=str,
)
def test_it_says_so(name: str, cells: Cells, expected: list[tuple[str, str]]) -> None:
    found = said(weight_balanced, name, cells)
    assert [(path, zh) for path, zh, _ in found] == expected
    assert all(en.isprintable() and en for *_, en in found)


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        (WEIGHTED, {}),
        (WEIGHTED, {"indicators/i013/weight": "40", "indicators/i014 i015/weight": "0.5"}),
        (OLD, {"indicators/i001/weight": "60", "indicators/i002/weight": "40"}),
    ],
    ids=str,
)
def test_nothing_is_said(name: str, cells: Cells) -> None:
    assert said(weight_balanced, name, cells) == []
