"""文字中的年度与项目年度一致."""

import pytest

from tests.unit.rules.declaring import PLAIN, WEIGHTED, Cells, said
from workflow.rules.year_current import year_current
from workflow.types import Severity


def test_how_bad_it_is() -> None:
    assert (year_current.id, year_current.severity) == ("year_current", Severity.warning)


@pytest.mark.parametrize(
    ("name", "cells", "expected"),
    [
        (
            "jianghan-2024/03-labour-arbitration",
            {},
            [
                (
                    "basics/-/implementation_plan",
                    "「1.2023年1-12月预计承办劳动争议案件3200-3500件」写的是 2023 年，本表是 2024 年度",
                )
            ],
        ),
        (
            "jianghan-2024/06-returned-farm-workers",
            {},
            [("expenditure_lines/e3/item", "「2022年待纳入帮扶支农返汉人员」写的是 2022 年，本表是 2024 年度")],
        ),
        (
            WEIGHTED,
            {"goals/g2/text": "2023年完成执法检查5次，整顿劳动力市场秩序。"},
            [("goals/g2/text", "「2023年完成执法检查5次」写的是 2023 年，本表是 2024 年度")],
        ),
        (
            PLAIN,
            {"basics/-/project_name": "2024年劳务对接工作费用"},
            [("basics/-/project_name", "「2024年劳务对接工作费用」写的是 2024 年，本表是 2025 年度")],
        ),
    ],
    ids=str,
)
def test_it_says_so(name: str, cells: Cells, expected: list[tuple[str, str]]) -> None:
    found = said(year_current, name, cells)
    assert [(path, zh) for path, zh, _ in found] == expected
    assert all(en.isprintable() and en for *_, en in found)


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        (WEIGHTED, {}),
        ("jianghan-2024/07-rural-service-graduates", {}),
        ("ezhou-2025-approval-table/02-computer-replacement", {}),
        (WEIGHTED, {"goals/g2/text": "结案率较2023年提高2个百分点；落实2022年印发的实施方案，2024年全部完成。"}),
        (
            WEIGHTED,
            {
                "basics/-/establishment_basis": "2019年专题会议确定。",
                "basics/-/prior_budget": "2022年10万元，2023年12万元。",
            },
        ),
    ],
    ids=str,
)
def test_nothing_is_said(name: str, cells: Cells) -> None:
    assert said(year_current, name, cells) == []
