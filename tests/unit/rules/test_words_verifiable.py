"""定性指标值有可核定的内容."""

import pytest

from tests.unit.rules.declaring import OLD, PLAIN, WEIGHTED, Cells, said
from workflow.rules.words_verifiable import words_verifiable
from workflow.types import Severity


def test_how_bad_it_is() -> None:
    assert (words_verifiable.id, words_verifiable.severity) == ("words_verifiable", Severity.warning)


@pytest.mark.parametrize(
    ("name", "cells", "expected"),
    [
        (
            "ezhou-2025-approval-table/01-counter-operations",
            {},
            [
                (
                    "indicators/i008/target",
                    "指标「民生服务流程」的指标值「进一步优化」没有可核定的内容，难以判断是否完成（共 2 处）",
                )
            ],
        ),
        (
            PLAIN,
            {},
            [
                (
                    "indicators/i006/target",
                    "指标「实现劳动力合理流动」的指标值「合理流动」没有可核定的内容，难以判断是否完成（共 2 处）",
                ),
                (
                    "indicators/i007/target",
                    "指标「提高劳动力就业率」的指标值「显著提高」没有可核定的内容，难以判断是否完成（共 2 处）",
                ),
            ],
        ),
        (
            WEIGHTED,
            {
                "indicators/i009 i010 i011 i021 i022 i023/target": "无群体性事件",
                "indicators/i021/target": "明显提升、不断优化",
            },
            [
                (
                    "indicators/i021/target",
                    "指标「发展和谐稳定的劳动关系」的指标值「明显提升、不断优化」没有可核定的内容，难以判断是否完成",
                )
            ],
        ),
    ],
    ids=str,
)
def test_it_says_so(name: str, cells: Cells, expected: list[tuple[str, str]]) -> None:
    found = said(words_verifiable, name, cells)
    assert [(path, zh) for path, zh, _ in found] == expected
    assert all(en.isprintable() and en for *_, en in found)


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        (OLD, {}),
        ("dongxihu-2020/05-employment-management", {"indicators/i013/target": "优、良两级以上"}),
        (OLD, {"indicators/i003/target": "达到国家二级标准"}),
    ],
    ids=str,
)
def test_nothing_is_said(name: str, cells: Cells) -> None:
    assert said(words_verifiable, name, cells) == []
