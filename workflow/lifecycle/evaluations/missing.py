"""What a self-evaluation still lacks before it may be sent up or signed."""

from collections.abc import Iterator
from fractions import Fraction

from sqlmodel import Session

from workflow.documents.evaluation_content import items_of
from workflow.execution import rate
from workflow.lifecycle.checks import Problem
from workflow.lifecycle.evaluations.scores import Handed, bounds_of, points_of
from workflow.lifecycle.evaluations.whole import asks_basic
from workflow.models import SelfEvaluation, SelfEvaluationItem
from workflow.scoring.trace import figure

EXPLAINED_BELOW = Fraction(9, 10)
"""预算执行率低于 90% 须说明原因 (a published local rule); more than the budget is explained, too."""


def missing_in(session: Session, evaluation: SelfEvaluation) -> list[Problem]:
    """All of it, in form order, each with its place; pages mark the same places while the unit is filling in."""
    items = (problem for item in items_of(session, evaluation.id) for problem in _of_item(item))
    return [*_of_form(evaluation), *items]


def money_needs_cause(evaluation: SelfEvaluation) -> bool:
    """Less than 90 % or more than all of the budget was spent."""
    spent = rate(evaluation.executed_fen, evaluation.adjusted_fen)
    return spent is not None and not EXPLAINED_BELOW <= spent <= 1


def _of_form(evaluation: SelfEvaluation) -> Iterator[Problem]:
    yield from _of_points(evaluation, "money/-")
    if evaluation.basic_raw:
        yield Problem("evaluation_basic_unreadable", {"raw": evaluation.basic_raw}, "money/-/basic")
    elif asks_basic(evaluation) and evaluation.basic_typed_fen is None:
        yield Problem("evaluation_basic_missing", {}, "money/-/basic")
    if money_needs_cause(evaluation) and not evaluation.money_cause.strip():
        yield Problem("evaluation_money_cause_missing", {}, "money/-/cause")
    if not evaluation.reached.strip():
        yield Problem("evaluation_reached_missing", {}, "form/-/reached")


def _of_item(item: SelfEvaluationItem) -> Iterator[Problem]:
    place = f"items/{item.indicator_uid}"
    if not item.actual.strip():
        yield Problem("evaluation_actual_missing", {}, f"{place}/actual")
        return
    yield from _of_points(item, place)
    if item.points_hundredths is not None and item.points_hundredths < item.weight_hundredths:
        for name in ("cause", "measure"):
            if not getattr(item, name).strip():
                yield Problem(f"evaluation_{name}_missing", {}, f"{place}/{name}")


def _of_points(row: Handed, place: str) -> Iterator[Problem]:
    """Points a person must give, and those he gave: readable, within their bounds, with a reason."""
    if row.hand_raw:
        yield Problem("points_unreadable", {"raw": row.hand_raw}, f"{place}/points")
        return
    given, (low, high) = points_of(row.hand_hundredths), bounds_of(row)
    if given is None:
        if row.points_hundredths is None:
            yield Problem("evaluation_points_missing", {}, f"{place}/points")
        return
    if not low <= given <= high:
        yield Problem("points_out_of_range", {"low": figure(low), "high": figure(high)}, f"{place}/points")
    if not row.hand_reason.strip():
        yield Problem("evaluation_reason_missing", {}, f"{place}/reason")
