"""From the parts to the whole: points of the money, weights of the indicators, total, ceiling and grade."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from workflow.execution import rate
from workflow.scoring.points import Scored
from workflow.scoring.review_sheet import grade_of_total
from workflow.scoring.scheme import CEILINGS, WEIGHTS, Scheme
from workflow.scoring.trace import Trace, figure, share, two_places
from workflow.types import Grade

HUNDREDTHS = 100


def score_money(executed_fen: int, budget_fen: int, scheme: Scheme) -> Scored:
    """预算执行: points × execution rate (B/A), never above the points; negative payments (refunds) give none."""
    weight, reached = scheme.weights.money, rate(executed_fen, budget_fen)
    if reached is None:
        return Scored(Trace("no_budget"), None, high=Decimal(weight))
    part = min(max(reached, Fraction(0)), Fraction(1))
    points = two_places(weight * part)
    if reached > 1:
        return Scored(Trace("money_over", {"rate": share(reached)}), points, high=Decimal(weight))
    formula = f"{weight} × {share(reached)} = {figure(points)}"
    return Scored(Trace("money", {"formula": formula}), points, high=Decimal(weight))


@dataclass(frozen=True)
class Weighed:
    """Level names of an indicator with the weight that was approved (None: the form has none)."""

    level1: str
    level2: str
    weight: Decimal | None = None


def fitted(indicators: Sequence[Weighed], scheme: Scheme) -> Scheme:
    """The scheme of the form itself, where its approved weights say how much they leave for the money (80: 20/80)."""
    whole = sum(_given(indicators), Fraction(0))
    if whole in (0, scheme.weights.goals):
        return scheme
    own = next((weights for weights in WEIGHTS.values() if weights.goals == whole), scheme.weights)
    return replace(scheme, weights=own)


def weights_of(indicators: Sequence[Weighed], scheme: Scheme) -> list[Decimal]:
    """The points (分值) of each indicator; together exactly what the scheme leaves beside the money.

    Approved weights are kept in their proportion if all of them are given; else every group has the points of the
    scheme, spread evenly. The points of a group the form does not have go to the others in proportion.
    """
    if not indicators:
        return []
    given = _given(indicators)
    return _spread(given if sum(given) else _even(indicators, scheme), scheme.weights.goals)


def _given(indicators: Sequence[Weighed]) -> list[Fraction]:
    """The approved weights, if every indicator has one; 0 is a weight, too."""
    given = [Fraction(one.weight) for one in indicators if one.weight is not None]
    return given if len(given) == len(indicators) else []


def _even(indicators: Sequence[Weighed], scheme: Scheme) -> list[Fraction]:
    blocks = [scheme.weights.block_of(one.level1, one.level2) for one in indicators]
    return [Fraction(block.points, blocks.count(block)) for block in blocks]


def _spread(parts: Sequence[Fraction], total: int) -> list[Decimal]:
    """Largest remainders: hundredths of a point in proportion that add up to the total exactly."""
    scale = Fraction(total * HUNDREDTHS) / sum(parts, Fraction(0))
    exact = [part * scale for part in parts]
    whole = [int(one) for one in exact]
    left = total * HUNDREDTHS - sum(whole)
    order = sorted(range(len(exact)), key=lambda at: (whole[at] - exact[at], at))
    for at in order[:left]:
        whole[at] += 1
    return [Decimal(one) / HUNDREDTHS for one in whole]


@dataclass(frozen=True)
class Total:
    """总分 and 自评等级; None while a part has no points. ``ceiling``: what a low execution rate leaves at most."""

    points: Decimal | None
    grade: Grade | None = None
    ceiling: int | None = None
    before: Decimal | None = None

    @property
    def capped(self) -> bool:
        """Whether the ceiling took points away."""
        return self.before is not None and self.before != self.points


def total_of(parts: Sequence[Decimal | None], execution_rate: Fraction | None, scheme: Scheme) -> Total:
    """The sum of rounded parts, so that what is printed adds up; the ceiling of the execution rate where it holds."""
    ceiling = _ceiling(execution_rate) if scheme.ceilings else None
    if not parts or any(part is None for part in parts):
        return Total(None, ceiling=ceiling)
    whole = sum((part for part in parts if part is not None), Decimal(0))
    points = whole if ceiling is None else min(whole, Decimal(ceiling))
    return Total(points, grade_of_total(points, scheme.grades), ceiling, whole)


def _ceiling(execution_rate: Fraction | None) -> int | None:
    if execution_rate is None:
        return None
    return next((most for below, most in CEILINGS if execution_rate * 100 < below), None)
