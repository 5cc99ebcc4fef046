"""同一张表内指标不重复."""

import pytest

from tests.unit.rules.declaring import PLAIN, WEIGHTED, Cells, said
from workflow.rules.indicator_once import indicator_once
from workflow.types import Severity


def test_how_bad_it_is() -> None:
    assert (indicator_once.id, indicator_once.severity) == ("indicator_once", Severity.warning)


@pytest.mark.parametrize(
    ("name", "cells", "expected"),
    [
        (
            "dongxihu-2020/07-labour-rights",
            {},
            [
                ("indicators/i007/level3", "指标「工伤认定案件法定期限内结案率」在年度绩效目标表出现 2 次"),
                (
                    "indicators/i013/level3",
                    "指标「工伤认定政策咨询、业务办理等服务满意度」在年度绩效目标表出现 "
                    "2 次，指标值不同：服务对象满意度90%以上、社会公众满意度95%以上",
                ),
            ],
        ),
        (
            WEIGHTED,
            {"indicators/i014/level3": "办结各类 投诉、举报案件数量"},
            [
                (
                    "indicators/i014/level3",
                    "指标「办结各类投诉举报案件数量」在年度绩效目标表出现 2 次，指标值不同：500件、5次",
                )
            ],
        ),
        (
            PLAIN,
            {"indicators/i003 i011/level3": "组织去外地招聘次数"},
            [
                (
                    "indicators/i003/level3",
                    "指标「组织去外地招聘次数」在长期绩效目标表出现 2 次，指标值不同：≥5次、≥120人",
                )
            ],
        ),
    ],
    ids=str,
)
def test_it_says_so(name: str, cells: Cells, expected: list[tuple[str, str]]) -> None:
    found = said(indicator_once, name, cells)
    assert [(path, zh) for path, zh, _ in found] == expected
    assert all(en.isprintable() and en for *_, en in found)


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        (WEIGHTED, {}),
        (PLAIN, {}),
        (
            WEIGHTED,
            {
                "goals": [
                    {"uid": "g2", "horizon": "annual", "text": "一"},
                    {"uid": "g3", "horizon": "annual", "text": "二"},
                ],
                "indicators/i014": {"goal": "g3", "level3": "办结各类投诉举报案件数量"},
            },
        ),
    ],
    ids=str,
)
def test_nothing_is_said(name: str, cells: Cells) -> None:
    assert said(indicator_once, name, cells) == []
