"""指标值与前两年计量单位一致."""

import pytest

from tests.unit.rules.declaring import WEIGHTED, Cells, said
from workflow.rules.prior_units_agree import prior_units_agree
from workflow.types import Severity


def test_how_bad_it_is() -> None:
    assert (prior_units_agree.id, prior_units_agree.severity) == ("prior_units_agree", Severity.warning)


@pytest.mark.parametrize(
    ("name", "cells", "expected"),
    [
        (
            WEIGHTED,
            {"indicators/i013/prior_years": ["416人", "500件"]},
            [
                (
                    "indicators/i013/target",
                    "指标「办结各类投诉举报案件数量」的指标值「500件」与以前年度「416人」计量单位不同",
                )
            ],
        ),
        (
            WEIGHTED,
            {"indicators/i013/prior_years": ["", "95%"]},
            [
                (
                    "indicators/i013/target",
                    "指标「办结各类投诉举报案件数量」的指标值「500件」与以前年度「95%」计量单位不同",
                )
            ],
        ),
    ],
    ids=str,
)
def test_it_says_so(name: str, cells: Cells, expected: list[tuple[str, str]]) -> None:
    found = said(prior_units_agree, name, cells)
    assert [(path, zh) for path, zh, _ in found] == expected
    assert all(en.isprintable() and en for *_, en in found)


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        (WEIGHTED, {}),
        (WEIGHTED, {"indicators/i013/prior_years": ["416", "0.05万件"]}),
        (WEIGHTED, {"indicators/i013/prior_years": ["-", "有效促进"]}),
    ],
    ids=str,
)
def test_nothing_is_said(name: str, cells: Cells) -> None:
    assert said(prior_units_agree, name, cells) == []
