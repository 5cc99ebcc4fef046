"""文字中没有遗留其他项目的名称."""

import pytest

from tests.unit.rules.beside import siblings, told_beside
from tests.unit.rules.declaring import WEIGHTED, declared
from workflow.rules.names_own_project import names_own_project

GOAL, PLAN = "goals/g2/text", "basics/-/implementation_plan"


@pytest.mark.parametrize(
    ("path", "text", "name"),
    [
        (GOAL, "人力资源产业园管理经费项目全年完成园区运营服务。", "人力资源产业园管理经费"),
        (PLAN, "1.编制方案；2.支农返汉帮扶资金按季度拨付。", "支农返汉帮扶资金"),
    ],
)
def test_it_says_so(path: str, text: str, name: str) -> None:
    [found] = told_beside(names_own_project, declared(WEIGHTED, {path: text}), siblings=siblings(WEIGHTED))
    assert (found.path, found.excerpt, found.suggestion) == (path, name, "劳动监察执法工作经费")


@pytest.mark.parametrize(
    "text",
    [
        "劳动监察执法工作经费与就业补助资金统筹使用。",
        "为就业补助资金的发放提供监督。",
        "加强就业补助工作的监督。",
        "健全组织、畅通诉求渠道。",
    ],
)
def test_nothing_is_said(text: str) -> None:
    assert told_beside(names_own_project, declared(WEIGHTED, {GOAL: text}), siblings=siblings(WEIGHTED)) == []
