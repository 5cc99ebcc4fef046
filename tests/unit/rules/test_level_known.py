"""一级、二级指标使用规定名称."""

import pytest

from tests.unit.rules.declaring import PLAIN, SUBSIDIES, WEIGHTED, Cells, said
from workflow.rules.level_known import level_known
from workflow.types import Severity


def test_how_bad_it_is() -> None:
    assert (level_known.id, level_known.severity) == ("level_known", Severity.warning)


@pytest.mark.parametrize(
    ("name", "cells", "expected"),
    [
        (
            WEIGHTED,
            {"indicators/i013/level1": "项目完成指标"},
            [("indicators/i013/level1", "一级指标「项目完成指标」不是本表规定的名称")],
        ),
        (
            WEIGHTED,
            {"indicators/i013/level2": "数量"},
            [("indicators/i013/level2", "二级指标「数量」不是本表规定的名称")],
        ),
        (
            WEIGHTED,
            {"indicators/i013/level2": "社会效益指标"},
            [("indicators/i013/level1", "二级指标「社会效益指标」属于「效益指标」，不属于「产出指标」")],
        ),
        (
            PLAIN,
            {"indicators/i008 i016/level2": "社会公众满意指标"},
            [("indicators/i008/level2", "二级指标「社会公众满意指标」不是本表规定的名称（共 2 处）")],
        ),
        (WEIGHTED, {"indicators/i013/level2": ""}, [("indicators/i013/level2", "没有填写二级指标")]),
        (
            PLAIN,
            {"indicators/i002 i010/level2": "管理效率"},
            [("indicators/i002/level2", "二级指标「管理效率」不是本表规定的名称（共 2 处）")],
        ),
    ],
    ids=str,
)
def test_it_says_so(name: str, cells: Cells, expected: list[tuple[str, str]]) -> None:
    found = said(level_known, name, cells)
    assert [(path, zh) for path, zh, _ in found] == expected
    assert all(en.isprintable() and en for *_, en in found)


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        (WEIGHTED, {}),
        ("dongxihu-2020/04-personnel-services", {}),
        (SUBSIDIES, {}),
    ],
    ids=str,
)
def test_nothing_is_said(name: str, cells: Cells) -> None:
    assert said(level_known, name, cells) == []
