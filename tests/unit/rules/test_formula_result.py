"""测算算式的结果正确."""

import pytest

from tests.unit.rules.declaring import SUBSIDIES, WEIGHTED, Cells, said
from workflow.rules.formula_result import formula_result
from workflow.types import Severity


def test_how_bad_it_is() -> None:
    assert (formula_result.id, formula_result.severity) == ("formula_result", Severity.error)


@pytest.mark.parametrize(
    ("name", "cells", "expected"),
    [
        (
            SUBSIDIES,
            {},
            [
                (
                    "expenditure_lines/e1/basis",
                    "算式「673.19元*12个月*8000人=6462.73万元」应得 6,462.62万元，写的是 6,462.73万元，相差 0.11万元",
                )
            ],
        ),
        (
            WEIGHTED,
            {"expenditure_lines/e1/basis": "值班补助2200元×12月×17人＝45.88万元"},
            [
                (
                    "expenditure_lines/e1/basis",
                    "算式「2200元×12月×17人=45.88万元」应得 44.88万元，写的是 45.88万元，相差 1.00万元",
                )
            ],
        ),
        (
            WEIGHTED,
            {"expenditure_lines/e1/basis": "设备维护1200元×3台=36万元"},
            [
                (
                    "expenditure_lines/e1/basis",
                    "算式「1200元×3台=36万元」应得 0.36万元，写的是 36.0"
                    "0万元，相差 35.64万元（差 100 倍，请核对零的个数和小数点）",
                )
            ],
        ),
        (
            WEIGHTED,
            {"expenditure_lines/e1/basis": "培训费500元/人*20人=1万元;资料费30元×100册=300元"},
            [
                (
                    "expenditure_lines/e1/basis",
                    "算式「30元×100册=300元」应得 3,000.00元，写的是 300"
                    ".00元，相差 2,700.00元（差 10 倍，请核对零的个数和小数点）",
                )
            ],
        ),
        (
            WEIGHTED,
            {"basics/-/implementation_plan": "执法装备3.5万元+1.2万元=4.8万元"},
            [
                (
                    "basics/-/implementation_plan",
                    "算式「3.5万元+1.2万元=4.8万元」应得 4.70万元，写的是 4.80万元，相差 0.10万元",
                )
            ],
        ),
        (
            WEIGHTED,
            {"expenditure_lines/e1/basis": "差旅费0.3*6=18万元"},
            [
                (
                    "expenditure_lines/e1/basis",
                    "算式「0.3*6=18万元」应得 1.80万元，写的是 18.00"
                    "万元，相差 16.20万元（差 10 倍，请核对零的个数和小数点）",
                )
            ],
        ),
        (
            WEIGHTED,
            {"expenditure_lines/e1/basis": "慰问品300元×40份=12000万元"},
            [
                (
                    "expenditure_lines/e1/basis",
                    "算式「300元×40份=12000万元」应得 1.20万元，写的是 12,000."
                    "00万元，相差 11,998.80万元（差 10,000 倍，可能混用了元和万元）",
                )
            ],
        ),
    ],
    ids=str,
)
def test_it_says_so(name: str, cells: Cells, expected: list[tuple[str, str]]) -> None:
    found = said(formula_result, name, cells)
    assert [(path, zh) for path, zh, _ in found] == expected
    assert all(en.isprintable() and en for *_, en in found)


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        (WEIGHTED, {"expenditure_lines/e1/basis": "值班补助2200元×12月×17人=44.88万元"}),
        (WEIGHTED, {"expenditure_lines/e1/basis": "社保补贴1042.08元/月/人*12月*17人=21.26万元"}),
        (WEIGHTED, {"expenditure_lines/e1/basis": "差旅费0.3*6=1.8万元;交通费34083.53*12=40.9万元"}),
        (WEIGHTED, {"expenditure_lines/e1/basis": "两项合计约为12万元：80000元+37500元=约12万元"}),
        (WEIGHTED, {"expenditure_lines/e1/basis": "10-12次专项整治，每次2700元；5+2工作模式"}),
        (
            WEIGHTED,
            {"expenditure_lines/e1/basis": "（2人＋3人）×500元×12月÷2=1.5万元，压减10%：1.5万元×（1-10%）=1.35万元"},
        ),
    ],
    ids=str,
)
def test_nothing_is_said(name: str, cells: Cells) -> None:
    assert said(formula_result, name, cells) == []
