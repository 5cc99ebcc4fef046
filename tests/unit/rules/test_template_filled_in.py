"""没有遗留模板文字."""

import pytest

from tests.unit.rules.declaring import WEIGHTED, Cells, said
from workflow.rules.template_filled_in import template_filled_in
from workflow.types import Severity


def test_how_bad_it_is() -> None:
    assert (template_filled_in.id, template_filled_in.severity) == ("template_filled_in", Severity.warning)


@pytest.mark.parametrize(
    ("name", "cells", "expected"),
    [
        (
            "dongxihu-2020/04-personnel-services",
            {},
            [("basics/-/application_reason", "「办《关于做好xx年度武汉市职」处有占位符没有替换")],
        ),
        (
            "dongxihu-2020/07-labour-rights",
            {},
            [("basics/-/application_reason", "「6.东人社办[2019] 号（监察协管员」处的文号没有填写")],
        ),
        (
            WEIGHTED,
            {"basics/-/implementation_plan": "同上"},
            [("basics/-/implementation_plan", "「同上」没有实际内容")],
        ),
        (
            WEIGHTED,
            {"goals/g2/text": "完成____次执法检查，请填写具体内容"},
            [("goals/g2/text", "「完成____次执法检查，」处有空格没有填写")],
        ),
        (
            WEIGHTED,
            {"indicators/i013/level3": "××案件数量"},
            [("indicators/i013/level3", "「××案件数量」处有占位符没有替换")],
        ),
        (
            WEIGHTED,
            {"expenditure_lines/e1/basis": "例：2200元×12月"},
            [("expenditure_lines/e1/basis", "「例：2200元×」处有填表示例没有删除")],
        ),
    ],
    ids=str,
)
def test_it_says_so(name: str, cells: Cells, expected: list[tuple[str, str]]) -> None:
    found = said(template_filled_in, name, cells)
    assert [(path, zh) for path, zh, _ in found] == expected
    assert all(en.isprintable() and en for *_, en in found)


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        (WEIGHTED, {}),
        (WEIGHTED, {"expenditure_lines/e1/basis": "系统测试费2×3万元，详见方案（例如培训、宣传……）"}),
        (WEIGHTED, {"basics/-/prior_budget": "2022年12万元，2023年同上。"}),
        (WEIGHTED, {"basics/-/implementation_plan": "按鄂人社发〔2023〕15号和XXL尺寸工作服标准采购"}),
    ],
    ids=str,
)
def test_nothing_is_said(name: str, cells: Cells) -> None:
    assert said(template_filled_in, name, cells) == []
