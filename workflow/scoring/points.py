"""The points of one indicator: what was reached (实际完成值) held against its target (指标值).

Every pair of texts ends in one of two ways: points that a formula gives, or the reason why a person must give them.
What is doubtful is never scored silently. Rounded once, at the end (``two_places``).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from workflow.indicators import Comparator, Direction, Measure, Value, ValueClass, ValueKind, attainment, parse
from workflow.indicators.numbers import words
from workflow.scoring.scheme import DISSATISFIED_BELOW, SATISFIED_AT, Scheme
from workflow.scoring.trace import Trace, figure, share, two_places

FULL = Fraction(1)
MET = frozenset(
    words(
        "完成 已完成 全部完成 按期完成 按时完成 如期完成 达成 已达成 达标 已达标 全部达标 实现 已实现 达到 达到预期 "
        "达到预期目标 达到预期效果 达成预期目标 是 已建立 已落实"
    )
)
"""What says that a described goal was reached; anything else is left to a person."""
_PARTLY = re.compile("部分|基本|大部|初步")
_UNMET = re.compile("^(未|没有|没|尚未|不达标|无法)")
_IN_TIME = re.compile("按期|按时|如期")
_MONTH = re.compile(r"\d+月")
_NEGATIVE = re.compile(r"^[-−–—－]\s*\d")
_BARE_UNITS = "。；;，, "


@dataclass(frozen=True)
class Scored:
    """``points`` by formula, or None where a person must give them within ``low`` … ``high`` (``trace`` says why).

    ``fillable`` is False where not even a person may: what was reached is missing. ``suggested``: what the text gives
    as it stands.
    """

    trace: Trace
    points: Decimal | None = None
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(0)
    suggested: Decimal | None = None
    fillable: bool = True


@dataclass(frozen=True)
class _Asked:
    """Everything one indicator is scored by."""

    target: Value
    actual: Value
    weight: Fraction
    scheme: Scheme
    steps: bool
    year: int
    facts: dict[str, str] = field(default_factory=dict)

    def by_formula(self, code: str, part: Fraction, notes: tuple[str, ...] = (), **facts: str) -> Scored:
        points = two_places(self.weight * part)
        return Scored(Trace(code, {**self.facts, **facts, "points": figure(points)}, notes), points, high=self._full)

    def by_hand(self, code: str, low: Fraction = Fraction(0), high: Fraction = FULL, **facts: str) -> Scored:
        bounds = two_places(self.weight * low), two_places(self.weight * high)
        said = {**self.facts, "low": figure(bounds[0]), "high": figure(bounds[1]), **facts}
        return Scored(Trace(code, said), None, *bounds)

    @property
    def _full(self) -> Decimal:
        return two_places(self.weight)


def score(
    target: str, actual: str, weight: Decimal, scheme: Scheme, level1: str = "", level2: str = "", *, year: int
) -> Scored:
    """The points of one indicator of fiscal ``year`` (for dates without one); texts as they were typed."""
    asked = _Asked(
        parse(target), parse(actual), Fraction(weight), scheme, scheme.with_satisfaction_steps(level1, level2), year,
        {"target": target.strip(), "actual": actual.strip(), "weight": figure(weight)},
    )  # fmt: skip
    if asked.actual.kind is ValueKind.blank:
        return replace(asked.by_hand("actual_missing"), fillable=False)
    if _NEGATIVE.match(asked.actual.raw.strip()) or "number_unreadable" in asked.actual.warnings:
        return asked.by_hand("number_unreadable")
    return _BY_KIND[asked.target.kind](asked)


def _no_target(asked: _Asked) -> Scored:
    return asked.by_hand("target_missing")


def _judged(asked: _Asked) -> Scored:
    """定性: the words say which band; only reached as expected has points by itself."""
    met, partly = (Fraction(floor, 100) for floor in asked.scheme.floors)
    said, wanted = (value.raw.strip().strip(_BARE_UNITS) for value in (asked.actual, asked.target))
    if _UNMET.search(said):
        return asked.by_hand("judged_unmet", Fraction(0), partly)
    if _PARTLY.search(said) and said != wanted:
        return asked.by_hand("judged_partly", partly, met)
    if said in MET or said == wanted:
        low = two_places(asked.weight * met)
        return replace(asked.by_formula("judged_met", FULL, low=figure(low)), low=low)
    return asked.by_hand("judge", met=figure(asked.weight * met), partly=figure(asked.weight * partly))


def _dated(asked: _Asked) -> Scored:
    """完成时限: on time is full; how much a delay costs no rule says. In time in words is enough, done alone is not."""
    wanted, done = (_day(value, asked.year) for value in (asked.target, asked.actual))
    if wanted is not None and done is not None:
        return asked.by_formula("on_time", FULL) if done <= wanted else asked.by_hand("late")
    said = asked.actual.raw.strip()
    if _IN_TIME.search(said) and not _UNMET.search(said) and not _PARTLY.search(said):
        return asked.by_formula("said_on_time", FULL)
    return _judged(asked) if wanted is None else asked.by_hand("date_missing")


def _day(value: Value, year: int) -> str | None:
    """The day as ISO text; "11月15日" is one of the fiscal year."""
    text = value.deadline or value.raw.strip()
    if value.measure.comparator is None and _MONTH.match(text):
        value = parse(f"{year}年{text}")
    dated = value.kind is ValueKind.deadline and value.measure.comparator is not None
    return value.deadline if dated else None


def _several(asked: _Asked) -> Scored:
    """Each part against its own number, in order; the mean of what was reached of each, none above its target."""
    wanted, reached = asked.target.parts, asked.actual.parts
    if len(wanted) != len(reached) or any(
        theirs.condition and theirs.condition != own.condition for own, theirs in zip(wanted, reached, strict=True)
    ):
        return asked.by_hand("parts_differ", count=str(len(wanted)))
    rates = [_rate(own, theirs) for own, theirs in zip(wanted, reached, strict=True)]
    if any(rate is None for rate in rates):
        return asked.by_hand("units_differ")
    parts = [min(rate, FULL) for rate in rates if rate is not None]
    mean = sum(parts, Fraction(0)) / len(parts)
    points = figure(two_places(asked.weight * mean))
    return asked.by_formula("parts", mean, formula=f"{figure(asked.weight)} × {share(mean)} = {points}")


def _rate(target: Measure, actual: Measure) -> Fraction | None:
    found = attainment(_as_value(actual), _as_value(target))
    return found.exact if found.exact is not None else (None if found.met is None else Fraction(found.met))


def _as_value(measure: Measure) -> Value:
    return Value("", ValueClass.plain, ValueKind.quantitative, measure)


def _measured(asked: _Asked) -> Scored:
    """定量: only a known number is held against the target."""
    actual, measure = asked.actual, asked.actual.measure
    if actual.kind is not ValueKind.quantitative:
        return asked.by_hand("actual_in_words")
    if {asked.target.direction, actual.direction} == {Direction.up, Direction.down} and not _compares(measure):
        return asked.by_hand("direction_differs")
    if measure.comparator is Comparator.about:
        return _doubtful(asked, "actual_approximate", [measure.low])
    if measure.comparator is Comparator.between:
        return _doubtful(asked, "actual_range", [measure.low, measure.high])
    if _compares(measure):
        return _bounded(asked)
    return _held(asked)


def _compares(measure: Measure) -> bool:
    return measure.comparator not in (None, Comparator.equal, Comparator.about, Comparator.between)


def _bounded(asked: _Asked) -> Scored:
    """ "≥95%" reached against "≥95%": at least the bound is proven. Against the wrong side nothing is."""
    upward = asked.actual.measure.low is not None
    wanted = asked.target.measure.comparator
    proven = {
        Comparator.at_least: upward, Comparator.more: upward, None: upward,
        Comparator.at_most: not upward, Comparator.less: not upward,
    }.get(wanted, False)  # fmt: skip
    if not proven:
        return asked.by_hand("actual_open")
    found = _held(asked)
    return replace(found, trace=replace(found.trace, notes=(*found.trace.notes, "as_bound")))


def _doubtful(asked: _Asked, code: str, numbers: list[Decimal | None]) -> Scored:
    """No verified number: what the worst reading would give is said, a person decides; a range whose ends give the
    same needs nobody."""
    given = [_held(replace(asked, actual=_plain(asked.actual, number))) for number in numbers if number is not None]
    points = [one.points for one in given if one.points is not None]
    if not points:
        return asked.by_hand("units_differ")
    if code == "actual_range" and len(set(points)) == 1:
        return given[0]
    return replace(asked.by_hand(code, suggested=figure(min(points))), suggested=min(points))


def _plain(value: Value, number: Decimal) -> Value:
    return replace(value, measure=replace(value.measure, comparator=None, low=number, high=number))


def _held(asked: _Asked) -> Scored:
    """One known number: the options of the region first, then the formula."""
    found = attainment(asked.actual, asked.target)
    if found.reason in ("units_differ", "not_a_number"):
        return asked.by_hand("units_differ" if found.reason == "units_differ" else "actual_in_words")
    notes = _notes(asked, found.reason)
    if found.exact is None:
        return asked.by_formula("zero_met" if found.met else "zero_missed", Fraction(bool(found.met)), notes)
    if asked.steps and (stepped := _satisfaction(asked)):
        return stepped
    return _by_ratio(asked, found.exact, found.divided or (Decimal(1), Decimal(1)), notes)


def _notes(asked: _Asked, reason: str) -> tuple[str, ...]:
    about = asked.target.measure.comparator is Comparator.about
    return tuple(name for name, holds in (("unit_missing", reason == "unit_missing"), ("target_about", about)) if holds)


def _satisfaction(asked: _Asked) -> Scored | None:
    reached = asked.actual.measure.low
    if reached is None or (asked.actual.measure.unit or asked.target.measure.unit) != "%":
        return None
    if reached >= SATISFIED_AT:
        return asked.by_formula("satisfied", FULL)
    return asked.by_formula("dissatisfied", Fraction(0)) if reached < DISSATISFIED_BELOW else None


def _by_ratio(asked: _Asked, ratio: Fraction, divided: tuple[Decimal, Decimal], notes: tuple[str, ...]) -> Scored:
    scheme, downward = asked.scheme, _downward(asked.target.measure, asked.actual.measure)
    if scheme.pass_percent and ratio * 100 < scheme.pass_percent:
        return asked.by_formula("below_pass", Fraction(0), notes, rate=share(ratio), pass_at=str(scheme.pass_percent))
    over = (ratio - 1) * 100
    if scheme.overshoot_percent and not downward and over >= scheme.overshoot_percent:
        left = max(asked.weight - scheme.overshoot_points, Fraction(0))
        minus, limit = figure(asked.weight - left), str(scheme.overshoot_percent)
        part = left / asked.weight if asked.weight else Fraction(0)
        return asked.by_formula("overshot", part, notes, over=share(ratio - 1), limit=limit, minus=minus)
    if asked.target.measure.comparator is Comparator.between and ratio == 1:
        return asked.by_formula("in_range", FULL, notes)
    exact, most = figure(asked.weight * ratio), two_places(asked.weight * min(ratio, FULL))
    formula = f"{figure(asked.weight)} × {_number(divided[0])} ÷ {_number(divided[1])} = {exact}"
    if ratio > 1:
        formula, notes = f"{formula} → {figure(most)}", ("capped", *notes)
    return asked.by_formula("reverse" if downward else "forward", min(ratio, FULL), notes, formula=formula)


def _number(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _downward(target: Measure, actual: Measure) -> bool:
    if target.comparator is Comparator.between:
        return actual.low is not None and target.high is not None and actual.low > target.high
    return target.comparator in (Comparator.at_most, Comparator.less)


_BY_KIND: dict[ValueKind, Callable[[_Asked], Scored]] = {
    ValueKind.quantitative: _measured,
    ValueKind.qualitative: _judged,
    ValueKind.trend: _judged,
    ValueKind.deadline: _dated,
    ValueKind.multi_part: _several,
    ValueKind.blank: _no_target,
}
