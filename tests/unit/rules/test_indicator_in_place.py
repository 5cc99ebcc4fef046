"""三级指标归类正确."""

import pytest

from tests.unit.rules.declaring import SUBSIDIES, WEIGHTED, Cells, said
from workflow.rules.indicator_in_place import indicator_in_place
from workflow.types import Severity


def test_how_bad_it_is() -> None:
    assert (indicator_in_place.id, indicator_in_place.severity) == ("indicator_in_place", Severity.warning)


@pytest.mark.parametrize(
    ("name", "cells", "expected"),
    [
        (
            "ezhou-2025-approval-table/04-public-institution-recruitment",
            {},
            [
                ("indicators/i004/level2", "指标「招聘人才合格率」列在「数量指标」，应列在「质量指标」（共 2 处）"),
                ("indicators/i005/level2", "指标「招聘人才完成及时率」列在「数量指标」，应列在「时效指标」（共 2 处）"),
            ],
        ),
        (
            WEIGHTED,
            {"indicators/i013/level3": "办案成本"},
            [("indicators/i013/level2", "指标「办案成本」列在「数量指标」，应列在「经济成本指标」")],
        ),
        (
            WEIGHTED,
            {"indicators/i013/level3": "群众满意度"},
            [("indicators/i013/level2", "指标「群众满意度」列在「数量指标」，应列在「服务对象满意度指标」")],
        ),
        (
            WEIGHTED,
            {"indicators/i018/level3": "案件按期办结率"},
            [("indicators/i018/level2", "指标「案件按期办结率」列在「质量指标」，应列在「时效指标」")],
        ),
        (
            WEIGHTED,
            {"indicators/i024/level3": "案件办结率"},
            [("indicators/i024/level2", "指标「案件办结率」列在「服务对象满意度指标」，与所在类别不符")],
        ),
        (
            "dongxihu-2020/04-personnel-services",
            {"indicators/i001/level3": "人均成本"},
            [("indicators/i001/level2", "指标「人均成本」列在「数量指标」，应列在「成本指标」")],
        ),
    ],
    ids=str,
)
def test_it_says_so(name: str, cells: Cells, expected: list[tuple[str, str]]) -> None:
    found = said(indicator_in_place, name, cells)
    assert [(path, zh) for path, zh, _ in found] == expected
    assert all(en.isprintable() and en for *_, en in found)


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        (WEIGHTED, {}),
        (SUBSIDIES, {}),
        (WEIGHTED, {"indicators/i013/level3": "成本核算培训人数"}),
        ("dongxihu-2020/06-social-insurance-agencies", {}),
        ("dongxihu-2020/05-employment-management", {}),
    ],
    ids=str,
)
def test_nothing_is_said(name: str, cells: Cells) -> None:
    assert said(indicator_in_place, name, cells) == []
