"""当年预算不超过项目总预算."""

import pytest

from tests.unit.rules.declaring import OLD, WEIGHTED, Cells, said
from workflow.rules.year_within_total import year_within_total
from workflow.types import Severity


def test_how_bad_it_is() -> None:
    assert (year_within_total.id, year_within_total.severity) == ("year_within_total", Severity.error)


@pytest.mark.parametrize(
    ("name", "cells", "expected"),
    [
        (
            "dongxihu-2020/04-personnel-services",
            {},
            [("basics/-/budget_year", "项目当年预算 47.00 万元大于项目总预算 37.00 万元，多 10.00 万元")],
        ),
        (
            WEIGHTED,
            {"basics/-/budget_total": "28.399999"},
            [("basics/-/budget_year", "项目当年预算 28.40 万元大于项目总预算 28.399999 万元，多 0.000001 万元")],
        ),
    ],
    ids=str,
)
def test_it_says_so(name: str, cells: Cells, expected: list[tuple[str, str]]) -> None:
    found = said(year_within_total, name, cells)
    assert [(path, zh) for path, zh, _ in found] == expected
    assert all(en.isprintable() and en for *_, en in found)


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        (WEIGHTED, {"basics/-/budget_total": "28.40"}),
        (OLD, {}),
        (WEIGHTED, {"basics/-/budget_total": "100.00"}),
    ],
    ids=str,
)
def test_nothing_is_said(name: str, cells: Cells) -> None:
    assert said(year_within_total, name, cells) == []
