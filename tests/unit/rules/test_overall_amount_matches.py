"""项目金额与部门整体一致."""

import pytest

from tests.domain.factories import example
from tests.unit.rules.beside import overall, projects, told_beside
from tests.unit.rules.declaring import SUBSIDIES, WEIGHTED, Cells, declared
from workflow.rules.overall_amount_matches import overall_amount_matches

YEAR = "basics/-/budget_year"


@pytest.mark.parametrize(
    ("cells", "listed", "words"),
    [
        (
            {YEAR: "30.00", "funding_sources/f1/amount": "30.00"},
            "28.40",
            "项目当年预算 30.00 万元，部门整体支出绩效目标中列 28.40 万元",
        ),
        ({}, "48.20", "项目当年预算 28.40 万元，部门整体支出绩效目标中列 48.20 万元"),
    ],
)
def test_it_says_so(cells: Cells, listed: str, words: str) -> None:
    table = overall(projects=projects(劳动监察执法工作经费=listed))
    [found] = told_beside(overall_amount_matches, declared(WEIGHTED, cells), overall=table)
    assert (found.path, found.zh) == (YEAR, words)


def test_what_is_the_same_or_not_there_is_in_order() -> None:
    assert told_beside(overall_amount_matches, example(WEIGHTED), overall=overall()) == []
    assert told_beside(overall_amount_matches, example(WEIGHTED), overall=overall(projects=[])) == []
    assert told_beside(overall_amount_matches, declared(WEIGHTED, {YEAR: None}), overall=overall()) == []


def test_the_overall_table_may_list_the_own_money_alone() -> None:
    """2,963.00 of the district, 3,800.00 from above."""
    assert told_beside(overall_amount_matches, example(SUBSIDIES), overall=overall()) == []
