"""绩效目标有目标说明."""

import pytest

from tests.unit.rules.declaring import OLD, WEIGHTED, Cells, said
from workflow.rules.goal_text_present import goal_text_present
from workflow.types import Severity


def test_how_bad_it_is() -> None:
    assert (goal_text_present.id, goal_text_present.severity) == ("goal_text_present", Severity.warning)


@pytest.mark.parametrize(
    ("name", "cells", "expected"),
    [
        (WEIGHTED, {"goals/g2/text": "　"}, [("goals/g2/text", "「年度绩效目标1」没有目标说明")]),
        (WEIGHTED, {"goals": [{"uid": "g1", "horizon": "long_term"}]}, [("goals/g1/text", "「绩效目标」没有目标说明")]),
    ],
    ids=str,
)
def test_it_says_so(name: str, cells: Cells, expected: list[tuple[str, str]]) -> None:
    found = said(goal_text_present, name, cells)
    assert [(path, zh) for path, zh, _ in found] == expected
    assert all(en.isprintable() and en for *_, en in found)


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        (WEIGHTED, {}),
        (OLD, {}),
        (WEIGHTED, {"goals/g2/text": "见长期目标"}),
    ],
    ids=str,
)
def test_nothing_is_said(name: str, cells: Cells) -> None:
    assert said(goal_text_present, name, cells) == []
