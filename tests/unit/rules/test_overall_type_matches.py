"""项目类型与部门整体一致."""

import pytest

from tests.unit.rules.beside import overall, told_beside
from tests.unit.rules.declaring import WEIGHTED, declared
from workflow.rules.overall_type_matches import overall_type_matches

TYPE = "basics/-/project_type"


@pytest.mark.parametrize("kind", ["一次性项目", "延续性项目"])
def test_it_says_so(kind: str) -> None:
    [found] = told_beside(overall_type_matches, declared(WEIGHTED, {TYPE: kind}), overall=overall())
    assert found.path == TYPE
    assert found.zh == f"项目类型为「{kind}」，部门整体支出绩效目标中列为「经常性项目」"


@pytest.mark.parametrize("kind", ["常年性项目", "经常性项目", "常年性", None])
def test_nothing_is_said(kind: str | None) -> None:
    assert told_beside(overall_type_matches, declared(WEIGHTED, {TYPE: kind}), overall=overall()) == []
