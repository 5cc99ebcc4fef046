"""支出明细填写完整."""

import pytest

from tests.unit.rules.declaring import OLD, WEIGHTED, Cells, said
from workflow.rules.line_complete import line_complete
from workflow.types import Severity


def test_how_bad_it_is() -> None:
    assert (line_complete.id, line_complete.severity) == ("line_complete", Severity.warning)


@pytest.mark.parametrize(
    ("name", "cells", "expected"),
    [
        (OLD, {}, [("expenditure_lines/e1/basis", "1 行支出明细没有测算依据（培训费）")]),
        (
            WEIGHTED,
            {"expenditure_lines/e2/amounts": [{"source": "local", "amount": "0.00"}]},
            [("expenditure_lines/e2", "「执法办案支出1」没有金额")],
        ),
        (WEIGHTED, {"expenditure_lines/e3/item": " "}, [("expenditure_lines/e3/item", "支出明细没有项目内容")]),
        (
            WEIGHTED,
            {"expenditure_lines/e1 e2 e3 e4/basis": ""},
            [
                (
                    "expenditure_lines/e1/basis",
                    "4 行支出明细没有测算依据（政府购岗人员工资、执法办案支出1、执法办案支出2等）",
                )
            ],
        ),
    ],
    ids=str,
)
def test_it_says_so(name: str, cells: Cells, expected: list[tuple[str, str]]) -> None:
    found = said(line_complete, name, cells)
    assert [(path, zh) for path, zh, _ in found] == expected
    assert all(en.isprintable() and en for *_, en in found)


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        (WEIGHTED, {}),
        (
            WEIGHTED,
            {
                "expenditure_lines/e2/amounts": [
                    {"source": "local", "amount": "0.00"},
                    {"source": "other", "amount": "3.00"},
                ]
            },
        ),
        (WEIGHTED, {"expenditure_lines": [{"uid": "e9"}]}),
    ],
    ids=str,
)
def test_nothing_is_said(name: str, cells: Cells) -> None:
    assert said(line_complete, name, cells) == []
