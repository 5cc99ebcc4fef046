"""金额大于零."""

import pytest

from tests.unit.rules.declaring import OLD, WEIGHTED, Cells, said
from workflow.rules.amounts_positive import amounts_positive
from workflow.types import Severity


def test_how_bad_it_is() -> None:
    assert (amounts_positive.id, amounts_positive.severity) == ("amounts_positive", Severity.error)


@pytest.mark.parametrize(
    ("name", "cells", "expected"),
    [
        (WEIGHTED, {"funding_sources/f1/amount": "-28.40"}, [("funding_sources/f1/amount", "金额 -28.40 万元是负数")]),
        (
            WEIGHTED,
            {"expenditure_lines/e1/amounts": [{"source": "local", "amount": "-0.01"}]},
            [("expenditure_lines/e1/amounts.local", "金额 -0.01 万元是负数")],
        ),
        (OLD, {"basics/-/budget_year": "0.00"}, [("basics/-/budget_year", "「项目当年预算」为零")]),
        (
            WEIGHTED,
            {"asset_lines": [{"uid": "a1", "item": "摄像机", "quantity": "1台", "amount": "-1.00"}]},
            [("asset_lines/a1/amount", "金额 -1.00 万元是负数")],
        ),
    ],
    ids=str,
)
def test_it_says_so(name: str, cells: Cells, expected: list[tuple[str, str]]) -> None:
    found = said(amounts_positive, name, cells)
    assert [(path, zh) for path, zh, _ in found] == expected
    assert all(en.isprintable() and en for *_, en in found)


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        (WEIGHTED, {}),
        (WEIGHTED, {"funding_sources/f1/amount": "0.00"}),
        (OLD, {"basics/-/budget_total": None}),
    ],
    ids=str,
)
def test_nothing_is_said(name: str, cells: Cells) -> None:
    assert said(amounts_positive, name, cells) == []
