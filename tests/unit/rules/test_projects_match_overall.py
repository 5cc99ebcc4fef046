"""各项目合计与部门整体支出一致."""

import pytest

from tests.domain.factories import example
from tests.unit.rules.beside import overall, projects, siblings, told_beside
from tests.unit.rules.declaring import SUBSIDIES, WEIGHTED, Cells, declared
from workflow.canonical import Overall
from workflow.rules.projects_match_overall import projects_match_overall

TALENT = "jianghan-2024/04-talent-and-employment-services"
OTHERS = (*siblings(SUBSIDIES, TALENT), declared(TALENT, {"basics/-/project_name": "人才与公共就业服务经费"}))


def spent(amount: str) -> list[dict[str, str]]:
    return [{"item": "运转类项目支出", "current": "173.07"}, {"item": "特定目标类项目支出", "current": amount}]


@pytest.mark.parametrize(
    ("cells", "table", "words"),
    [
        ({}, overall(expenditure=spent("5000.00")), "8 个项目申报合计 9,105.56 万元"),
        ({"funding_sources/f1/amount": "2900.00"}, overall(), "为 173.07 或 5,275.56 或 5,448.63 万元"),
    ],
)
def test_it_says_so(cells: Cells, table: Overall, words: str) -> None:
    [found] = told_beside(projects_match_overall, declared(SUBSIDIES, cells), overall=table, siblings=OTHERS)
    assert found.path == "form"
    assert words in found.zh


def test_nothing_is_said() -> None:
    document = example(SUBSIDIES)
    assert told_beside(projects_match_overall, document, overall=overall(), siblings=OTHERS) == []
    wrong = overall(expenditure=spent("5000.00"))
    assert told_beside(projects_match_overall, document, overall=wrong, siblings=OTHERS[1:]) == [], "not all declared"
    rest = overall(expenditure=spent("5000.00"), projects=projects(劳动监察执法工作经费=None))
    assert told_beside(projects_match_overall, document, overall=rest, siblings=OTHERS) == [], "one is not listed"
    other = example(WEIGHTED)
    rest_of = tuple(each for each in (*OTHERS, document) if each != other)
    assert told_beside(projects_match_overall, other, overall=wrong, siblings=rest_of) == [], "told on the largest"
