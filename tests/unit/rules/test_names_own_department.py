"""文字中没有遗留其他部门的名称."""

import pytest

from tests.unit.rules.beside import told_beside
from tests.unit.rules.declaring import WEIGHTED, declared
from workflow.rules.names_own_department import names_own_department

GOAL = "goals/g2/text"
DEPARTMENTS = ("武汉市江汉区卫生健康局", "武汉市江汉区水务和湖泊局", "武汉市江汉区财政局")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("武汉市江汉区卫生健康局全年开展督查12次，提高服务水平。", "武汉市江汉区卫生健康局"),
        ("保障机关正常运转。水务和湖泊局全体干部职工按时完成任务。", "水务和湖泊局"),
    ],
)
def test_it_says_so(text: str, name: str) -> None:
    [found] = told_beside(names_own_department, declared(WEIGHTED, {GOAL: text}), departments=DEPARTMENTS)
    assert (found.path, found.excerpt, found.suggestion) == (GOAL, name, "武汉市江汉区人力资源局")


@pytest.mark.parametrize(
    "text",
    [
        "会同区卫生健康局、区财政局开展联合检查。",
        "根据武汉市江汉区财政局批复的预算执行。",
        "落实《江汉区卫生健康局关于做好监督工作的通知》。",
        "江汉区人力资源局牵头，卫生健康局负责卫生监督，共同完成任务。",
        "报送水务和湖泊局备案。",
    ],
)
def test_nothing_is_said(text: str) -> None:
    assert told_beside(names_own_department, declared(WEIGHTED, {GOAL: text}), departments=DEPARTMENTS) == []


def test_an_example_names_nobody_else() -> None:
    assert told_beside(names_own_department, declared(WEIGHTED, {}), departments=DEPARTMENTS) == []
