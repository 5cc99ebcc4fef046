"""An actual value held against its target: reached or not, and how far (完成率)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from workflow.indicators.units import factor
from workflow.indicators.value import Comparator, Measure, Value

ZERO, ONE = Decimal(0), Decimal(1)


@dataclass(frozen=True, slots=True)
class Attainment:
    """``ratio`` 1 = exactly reached, uncapped; None where none can be computed, ``reason`` then says why.

    ``divided``: dividend and divisor of the ratio, as a trace of points shows them; ``exact`` is never rounded.
    Reasons: ``not_a_number`` (one of them is a text), ``units_differ``, ``unit_missing`` (computed as if it were the
    other's), ``zero_target``, ``not_verifiable``.
    """

    ratio: Decimal | None = None
    met: bool | None = None
    reason: str = ""
    divided: tuple[Decimal, Decimal] | None = None

    @property
    def exact(self) -> Fraction | None:
        """The ratio without the 28 digits of a decimal quotient."""
        return Fraction(self.divided[0]) / Fraction(self.divided[1]) if self.divided else None


def attainment(actual: Value, target: Value) -> Attainment:
    """正向: actual ÷ target; 反向 (≤): target ÷ actual.

    Source: 财预〔2020〕10号 as provincial forms print it (article not verified).
    """
    reached, wanted = _amount(actual), target.measure
    if reached is None or _bound(wanted) is None:
        return Attainment(reason="not_a_number")
    times = factor(actual.measure.unit, wanted.unit)
    lacking = None in (actual.measure.unit, wanted.unit) and actual.measure.unit != wanted.unit
    if (times is None and not lacking) or set(actual.measure.per) != set(wanted.per):
        return Attainment(reason="units_differ")
    found = _HELD[wanted.comparator](reached * (times or ONE), wanted)
    return replace(found, reason="unit_missing") if lacking and not found.reason else found


def _amount(actual: Value) -> Decimal | None:
    """What was reached is one number; "≥95%" reached is read as 95 %."""
    return _bound(actual.measure) if actual.measure.comparator is not Comparator.between else None


def _bound(measure: Measure) -> Decimal | None:
    return measure.low if measure.low is not None else measure.high


def _ratio(dividend: Decimal, divisor: Decimal, met: bool) -> Attainment:
    return Attainment(dividend / divisor, met, "", (dividend, divisor))


def _upward(actual: Decimal, target: Measure) -> Attainment:
    low = target.low or ZERO
    met = actual > low if target.comparator is Comparator.more else actual >= low
    return _ratio(actual, low, met) if low else Attainment(None, met, "zero_target")


def _downward(actual: Decimal, target: Measure) -> Attainment:
    high = target.high or ZERO
    met = actual < high if target.comparator is Comparator.less else actual <= high
    if not high:
        return Attainment(None, met, "zero_target")
    return _ratio(high, actual, met) if actual > 0 else _ratio(ONE, ONE, met)


def _exact(actual: Decimal, target: Measure) -> Attainment:
    wanted = target.low or ZERO
    met = actual == wanted
    return _ratio(actual, wanted, met) if wanted else Attainment(None, met, "zero_target")


def _plain(actual: Decimal, target: Measure) -> Attainment:
    """A bare number: more is fine, except where nothing at all was wanted (0起)."""
    return _upward(actual, target) if target.low else _exact(actual, target)


def _between(actual: Decimal, target: Measure) -> Attainment:
    low, high = target.low or ZERO, target.high or ZERO
    if low <= actual <= high:
        return _ratio(ONE, ONE, True)
    return replace(_upward(actual, target) if actual < low else _downward(actual, target), met=False)


def _about(actual: Decimal, target: Measure) -> Attainment:
    return replace(_exact(actual, target), met=None, reason="not_verifiable")


_HELD: dict[Comparator | None, Callable[[Decimal, Measure], Attainment]] = {
    None: _plain,
    Comparator.at_least: _upward,
    Comparator.more: _upward,
    Comparator.at_most: _downward,
    Comparator.less: _downward,
    Comparator.equal: _exact,
    Comparator.between: _between,
    Comparator.about: _about,
}
