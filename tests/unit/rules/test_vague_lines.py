"""“其他”类支出占比不过高."""

from decimal import Decimal

import pytest

from tests.unit.rules.declaring import WEIGHTED, Cells, declared, said
from workflow.canonical.profile import shipped
from workflow.rules import Context
from workflow.rules.settings import Settings
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


def lines(vague: str, plain: str) -> Cells:
    both = {"e1": ("其他支出", vague), "e2": ("印刷费", plain)}
    return {
        "expenditure_lines": [
            {"uid": uid, "item": item, "basis": "按合同", "amounts": [{"source": "local", "amount": amount}]}
            for uid, (item, amount) in both.items()
        ]
    }


@pytest.mark.parametrize(
    ("cells", "share", "many"),
    [
        (lines("3.00", "7.00"), None, 0),  # exactly as much as is allowed
        (lines("3.01", "6.99"), None, 1),
        (lines("3.01", "6.99"), "0.5", 0),
        (lines("3.00", "7.00"), "0.2", 1),
        (lines("0.00", "0.00"), "0", 0),
    ],
    ids=str,
)
def test_a_region_sets_the_share(cells: Cells, share: str | None, many: int) -> None:
    document = declared(WEIGHTED, cells)
    settings = Settings(thresholds={"vague_lines_share": Decimal(share)} if share else {})
    found = list(vague_lines.check(document, Context(shipped()[document.form_profile], settings)))
    assert len(found) == many
