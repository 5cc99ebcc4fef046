"""绩效目标说明具体."""

import pytest

from tests.unit.rules.declaring import OLD, WEIGHTED, Cells, said
from workflow.rules.goal_text_clear import goal_text_clear
from workflow.types import Severity


def test_how_bad_it_is() -> None:
    assert (goal_text_clear.id, goal_text_clear.severity) == ("goal_text_clear", Severity.warning)


@pytest.mark.parametrize(
    ("name", "cells", "expected"),
    [
        (
            "dongxihu-2020/08-property-management",
            {},
            [("goals/g1/text", "「项目绩效总目标」只有 9 个字，没有写明产出和效果（保证办公楼正常运转。）")],
        ),
        (
            WEIGHTED,
            {"goals/g2/text": "劳动监察执法工作经费。"},
            [("goals/g2/text", "「年度绩效目标1」只是重复项目名称，没有写明产出和效果（劳动监察执法工作经费。）")],
        ),
    ],
    ids=str,
)
def test_it_says_so(name: str, cells: Cells, expected: list[tuple[str, str]]) -> None:
    found = said(goal_text_clear, name, cells)
    assert [(path, zh) for path, zh, _ in found] == expected
    assert all(en.isprintable() and en for *_, en in found)


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        (WEIGHTED, {}),
        (OLD, {}),
        (WEIGHTED, {"goals/g2/text": "办结投诉举报500件以上"}),
        (WEIGHTED, {"goals/g2/text": "　"}),
    ],
    ids=str,
)
def test_nothing_is_said(name: str, cells: Cells) -> None:
    assert said(goal_text_clear, name, cells) == []
