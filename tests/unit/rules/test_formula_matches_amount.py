"""测算结果与支出明细金额一致."""

import pytest

from tests.unit.rules.declaring import SUBSIDIES, WEIGHTED, Cells, said
from workflow.rules.formula_matches_amount import formula_matches_amount
from workflow.types import Severity


def test_how_bad_it_is() -> None:
    assert (formula_matches_amount.id, formula_matches_amount.severity) == ("formula_matches_amount", Severity.warning)


@pytest.mark.parametrize(
    ("name", "cells", "expected"),
    [
        (
            SUBSIDIES,
            {},
            [
                (
                    "expenditure_lines/e1/basis",
                    "「企业社保补贴」的金额 2,798.35 万元与测算依据对不上：算式合计 7,349"
                    ".56 万元，相差 4,551.21 万元（按 50% 计为 3,674.78 万元）",
                ),
                (
                    "expenditure_lines/e4/basis",
                    "「职业培训补贴」的金额 36.40 万元与测算依据对不上：算式合计 72.80 万元，相差 36.40 万元",
                ),
            ],
        ),
        (
            WEIGHTED,
            {"expenditure_lines/e1/basis": "值班补助500元×12月×10人=6万元"},
            [
                (
                    "expenditure_lines/e1/basis",
                    "「政府购岗人员工资」的金额 9.00 万元与测算依据对不上：算式合计 6.00 万元，相差 3.00 万元",
                )
            ],
        ),
        (
            WEIGHTED,
            {
                "expenditure_lines/e1/basis": "值班补助500元×12月×15人",
                "expenditure_lines/e1/amounts": [{"source": "local", "amount": "0.0009"}],
            },
            [
                (
                    "expenditure_lines/e1/basis",
                    "「政府购岗人员工资」的金额 0.0009 万元与测算依据对不上：算式合计 9."
                    "00 万元，相差 8.9991 万元（差 10,000 倍，可能混用了元和万元）",
                )
            ],
        ),
    ],
    ids=str,
)
def test_it_says_so(name: str, cells: Cells, expected: list[tuple[str, str]]) -> None:
    found = said(formula_matches_amount, name, cells)
    assert [(path, zh) for path, zh, _ in found] == expected
    assert all(en.isprintable() and en for *_, en in found)


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        (WEIGHTED, {"expenditure_lines/e1/basis": "值班补助750元×12月×10人=9万元"}),
        (WEIGHTED, {"expenditure_lines/e1/basis": "值班补助1500元×12月×10人=18万元,区承担50%"}),
        (WEIGHTED, {"expenditure_lines/e1/basis": "值班补助500元×12月×10人=6万元;差旅费3000元×10人=3万元"}),
        (WEIGHTED, {"expenditure_lines/e1/basis": "产业园劳务费10万元×1人=10万元(压减10%后为9万元)"}),
        (WEIGHTED, {"expenditure_lines/e1/basis": "两网化指挥中心(10人)差额补助"}),
    ],
    ids=str,
)
def test_nothing_is_said(name: str, cells: Cells) -> None:
    assert said(formula_matches_amount, name, cells) == []
