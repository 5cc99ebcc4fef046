"""必填项齐全."""

import pytest

from tests.unit.rules.declaring import GONE, OLD, PLAIN, TABLE, WEIGHTED, Cells, said
from workflow.rules.required_fields import required_fields
from workflow.types import Severity

ANNUAL = " ".join(f"i{number:03}" for number in range(9, 17))


def test_it_is_an_error() -> None:
    assert (required_fields.id, required_fields.severity) == ("required_fields", Severity.error)


@pytest.mark.parametrize(
    ("name", "cells", "path", "zh", "en"),
    [
        (WEIGHTED, {"basics/-/phone": ""}, "basics/-/phone", "「联系电话」未填写", "“Telephone” is empty"),
        (WEIGHTED, {"basics/-/phone": " \n "}, "basics/-/phone", "「联系电话」未填写", "“Telephone” is empty"),
        (
            PLAIN,
            {"basics/-/project_type": None},
            "basics/-/project_type",
            "「项目类型」未填写",
            "“Project type” is empty",
        ),
        (
            WEIGHTED,
            {"basics/-/budget_year": None},
            "basics/-/budget_year",
            "「项目当年预算」未填写",
            "“Budget of the year” is empty",
        ),
        (
            WEIGHTED,
            {"expenditure_lines": []},
            "expenditure_lines",
            "「项目支出明细及依据」没有任何一行",
            "“Expenditure lines” has no row",
        ),
        (
            PLAIN,
            {f"indicators/{ANNUAL}": GONE},
            "indicators",
            "「年度绩效目标表」没有任何一行",
            "“Annual goals and indicators” has no row",
        ),
    ],
    ids=str,
)
def test_what_is_missing_is_named(name: str, cells: Cells, path: str, zh: str, en: str) -> None:
    assert said(required_fields, name, cells) == [(path, zh, en)]


def test_everything_that_is_missing_is_told_in_the_order_of_the_form() -> None:
    found = said(required_fields, OLD, {"executing_bodies": [], "basics/-/project_name": "", "indicators": []})
    assert [path for path, _, _ in found] == ["basics/-/project_name", "executing_bodies", "indicators"]


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        (PLAIN, {}),
        (WEIGHTED, {"basics/-/budget_year": "0.00"}),  # a zero budget is a budget
        (WEIGHTED, {"basics/-/budget_total": None}),  # this form has no such field
        (WEIGHTED, {"basics/-/project_code": None, "asset_lines": []}),  # on the form, but not asked for
        (TABLE, {"basics/-/project_type": None, "funding_sources": [], "basics/-/phone": ""}),
        (PLAIN, {"indicators/i002/target": "", "indicators/i003/level3": ""}),  # other rules' business
    ],
    ids=str,
)
def test_what_the_form_does_not_ask_for_may_be_empty(name: str, cells: Cells) -> None:
    assert said(required_fields, name, cells) == []
