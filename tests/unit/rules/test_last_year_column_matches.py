"""“上年”栏与上年批复一致."""

import pytest

from tests.unit.rules.beside import says, year_on_year
from tests.unit.rules.declaring import Cells
from workflow.rules.last_year_column_matches import last_year_column_matches


@pytest.mark.parametrize(
    ("then", "now", "place", "words"),
    [
        (
            {},
            {"indicators/i013/prior_years": ["416件", "300件"]},
            "indicators/i013/prior_years.1",
            "“上年”栏为「300件」，达不到上年批复的指标值「500件」",
        ),
        ({}, {"indicators/i018/prior_years": ["", "≥90%"]}, "indicators/i018/prior_years.1", "「≥95%」"),
    ],
    ids=str,
)
def test_it_says_so(then: Cells, now: Cells, place: str, words: str) -> None:
    says(year_on_year(last_year_column_matches, then, now), place, words)


@pytest.mark.parametrize(
    ("then", "now"),
    [
        ({}, {}),
        ({}, {"indicators/i013/prior_years": ["416件", "520件"]}),
        ({}, {"indicators/i013/prior_years": ["416件", "300"]}),
        ({}, {"indicators/i018/prior_years": ["", "良好"]}),
    ],
    ids=str,
)
def test_nothing_is_said(then: Cells, now: Cells) -> None:
    assert year_on_year(last_year_column_matches, then, now) == []
