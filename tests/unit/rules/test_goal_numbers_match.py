"""目标说明中的数值与指标值一致."""

import pytest

from tests.unit.rules.declaring import PLAIN, WEIGHTED, Cells, said
from workflow.rules.goal_numbers_match import goal_numbers_match
from workflow.types import Severity


def test_how_bad_it_is() -> None:
    assert (goal_numbers_match.id, goal_numbers_match.severity) == ("goal_numbers_match", Severity.warning)


@pytest.mark.parametrize(
    ("name", "cells", "expected"),
    [
        (
            "dongxihu-2020/05-employment-management",
            {},
            [("goals/g1/text", "目标说明写「登记失业率3.8%以内」，指标「失业率」的指标值是「≤3.2%」，两处不一致")],
        ),
        (
            PLAIN,
            {"goals/g2/text": "帮助劳动力转移就业：引进外地劳动力不少于150人，引进外地劳动力到位率达到98%以上。"},
            [
                (
                    "goals/g2/text",
                    "目标说明写「引进外地劳动力不少于150人」，指标「引进外地劳动力人数」的指标值是「≥120人」，两处不一致",
                ),
                (
                    "goals/g2/text",
                    "目标说明写「引进外地劳动力到位率达到98%以上」，指标「引进外地劳动力到位率」的指标值是「≥95%」，两处不一致",
                ),
            ],
        ),
        (
            WEIGHTED,
            {"goals/g2/text": "办结各类投诉举报案件0.06万件，维护劳动者权益。"},
            [
                (
                    "goals/g2/text",
                    "目标说明写「办结各类投诉举报案件0.06万件」，指标「办结各类投诉举报案件数量」的指标值是「500件」，两处不一致",
                )
            ],
        ),
    ],
    ids=str,
)
def test_it_says_so(name: str, cells: Cells, expected: list[tuple[str, str]]) -> None:
    found = said(goal_numbers_match, name, cells)
    assert [(path, zh) for path, zh, _ in found] == expected
    assert all(en.isprintable() and en for *_, en in found)


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        (PLAIN, {}),
        (WEIGHTED, {}),
        ("ezhou-2025-approval-table/02-computer-replacement", {}),
        (PLAIN, {"goals/g2/text": "引进外地劳动力不少于0.012万人，服务企业150家，引进外地劳动力专场8场。"}),
        ("jianghan-2024/03-labour-arbitration", {}),
    ],
    ids=str,
)
def test_nothing_is_said(name: str, cells: Cells) -> None:
    assert said(goal_numbers_match, name, cells) == []
