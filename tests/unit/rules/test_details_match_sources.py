"""支出明细与资金来源一致, per source."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.rules.declaring import GONE, OLD, PLAIN, SUBSIDIES, WEIGHTED, Cells, declared, said, told
from workflow.money import wan, wan_grouped
from workflow.rules.details_match_sources import details_match_sources
from workflow.types import Severity

OTHER = {"uid": "f9", "source": "special_account", "amount": "1.50"}
LOCAL = {"uid": "f1", "source": "local", "amount": "28.40"}


def amounts(**by_source: str) -> list[dict[str, str]]:
    return [{"source": source, "amount": amount} for source, amount in by_source.items()]


def test_it_is_an_error() -> None:
    assert (details_match_sources.id, details_match_sources.severity) == ("details_match_sources", Severity.error)


@pytest.mark.parametrize(
    ("name", "cells", "path", "zh", "en"),
    [
        (
            SUBSIDIES,  # as published: the transfer is not broken down
            {},
            "funding_sources/f2/amount",
            "「上级转移支付金额」明细合计 0.00 万元与来源 3,800.00 万元相差 3,800.00 万元",
            "Lines under “Transfers from above” add up to 0.00, the source is 3,800.00: 3,800.00 × 10,000 yuan apart",
        ),
        (
            WEIGHTED,
            {"expenditure_lines/e2/amounts": amounts(local="3.000001")},
            "funding_sources/f1/amount",
            "「本级财政拨款金额」明细合计 28.400001 万元与来源 28.40 万元相差 0.000001 万元",
            "Lines under “Local appropriation” add up to 28.400001, the source is 28.40: 0.000001 × 10,000 yuan apart",
        ),
        (
            WEIGHTED,  # a line under a source that the form does not name: there is no such row to point to
            {"expenditure_lines/e2/amounts": amounts(local="3.00", transfer="2.00")},
            "expenditure_lines",
            "「上级转移支付金额」明细合计 2.00 万元与来源 0.00 万元相差 2.00 万元",
            "Lines under “Transfers from above” add up to 2.00, the source is 0.00: 2.00 × 10,000 yuan apart",
        ),
        (
            WEIGHTED,  # one column shows 专户 and 其他 together
            {"funding_sources": [LOCAL, OTHER], "expenditure_lines/e2/amounts": amounts(local="3.00", other="1.40")},
            "funding_sources/f9/amount",
            "「其他资金」明细合计 1.40 万元与来源 1.50 万元相差 0.10 万元",
            "Lines under “Other funds” add up to 1.40, the source is 1.50: 0.10 × 10,000 yuan apart",
        ),
        (
            OLD,  # the 2020 form: one column for the whole budget
            {"expenditure_lines/e1/amounts": amounts(all="25.99")},
            "expenditure_lines",
            "「金额」明细合计 25.99 万元与来源 26.00 万元相差 0.01 万元",
            "Lines under “Amount” add up to 25.99, the source is 26.00: 0.01 × 10,000 yuan apart",
        ),
    ],
    ids=str,
)
def test_what_differs_is_told_at_its_source(name: str, cells: Cells, path: str, zh: str, en: str) -> None:
    assert said(details_match_sources, name, cells) == [(path, zh, en)]


def test_money_in_the_wrong_column_is_told_for_both() -> None:
    cells = {"expenditure_lines/e2/amounts": amounts(transfer="3.00")}
    found = [path for path, _, _ in said(details_match_sources, WEIGHTED, cells)]
    assert found == ["funding_sources/f1/amount", "expenditure_lines"]


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        (WEIGHTED, {"expenditure_lines/e2/amounts": amounts(local="3.00", transfer="0.00")}),
        (
            WEIGHTED,
            {
                "funding_sources": [LOCAL, OTHER | {"amount": "0.50"}, OTHER | {"uid": "f3", "source": "other"}],
                "expenditure_lines/e2/amounts": amounts(local="3.00", other="2.00"),
            },
        ),
        (SUBSIDIES, {"funding_sources/f2/amount": None}),
        (WEIGHTED, {"expenditure_lines": []}),  # required_fields' business
        (OLD, {"basics/-/budget_year": None}),
        (OLD, {"funding_sources/f1": GONE}),  # this form compares with the budget
        (PLAIN, {"expenditure_lines": [{"uid": "e1", "amounts": amounts(local="3.00")}]}),  # no such table here
    ],
    ids=str,
)
def test_nothing_is_said(name: str, cells: Cells) -> None:
    assert said(details_match_sources, name, cells) == []


FEN = st.integers(0, 10**12)
LINE = st.fixed_dictionaries({}, optional={"local": FEN, "transfer": FEN, "other": FEN})
LABELS = {"local": "「本级财政拨款金额」", "transfer": "「上级转移支付金额」", "other": "「其他资金」"}


@given(st.lists(LINE, min_size=1, max_size=6), st.dictionaries(st.sampled_from(sorted(LABELS)), st.integers(1, 9)))
def test_each_source_is_compared_by_itself_to_the_fen(lines: list[dict[str, int]], off: dict[str, int]) -> None:
    sums = {source: sum(line.get(source, 0) for line in lines) for source in LABELS}
    wanted = {source: total + off.get(source, 0) for source, total in sums.items()}
    rows: list[dict[str, Any]] = [{"uid": source, "source": source, "amount": wan(wanted[source])} for source in sums]
    details = [
        {"uid": f"e{n}", "amounts": amounts(**{source: wan(fen) for source, fen in line.items()})}
        for n, line in enumerate(lines)
    ]
    found = told(details_match_sources, declared(WEIGHTED, {"funding_sources": rows, "expenditure_lines": details}))
    assert [hit.path for hit in found] == [f"funding_sources/{source}/amount" for source in LABELS if source in off]
    for hit, source in zip(found, [source for source in LABELS if source in off], strict=True):
        assert hit.zh.startswith(LABELS[source])
        for fen in (sums[source], wanted[source], off[source]):
            assert f" {wan_grouped(fen)}" in hit.zh
            assert f" {wan_grouped(fen)}" in hit.en
