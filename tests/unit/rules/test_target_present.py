"""指标值已填写."""

import pytest

from tests.unit.rules.declaring import GONE, OLD, PLAIN, WEIGHTED, Cells, declared, said, told
from workflow.rules.target_present import target_present
from workflow.types import Severity


def test_it_is_an_error() -> None:
    assert (target_present.id, target_present.severity) == ("target_present", Severity.error)


@pytest.mark.parametrize(
    ("name", "cells", "uid", "label"),
    [
        (OLD, {}, "i003", "保障周边地区安全"),  # as published
        (PLAIN, {"indicators/i012/target": ""}, "i012", "引进外地劳动力到位率"),
        (PLAIN, {"indicators/i002/target": " \u3000\n"}, "i002", "组织去外地招聘次数"),
        (PLAIN, {"indicators/i002": {"target": "", "level3": ""}}, "i002", "数量指标"),
        (PLAIN, {"indicators/i002": {"target": "", "level3": "", "level2": ""}}, "i002", "产出指标"),
    ],
    ids=str,
)
def test_an_indicator_without_target_is_named(name: str, cells: Cells, uid: str, label: str) -> None:
    place = f"indicators/{uid}/target"
    assert said(target_present, name, cells) == [
        (place, f"指标「{label}」没有指标值", f"Indicator “{label}” has no target")
    ]
    assert [hit.excerpt for hit in told(target_present, declared(name, cells))] == [label]


def test_every_one_is_told_in_the_order_of_the_table() -> None:
    found = said(target_present, WEIGHTED, {"indicators/i013 i002/target": ""})
    assert [path for path, _, _ in found] == ["indicators/i002/target", "indicators/i013/target"]


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        (PLAIN, {}),
        (PLAIN, {"indicators/i002/target": "0"}),
        (OLD, {"indicators/i003/target": "—"}),  # whether a target says something is not this rule's question
        (OLD, {"indicators/i003": GONE}),
        (PLAIN, {"indicators": []}),
    ],
    ids=str,
)
def test_nothing_is_said(name: str, cells: Cells) -> None:
    assert said(target_present, name, cells) == []
