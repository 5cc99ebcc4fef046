"""指标不照搬本部门其他项目."""

import pytest

from tests.unit.rules.beside import siblings, told_beside
from tests.unit.rules.declaring import WEIGHTED, Cells, declared
from workflow.rules.siblings_differ import siblings_differ

COPY = {"basics/-/project_name": "劳动保障年检经费"}
TARGET = "indicators/i001 i013/target"


@pytest.mark.parametrize(
    ("cells", "words"),
    [({}, "与本部门「劳动监察执法工作经费」的名称和指标值完全相同"), ({TARGET: "600件"}, "13 个指标中有 12 个")],
    ids=str,
)
def test_it_says_so(cells: Cells, words: str) -> None:
    [found] = told_beside(siblings_differ, declared(WEIGHTED, COPY | cells), siblings=siblings())
    assert found.path == "indicators"
    assert words in found.zh


@pytest.mark.parametrize(
    "cells",
    [
        {"indicators/i001 i002 i003 i013 i014 i015/target": "600次"},
        {"indicators/i001 i013/level3": "发放宣传手册", "indicators/i002 i014/level3": "走访企业"},
        {"basics/-/project_name": "劳动监察执法工作经费"},
    ],
    ids=str,
)
def test_nothing_is_said(cells: Cells) -> None:
    assert told_beside(siblings_differ, declared(WEIGHTED, COPY | cells), siblings=siblings()) == []
