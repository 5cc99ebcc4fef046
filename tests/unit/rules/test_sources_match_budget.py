"""资金来源合计等于当年预算."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.rules.declaring import OLD, PLAIN, SUBSIDIES, TABLE, WEIGHTED, Cells, declared, said, told
from workflow.money import wan, wan_grouped
from workflow.rules.sources_match_budget import sources_match_budget
from workflow.types import Severity


def test_it_is_an_error() -> None:
    assert (sources_match_budget.id, sources_match_budget.severity) == ("sources_match_budget", Severity.error)


@pytest.mark.parametrize(
    ("name", "cells", "zh", "en"),
    [
        (
            SUBSIDIES,  # as published
            {},
            "资金来源合计 6,763.00 万元与当年预算 6,793.00 万元相差 30.00 万元",
            "Funding sources add up to 6,763.00, the budget of the year is 6,793.00: 30.00 × 10,000 yuan apart",
        ),
        (
            WEIGHTED,  # a fen
            {"basics/-/budget_year": "28.400001"},
            "资金来源合计 28.40 万元与当年预算 28.400001 万元相差 0.000001 万元",
            "Funding sources add up to 28.40, the budget of the year is 28.400001: 0.000001 × 10,000 yuan apart",
        ),
        (
            OLD,
            {"funding_sources/f1/amount": "0.00"},
            "资金来源合计 0.00 万元与当年预算 26.00 万元相差 26.00 万元",
            "Funding sources add up to 0.00, the budget of the year is 26.00: 26.00 × 10,000 yuan apart",
        ),
        (
            SUBSIDIES,  # one amount is missing
            {"basics/-/budget_year": "6763.00", "funding_sources/f2/amount": None},
            "资金来源合计 2,963.00 万元与当年预算 6,763.00 万元相差 3,800.00 万元",
            "Funding sources add up to 2,963.00, the budget of the year is 6,763.00: 3,800.00 × 10,000 yuan apart",
        ),
    ],
    ids=str,
)
def test_what_differs_is_told_with_both_sums(name: str, cells: Cells, zh: str, en: str) -> None:
    assert said(sources_match_budget, name, cells) == [("funding_sources", zh, en)]


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        (SUBSIDIES, {"basics/-/budget_year": "6763.000000"}),
        (OLD, {"basics/-/budget_total": "99.00"}),  # compared with the year, not with the total
        (WEIGHTED, {"basics/-/budget_year": "0.00", "funding_sources/f1/amount": "0.00"}),
        (WEIGHTED, {"basics/-/budget_year": None}),  # a missing budget is required_fields' business
        (WEIGHTED, {"funding_sources": []}),  # and so are missing sources
        (WEIGHTED, {"funding_sources/f1/amount": None}),
        (PLAIN, {"funding_sources/f1/amount": "3.00"}),  # 批复: natures without sources
        (TABLE, {}),
    ],
    ids=str,
)
def test_nothing_is_said(name: str, cells: Cells) -> None:
    assert said(sources_match_budget, name, cells) == []


FEN = st.integers(-(10**12), 10**12)


@given(st.lists(FEN, min_size=1, max_size=8), st.one_of(st.just(0), FEN))
def test_sums_are_exact_to_the_fen(parts: list[int], off: int) -> None:
    rows = [{"uid": f"f{n}", "source": "local", "amount": wan(fen)} for n, fen in enumerate(parts)]
    total, budget = sum(parts), sum(parts) + off
    document = declared(WEIGHTED, {"funding_sources": rows, "basics/-/budget_year": wan(budget)})
    found = told(sources_match_budget, document)
    assert len(found) == (off != 0)
    for hit in found:
        for sentence in (hit.zh, hit.en):
            assert all(f" {wan_grouped(fen)}" in sentence for fen in (total, budget, abs(off)))
