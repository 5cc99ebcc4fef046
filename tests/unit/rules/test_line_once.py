"""支出明细不重复."""

import pytest

from tests.unit.rules.declaring import WEIGHTED, Cells, said
from workflow.rules.line_once import line_once
from workflow.types import Severity


def test_how_bad_it_is() -> None:
    assert (line_once.id, line_once.severity) == ("line_once", Severity.warning)


@pytest.mark.parametrize(
    ("name", "cells", "expected"),
    [
        (
            WEIGHTED,
            {"expenditure_lines/e1 e2": {"item": "办公费", "basis": "值班用品。"}},
            [("expenditure_lines/e2/item", "支出明细「办公费」重复，内容和测算依据都相同")],
        ),
        (
            WEIGHTED,
            {"expenditure_lines/e1 e2": {"item": "办公费", "basis": ""}},
            [("expenditure_lines/e2/item", "支出明细「办公费」重复，内容和测算依据都相同")],
        ),
    ],
    ids=str,
)
def test_it_says_so(name: str, cells: Cells, expected: list[tuple[str, str]]) -> None:
    found = said(line_once, name, cells)
    assert [(path, zh) for path, zh, _ in found] == expected
    assert all(en.isprintable() and en for *_, en in found)


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("jianghan-2024/01-bureau-operations", {}),
        (WEIGHTED, {"expenditure_lines/e1 e2/item": "办公费"}),
        (WEIGHTED, {"expenditure_lines/e1 e2/basis": ""}),
    ],
    ids=str,
)
def test_nothing_is_said(name: str, cells: Cells) -> None:
    assert said(line_once, name, cells) == []
