"""The review sheet as numbers: points, sum, bands, what the ticks speak for."""

from decimal import Decimal

import pytest

from workflow.scoring.review_sheet import (
    FULL,
    SCORED,
    TICKS,
    grade_of_total,
    points,
    suggested_grade,
    total,
    unanswered,
)

BANDS = (90, 80, 60)
ALL = {item.key: str(item.points) for item in SCORED}


def test_the_eight_questions_give_a_hundred_points_as_the_annex_has_them() -> None:
    by_group = {key: sum(item.points for item in SCORED if item.group == key) for key in (tick.key for tick in TICKS)}
    assert by_group == {"completeness": 20, "relevance": 30, "appropriateness": 30, "feasibility": 20}
    assert (len(SCORED), FULL) == (8, 100)


@pytest.mark.parametrize("raw", ["", "x", "-1", "10.5", "NaN", "Infinity", "3.25", "１１"])
def test_what_is_no_score_of_ten(raw: str) -> None:
    with pytest.raises(ValueError, match="not_a_score"):
        points(raw, 10)


@pytest.mark.parametrize(
    ("score", "grade"),
    [("100", "excellent"), ("90", "excellent"), ("89.5", "good"), ("80", "good"), ("79.5", "fair"), ("60", "fair"),
     ("59.5", "poor"), ("0", "poor")],
)  # fmt: skip
def test_the_bands(score: str, grade: str) -> None:
    assert grade_of_total(Decimal(score), BANDS) == grade
    assert grade_of_total(Decimal(score), (0, 0, 0)) == "excellent"


def test_the_sum_counts_what_is_scored_and_the_grade_waits_for_the_rest() -> None:
    partly = ALL | {"money": "", "goals": "12.5", "results": "16"}
    assert [item.key for item in unanswered(SCORED, partly)] == ["results", "money"]
    assert total(partly) == Decimal("67.5")
    assert suggested_grade(SCORED, partly, BANDS) is None
    assert suggested_grade(SCORED, ALL | {"goals": "4"}, BANDS) == "good"


@pytest.mark.parametrize(
    ("given", "grade"),
    [("met met met met", "excellent"), ("met partly met met", "good"), ("met unmet met met", "fair"),
     ("unmet met unmet met", "poor"), ("met met met maybe", None)],
)  # fmt: skip
def test_what_the_ticks_speak_for(given: str, grade: str | None) -> None:
    answers = dict(zip((item.key for item in TICKS), given.split(), strict=True))
    assert suggested_grade(TICKS, answers, BANDS) == grade
