"""绩效目标有对应指标."""

import pytest

from tests.unit.rules.declaring import OLD, PLAIN, WEIGHTED, Cells, said
from workflow.rules.goal_has_indicators import goal_has_indicators
from workflow.types import Severity


def test_how_bad_it_is() -> None:
    assert (goal_has_indicators.id, goal_has_indicators.severity) == ("goal_has_indicators", Severity.warning)


@pytest.mark.parametrize(
    ("name", "cells", "expected"),
    [
        (
            WEIGHTED,
            {
                "goals": [
                    {"uid": "g1", "name": "长期绩效目标1", "horizon": "long_term", "text": "整顿劳动力市场"},
                    {"uid": "g2", "name": "年度绩效目标1", "horizon": "annual", "text": "一"},
                    {"uid": "g3", "name": "年度绩效目标2", "horizon": "annual", "text": "健全信用监管"},
                ]
            },
            [("goals/g3", "「年度绩效目标2」没有对应的绩效指标")],
        ),
        (
            PLAIN,
            {"indicators/i001 i002 i003 i004 i005 i006 i007 i008/goal": "g2"},
            [("goals/g1", "「长期绩效目标1」没有对应的绩效指标")],
        ),
    ],
    ids=str,
)
def test_it_says_so(name: str, cells: Cells, expected: list[tuple[str, str]]) -> None:
    found = said(goal_has_indicators, name, cells)
    assert [(path, zh) for path, zh, _ in found] == expected
    assert all(en.isprintable() and en for *_, en in found)


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        (WEIGHTED, {}),
        (OLD, {}),
        (PLAIN, {"indicators/i001 i002 i003 i004 i005 i006 i007 i008/goal": ""}),
    ],
    ids=str,
)
def test_nothing_is_said(name: str, cells: Cells) -> None:
    assert said(goal_has_indicators, name, cells) == []
