"""“其他”类支出占比不过高."""

import pytest

from tests.unit.rules.declaring import WEIGHTED, Cells, said
from workflow.rules.vague_lines import vague_lines
from workflow.types import Severity


def test_how_bad_it_is() -> None:
    assert (vague_lines.id, vague_lines.severity) == ("vague_lines", Severity.warning)


@pytest.mark.parametrize(
    ("name", "cells", "expected"),
    [
        (
            "dongxihu-2020/07-labour-rights",
            {},
            [
                (
                    "expenditure_lines/e2/item",
                    "「其他商品和服务支出」等“其他”类支出 55.50 万元，占支出明细的 56%，应写明具体用途",
                )
            ],
        ),
        (
            WEIGHTED,
            {"expenditure_lines/e1/item": "机动经费"},
            [("expenditure_lines/e1/item", "「机动经费」等“其他”类支出 9.00 万元，占支出明细的 32%，应写明具体用途")],
        ),
        (
            WEIGHTED,
            {"expenditure_lines/e6/item": "其它", "expenditure_lines/e2/item": "其他支出"},
            [("expenditure_lines/e6/item", "「其它」等“其他”类支出 9.00 万元，占支出明细的 32%，应写明具体用途")],
        ),
    ],
    ids=str,
)
def test_it_says_so(name: str, cells: Cells, expected: list[tuple[str, str]]) -> None:
    found = said(vague_lines, name, cells)
    assert [(path, zh) for path, zh, _ in found] == expected
    assert all(en.isprintable() and en for *_, en in found)


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("jianghan-2024/05-hr-industrial-park", {}),
        (WEIGHTED, {"expenditure_lines/e6/item": "其他商品和服务支出"}),
        (WEIGHTED, {"expenditure_lines/e1/item": "农民工及其他人员补助"}),
    ],
    ids=str,
)
def test_nothing_is_said(name: str, cells: Cells) -> None:
    assert said(vague_lines, name, cells) == []
