"""不照抄上年整张申报表."""

import pytest

from tests.unit.rules.beside import says, year_on_year
from tests.unit.rules.declaring import Cells
from workflow.rules.form_not_copied import form_not_copied

COLUMNS = f"indicators/{' '.join(f'i{number:03}' for number in range(13, 25))}/prior_years"
STALE = "全面完成2024年度劳动保障监察任务，开展专项执法，维护劳动者和用人单位双方的合法权益，促进劳动关系和谐稳定。"


@pytest.mark.parametrize(
    ("then", "now", "place", "words"),
    [
        ({}, {}, "form", "整张申报表与 2024 年批复的相同"),
        (
            {
                "goals/g2/text": STALE,
                COLUMNS: ["", ""],
            },
            {
                "goals/g2/text": STALE,
                COLUMNS: ["", ""],
            },
            "form",
            "年份",
        ),
    ],
    ids=str,
)
def test_it_says_so(then: Cells, now: Cells, place: str, words: str) -> None:
    says(year_on_year(form_not_copied, then, now), place, words)


@pytest.mark.parametrize(
    ("then", "now"),
    [
        ({}, {"indicators/i013/prior_years": ["500件", "500件"]}),
        ({}, {"basics/-/budget_year": "30.00"}),
        (
            {COLUMNS: ["", ""]},
            {COLUMNS: ["", ""]},
        ),
    ],
    ids=str,
)
def test_nothing_is_said(then: Cells, now: Cells) -> None:
    assert year_on_year(form_not_copied, then, now) == []
