"""测算算式完整."""

import pytest

from tests.unit.rules.declaring import WEIGHTED, Cells, said
from workflow.rules.formula_complete import formula_complete
from workflow.types import Severity


def test_how_bad_it_is() -> None:
    assert (formula_complete.id, formula_complete.severity) == ("formula_complete", Severity.warning)


@pytest.mark.parametrize(
    ("name", "cells", "expected"),
    [
        (
            WEIGHTED,
            {"expenditure_lines/e1/basis": "(2人+3人×500元=2500元"},
            [("expenditure_lines/e1/basis", "算式「2人+3人×500元=2500元」括号不成对，无法核算")],
        ),
        (
            WEIGHTED,
            {"expenditure_lines/e1/basis": "2人+3人)×500元=2500元"},
            [("expenditure_lines/e1/basis", "算式「2人+3人)×500元=2500元」括号不成对，无法核算")],
        ),
        (
            WEIGHTED,
            {"basics/-/implementation_plan": "人均费用：12万元/0人"},
            [("basics/-/implementation_plan", "算式「12万元/0人」除数为零，无法核算")],
        ),
    ],
    ids=str,
)
def test_it_says_so(name: str, cells: Cells, expected: list[tuple[str, str]]) -> None:
    found = said(formula_complete, name, cells)
    assert [(path, zh) for path, zh, _ in found] == expected
    assert all(en.isprintable() and en for *_, en in found)


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        (WEIGHTED, {"expenditure_lines/e1/basis": "(2人+3人)×500元=2500元"}),
        (WEIGHTED, {"expenditure_lines/e1/basis": "2天*150人*50元(伙食、授课费)=1.5万元（10场×0.5万元/场=5万元）"}),
        (WEIGHTED, {"expenditure_lines/e1/basis": "1)值班补助；2)差旅费12万元/4季"}),
    ],
    ids=str,
)
def test_nothing_is_said(name: str, cells: Cells) -> None:
    assert said(formula_complete, name, cells) == []
