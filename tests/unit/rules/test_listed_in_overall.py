"""项目列入部门整体支出绩效目标."""

import pytest

from tests.unit.rules.beside import overall, projects, told_beside
from tests.unit.rules.declaring import WEIGHTED, declared
from workflow.rules.listed_in_overall import listed_in_overall

NAME = "basics/-/project_name"


@pytest.mark.parametrize(
    ("name", "words", "suggestion"),
    [
        ("劳动监察与维权执法工作经费", "相近的是「劳动监察执法工作经费」", "劳动监察执法工作经费"),
        ("信息系统运行维护", "请补列或统一名称", ""),
    ],
)
def test_it_says_so(name: str, words: str, suggestion: str) -> None:
    [found] = told_beside(listed_in_overall, declared(WEIGHTED, {NAME: name}), overall=overall())
    assert (found.path, found.suggestion) == (NAME, suggestion)
    assert words in found.zh


@pytest.mark.parametrize("name", ["劳动监察执法工作经费", "劳动监察 执法工作经费", "2024年度劳动监察执法工作经费"])
def test_nothing_is_said(name: str) -> None:
    assert told_beside(listed_in_overall, declared(WEIGHTED, {NAME: name}), overall=overall()) == []


def test_an_overall_declaration_without_a_table_of_projects_misses_none() -> None:
    assert told_beside(listed_in_overall, declared(WEIGHTED, {}), overall=overall(projects=[])) == []
    rest = overall(projects=projects(劳动监察执法工作经费=None))
    assert len(told_beside(listed_in_overall, declared(WEIGHTED, {}), overall=rest)) == 1
