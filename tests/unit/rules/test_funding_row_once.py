"""资金来源不重复."""

import pytest

from tests.unit.rules.declaring import PLAIN, WEIGHTED, Cells, said
from workflow.rules.funding_row_once import funding_row_once
from workflow.types import Severity


def test_how_bad_it_is() -> None:
    assert (funding_row_once.id, funding_row_once.severity) == ("funding_row_once", Severity.warning)


@pytest.mark.parametrize(
    ("name", "cells", "expected"),
    [
        (
            WEIGHTED,
            {
                "funding_sources": [
                    {"uid": "f1", "source": "local", "amount": "20.00"},
                    {"uid": "f2", "source": "local", "amount": "8.40"},
                ]
            },
            [("funding_sources/f2", "资金来源「财政拨款收入（区级安排数）」有多行，请合并或核对是否重复填列")],
        ),
        (
            PLAIN,
            {"funding_sources": [{"uid": "f1", "nature": "appropriation"}, {"uid": "f2", "nature": "appropriation"}]},
            [("funding_sources/f2", "资金来源「经费拨款」有多行，请合并或核对是否重复填列")],
        ),
    ],
    ids=str,
)
def test_it_says_so(name: str, cells: Cells, expected: list[tuple[str, str]]) -> None:
    found = said(funding_row_once, name, cells)
    assert [(path, zh) for path, zh, _ in found] == expected
    assert all(en.isprintable() and en for *_, en in found)


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        (PLAIN, {}),
        (
            WEIGHTED,
            {
                "funding_sources": [
                    {"uid": "f1", "source": "local", "nature": "appropriation", "amount": "20.00"},
                    {"uid": "f2", "source": "local", "nature": "government_fund", "amount": "8.40"},
                ]
            },
        ),
    ],
    ids=str,
)
def test_nothing_is_said(name: str, cells: Cells) -> None:
    assert said(funding_row_once, name, cells) == []
