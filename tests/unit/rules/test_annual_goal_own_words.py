"""年度目标不照抄长期目标."""

import pytest

from tests.unit.rules.declaring import OLD, TABLE, WEIGHTED, Cells, said
from workflow.rules.annual_goal_own_words import annual_goal_own_words
from workflow.types import Severity


def test_how_bad_it_is() -> None:
    assert (annual_goal_own_words.id, annual_goal_own_words.severity) == ("annual_goal_own_words", Severity.info)


@pytest.mark.parametrize(
    ("name", "cells", "expected"),
    [
        (
            TABLE,
            {},
            [("goals/g2/text", "「年度绩效目标1」与「长期绩效目标1」文字完全相同，年度目标应写当年要完成的部分")],
        ),
        (
            WEIGHTED,
            {"goals/g1 g2/text": "开展各类执法活动，整顿劳动力市场。"},
            [("goals/g2/text", "「年度绩效目标1」与「长期绩效目标1」文字完全相同，年度目标应写当年要完成的部分")],
        ),
    ],
    ids=str,
)
def test_it_says_so(name: str, cells: Cells, expected: list[tuple[str, str]]) -> None:
    found = said(annual_goal_own_words, name, cells)
    assert [(path, zh) for path, zh, _ in found] == expected
    assert all(en.isprintable() and en for *_, en in found)


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        (WEIGHTED, {}),
        (OLD, {}),
        (WEIGHTED, {"goals/g1 g2/text": ""}),
    ],
    ids=str,
)
def test_nothing_is_said(name: str, cells: Cells) -> None:
    assert said(annual_goal_own_words, name, cells) == []
