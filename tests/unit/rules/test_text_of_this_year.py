"""照用上年文字的，年份已更新."""

import pytest

from tests.unit.rules.beside import says, year_on_year
from tests.unit.rules.declaring import Cells
from workflow.rules.text_of_this_year import text_of_this_year

STALE = "全面完成2024年度劳动保障监察任务，开展专项执法，维护劳动者和用人单位双方的合法权益，促进劳动关系和谐稳定。"
FRESH = STALE.replace("2024", "2025")
EARLIER = STALE.replace("2024", "2023")
PLAN = "2024年上半年开展宣传；下半年开展专项检查，受理举报投诉，纠正和查处各类违法行为。"
NEW = "在2024年工作的基础上新增欠薪预警平台，把监察覆盖到全部工程建设项目，争取欠薪案件动态清零。"
CITED = "《2024年全市监察工作要点》、鄂人社发〔2024〕9号"


@pytest.mark.parametrize(
    ("then", "now", "place", "words"),
    [
        (
            {"goals/g2/text": STALE},
            {
                "goals/g2/text": STALE,
                "basics/-/budget_year": "30.00",
                "indicators/i018/target": "≥96%",
            },
            "goals/g2/text",
            "仍写着「全面完成2024年度劳动保障监察任务」，请按 2025 年的情况改写",
        ),
        (
            {"basics/-/implementation_plan": PLAN},
            {
                "basics/-/implementation_plan": PLAN,
                "basics/-/budget_year": "30.00",
                "indicators/i018/target": "≥96%",
            },
            "basics/-/implementation_plan",
            "「2024年上半年开展宣传」",
        ),
    ],
    ids=str,
)
def test_it_says_so(then: Cells, now: Cells, place: str, words: str) -> None:
    says(year_on_year(text_of_this_year, then, now), place, words)


@pytest.mark.parametrize(
    ("then", "now"),
    [
        (
            {"goals/g2/text": STALE},
            {"goals/g2/text": FRESH},
        ),
        (
            {"goals/g2/text": EARLIER},
            {"goals/g2/text": STALE},
        ),
        (
            {"basics/-/establishment_basis": CITED},
            {"basics/-/establishment_basis": CITED},
        ),
        (
            {"goals/g2/text": STALE},
            {"goals/g2/text": NEW},
        ),
    ],
    ids=str,
)
def test_nothing_is_said(then: Cells, now: Cells) -> None:
    assert year_on_year(text_of_this_year, then, now) == []
