"""The points of a stored self-evaluation: reckoned from what is typed by the rules of the region, and written down.

Pages and papers show what is written, with its trace: changed rules never change points that somebody has signed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sqlmodel import Session, col, select

from workflow.documents.evaluation_content import items_of
from workflow.execution import rate
from workflow.models import Indicator, SelfEvaluation, SelfEvaluationItem
from workflow.regional.evaluation import evaluation_scheme
from workflow.scoring.points import Scored, score
from workflow.scoring.scheme import Scheme
from workflow.scoring.total import Total, Weighed, fitted, score_money, total_of, weights_of
from workflow.scoring.trace import Trace, figure

HUNDRED = 100
Handed = SelfEvaluation | SelfEvaluationItem
"""What carries points: the money (the form itself) or an indicator."""


@dataclass(frozen=True)
class Line:
    """One indicator with what the rules make of it; ``counted`` are the points by formula, else those by hand."""

    indicator: Indicator | None
    item: SelfEvaluationItem
    weight: Decimal
    scored: Scored
    counted: Decimal | None


@dataclass(frozen=True)
class Sheet:
    """All points of a form as the rules give them now."""

    money: Scored
    money_counted: Decimal | None
    lines: list[Line]
    total: Total
    scheme: Scheme = field(default_factory=Scheme)


def scores_of(
    session: Session,
    evaluation: SelfEvaluation,
    scheme: Scheme | None = None,
    items: Sequence[SelfEvaluationItem] | None = None,
) -> Sheet:
    """Reckoned anew by the region's rules, or by others or of other items that are only tried; writes nothing."""
    items = items_of(session, evaluation.id) if items is None else items
    indicators = indicators_of(session, evaluation)
    weighed = [_weighed(indicators.get(item.indicator_uid)) for item in items]
    ruling = scheme or evaluation_scheme(session, evaluation.region_id, evaluation.fiscal_year, evaluation.kind)
    scheme = fitted(weighed, ruling)
    weights = weights_of(weighed, scheme)
    lines = [
        _line(indicators.get(item.indicator_uid), item, weight, scheme, evaluation.fiscal_year)
        for item, weight in zip(items, weights, strict=True)
    ]
    money = score_money(evaluation.executed_fen, evaluation.adjusted_fen, scheme)
    counted = _counted(evaluation, money)
    spent = rate(evaluation.executed_fen, evaluation.adjusted_fen)
    total = total_of([counted, *(line.counted for line in lines)], spent, scheme) if lines else Total(None)
    return Sheet(money, counted, lines, total, scheme)


def indicators_of(session: Session, evaluation: SelfEvaluation) -> dict[str, Indicator]:
    """The targets in force by uid."""
    query = select(Indicator).where(col(Indicator.declaration_id) == evaluation.declaration_id)
    return {indicator.uid: indicator for indicator in session.exec(query)}


def _weighed(indicator: Indicator | None) -> Weighed:
    if indicator is None:
        return Weighed("", "")
    return Weighed(indicator.level1, indicator.level2, points_of(indicator.weight_hundredths))


def _line(indicator: Indicator | None, item: SelfEvaluationItem, weight: Decimal, scheme: Scheme, year: int) -> Line:
    target, level1, level2 = (indicator.target, indicator.level1, indicator.level2) if indicator else ("", "", "")
    scored = score(target, item.actual, weight, scheme, level1, level2, year=year)
    return Line(indicator, item, weight, scored, _counted(item, scored))


def _counted(row: Handed, scored: Scored) -> Decimal | None:
    """What a person gave counts before the formula; what was not reached at all has no points."""
    by_hand = points_of(row.hand_hundredths)
    return scored.points if by_hand is None or not scored.fillable else by_hand


def write_scores(session: Session, evaluation: SelfEvaluation) -> Sheet:
    """Reckon and store: weights, points, traces, total and grade."""
    sheet = scores_of(session, evaluation)
    stamp(evaluation, sheet)
    return sheet


def stamp(evaluation: SelfEvaluation, sheet: Sheet) -> None:
    """Put the points of a sheet on the form and the items it was reckoned of."""
    _write(evaluation, Decimal(sheet.scheme.weights.money), sheet.money, sheet.money_counted)
    for line in sheet.lines:
        _write(line.item, line.weight, line.scored, line.counted)
    evaluation.total_hundredths = hundredths(sheet.total.points)
    evaluation.grade = sheet.total.grade
    evaluation.ceiling = sheet.total.ceiling if sheet.total.capped else None


def _write(row: Handed, weight: Decimal, scored: Scored, counted: Decimal | None) -> None:
    row.weight_hundredths = hundredths(weight) or 0
    row.points_hundredths = hundredths(counted)
    row.trace = trace_json(row, scored)


def trace_json(row: Handed, scored: Scored) -> dict[str, Any]:
    """What is stored: the formula's sentence, and that of the person who gave other points."""
    trace = scored.trace
    told: dict[str, Any] = {"code": trace.code, "facts": trace.facts, "notes": list(trace.notes)}
    return told | {"low": str(scored.low), "high": str(scored.high), "fillable": scored.fillable}


def traces_of(row: Handed) -> list[Trace]:
    """The stored sentences, the deciding one first."""
    if not row.trace:
        return []
    stored = Trace(row.trace["code"], row.trace["facts"], tuple(row.trace["notes"]))
    by_hand = points_of(row.hand_hundredths)
    if by_hand is None:
        return [stored]
    return [Trace("by_hand", {"points": figure(by_hand), "reason": row.hand_reason or "—"}), stored]


def bounds_of(row: Handed) -> tuple[Decimal, Decimal]:
    """Within which points a person may decide."""
    return Decimal(row.trace.get("low", "0")), Decimal(row.trace.get("high", "0"))


def points_of(number: int | None) -> Decimal | None:
    """Hundredths as points."""
    return None if number is None else Decimal(number) / HUNDRED


def hundredths(points: Decimal | None) -> int | None:
    """Points as hundredths."""
    return None if points is None else int(points * HUNDRED)
