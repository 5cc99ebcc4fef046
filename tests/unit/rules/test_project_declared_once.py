"""同一项目不重复申报."""

import pytest

from tests.unit.rules.beside import siblings, told_beside
from tests.unit.rules.declaring import WEIGHTED, declared
from workflow.rules.project_declared_once import project_declared_once

NAME = "basics/-/project_name"


@pytest.mark.parametrize("name", ["劳动人事争议仲裁办案工作经费", "2024年劳动人事争议仲裁办案工作经费"])
def test_it_says_so(name: str) -> None:
    [found] = told_beside(project_declared_once, declared(WEIGHTED, {NAME: name}), siblings=siblings(WEIGHTED))
    assert (found.path, found.zh) == (
        NAME,
        "本单位今年还有 1 份同名的申报「劳动人事争议仲裁办案工作经费」，请合并或区分名称",
    )


@pytest.mark.parametrize(
    "cells",
    [
        {},
        {NAME: "劳动人事争议仲裁办案经费"},
        {NAME: ""},
        {NAME: "就业补助资金", "basics/-/unit": "武汉市江汉区劳动就业局"},
    ],
    ids=str,
)
def test_nothing_is_said(cells: dict[str, str]) -> None:
    assert told_beside(project_declared_once, declared(WEIGHTED, cells), siblings=siblings(WEIGHTED)) == []
