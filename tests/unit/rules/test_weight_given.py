"""有权重的表每个指标都有权重."""

import pytest

from tests.unit.rules.declaring import OLD, WEIGHTED, Cells, said
from workflow.rules.weight_given import weight_given
from workflow.types import Severity


def test_how_bad_it_is() -> None:
    assert (weight_given.id, weight_given.severity) == ("weight_given", Severity.warning)


@pytest.mark.parametrize(
    ("name", "cells", "expected"),
    [
        (
            WEIGHTED,
            {"indicators/i013/weight": "0"},
            [("indicators/i013/weight", "指标「办结各类投诉举报案件数量」权重为 0，同表其他指标有权重")],
        ),
        (
            WEIGHTED,
            {"indicators/i001/weight": "10"},
            [
                (
                    "indicators/i002/weight",
                    "长期绩效目标表有 11 个指标没有权重（「全年劳动保障监察专项执法数量」等），同表其他指标有权重",
                )
            ],
        ),
    ],
    ids=str,
)
def test_it_says_so(name: str, cells: Cells, expected: list[tuple[str, str]]) -> None:
    found = said(weight_given, name, cells)
    assert [(path, zh) for path, zh, _ in found] == expected
    assert all(en.isprintable() and en for *_, en in found)


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        (WEIGHTED, {}),
        (WEIGHTED, {"indicators/i013/weight": None}),
        (OLD, {}),
    ],
    ids=str,
)
def test_nothing_is_said(name: str, cells: Cells) -> None:
    assert said(weight_given, name, cells) == []
