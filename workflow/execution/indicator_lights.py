"""预警灯 of one indicator: what was reached by the end of a month, held against the target of the year.

Source of the defaults: the one published rule set of a monitoring system (no official threshold exists). S = target ×
month ÷ 12 is the share of the year. Quantity, benefit and satisfaction count by bands of v ÷ S; quality, time and cost
are in range or not; words say 达到, 部分达到 or 未达到. A target of zero is never divided by. The same rules with month
12 judge what is expected by the end of the year.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from workflow.execution.done_words import NONE_OUTSTANDING, Done, day_named, done_of
from workflow.execution.lights import Light, LightRules, light_of, needs_cause, worst
from workflow.execution.rates import MONTHS, last_day
from workflow.indicators import Comparator, Measure, Value, ValueKind, parse
from workflow.indicators.units import PERCENT, factor

STRICT = ("质量", "时效", "成本", "进度")
"""Level-2 words (level 1 for 成本) of indicators that are in range or not: being early or large does not make up."""
COST = "成本"
STEADY = "满意"
"""Of indicators whose value stands all year, in points as well as in %."""
DOWNWARD = (Comparator.at_most, Comparator.less)
NOTHING = ("无", "没有", "零")
_MINUS = re.compile(r"[-－−]\s*(\d.*)")


@dataclass(frozen=True)
class Judged:
    """A light (None: cannot be judged), why as a code of ``HOW``, the calculation, and the degree where there is one.

    ``over`` is how much of the year's target was reached (1 = all of it), where that can be said.
    """

    light: Light | None
    how: str
    trace: str = ""
    degree: Fraction | None = None
    over: Fraction | None = None


HOW: dict[str, tuple[str, str]] = {
    "not_filled": ("还没有填写", "Not filled in yet"),
    "no_target": ("批复的指标值为空，无法判灯", "There is no target to hold it against"),
    "no_number": ("指标值是数字，请填写实际数量", "The target is a number: say how many"),
    "units_differ": ("计量单位与指标值不一致", "The unit differs from the target's"),
    "parts_differ": ("指标值有多个部分，请按同样的顺序分别填写", "Give each part of the target, in the same order"),
    "unclear": ("请写明达到、部分达到或未达到预期目标", "Say whether the target is met, partly met or not met"),
    "no_day": ("请写明完成日期，或写“已完成”“未完成”", "Name the day, or say done or not done"),
    "degree": ("按序时进度比较", "Compared with the share of the year"),
    "in_range": ("在指标值范围内", "Within the target"),
    "out_of_range": ("超出指标值范围", "Outside the target"),
    "zero_kept": ("指标值为零，实际为零", "The target is zero and zero it is"),
    "zero_broken": ("指标值为零，实际已经发生", "The target is zero, and it did happen"),
    "above_zero": ("指标值为零以上，已经达到", "More than zero was wanted and reached"),
    "met": ("达到预期目标", "Target met"),
    "partly": ("部分达到预期目标，并且具备一定效果", "Partly met, with some effect"),
    "not_met": ("未达到预期目标", "Target not met"),
    "in_time": ("在期限内完成", "Done in time"),
    "not_due": ("期限未到", "Not due yet"),
    "late": ("超过期限", "Past the deadline"),
    "said_not_done": ("单位填写为未完成", "The unit says it is not done"),
    "worst_part": ("按最差的部分判灯", "The worst part decides"),
}
"""How a light came about, or why there is none (zh, en)."""


def judge(
    actual: str, target: str, level1: str, level2: str, *, year: int, month: int, rules: LightRules | None = None
) -> Judged:
    """The light of an indicator at the end of ``month``."""
    if not actual.strip():
        return Judged(None, "not_filled")
    wanted = parse(target)
    if wanted.kind is ValueKind.blank:
        return Judged(None, "no_target")
    text = actual.strip()
    below_zero = _MINUS.fullmatch(text)
    case = _Case(
        text, parse(below_zero[1] if below_zero else text), wanted, _is_strict(level1, level2),
        COST in level1 + level2, year, month, rules or LightRules(), sign=-1 if below_zero else 1,
        steady=STEADY in level1 + level2,
    )  # fmt: skip
    return _BY_KIND[wanted.kind](case)


def asks_cause(found: Judged, rules: LightRules) -> bool:
    """Red or yellow; or more of the year's target than the region lets pass without a word."""
    too_much = rules.overshoot is not None and found.over is not None and found.over - 1 > rules.overshoot
    return needs_cause(found.light, yellow_asks=rules.yellow_asks) or too_much


@dataclass(frozen=True)
class _Case:
    text: str
    actual: Value
    target: Value
    strict: bool
    cost: bool
    year: int
    month: int
    rules: LightRules
    sign: int = 1
    steady: bool = False


def _is_strict(level1: str, level2: str) -> bool:
    return COST in level1 or any(word in level2 for word in STRICT)


# --- numbers --------------------------------------------------------------------------------------------------------


def _quantity(case: _Case) -> Judged:
    return _measured(case, case.actual, case.target.measure)


def _measured(case: _Case, actual: Value, wanted: Measure) -> Judged:
    down = wanted.comparator in DOWNWARD or (case.cost and wanted.comparator in (None, Comparator.equal))
    bound = wanted.low if wanted.low is not None else wanted.high
    if bound is None:
        return Judged(None, "no_target")
    reached = _number(actual, low=not down)
    if reached is None:
        return _no_number(case, bound)
    times = _times(actual.measure, wanted)
    if times is None:
        return Judged(None, "units_differ")
    v = reached * times * case.sign
    if wanted.comparator is Comparator.between and wanted.high:
        return _between(case, v, wanted)
    if bound <= 0:
        return _zero(v, wanted.comparator)
    over = None if down else Fraction(v) / Fraction(bound)
    if down or case.strict:
        return replace(_ranged(v, bound, wanted.comparator, down=down), over=over)
    return replace(_banded(case, v, bound, wanted.unit), over=over)


def _number(actual: Value, *, low: bool) -> Decimal | None:
    """What was reached: "约120" and "≥120" are 120; of "80-90" the end that is worse."""
    if actual.kind is not ValueKind.quantitative:
        return None
    ends = [end for end in (actual.measure.low, actual.measure.high) if end is not None]
    return (min(ends) if low else max(ends)) if ends else None


def _no_number(case: _Case, bound: Decimal | None = None) -> Judged:
    """Words for a number: "未完成" is an answer, so is "未发生" where nothing was to happen; "完成" lacks how many."""
    if (bound == 0 and case.text in NOTHING) or any(word in case.text for word in NONE_OUTSTANDING):
        return Judged(Light.green, "zero_kept") if bound == 0 else Judged(None, "no_number")
    if done_of(case.text) is Done.not_met and not case.actual.parts:
        return Judged(Light.red, "said_not_done")
    return Judged(None, "no_number")


def _times(actual: Measure, wanted: Measure) -> Decimal | None:
    """One unit in units of the other; a unit that is left out is taken for the other's."""
    if None in (actual.unit, wanted.unit):
        return Decimal(1)
    return factor(actual.unit, wanted.unit)


def _zero(v: Decimal, comparator: Comparator | None) -> Judged:
    """No division: nothing was to happen (0起, ≤0), or anything at all (>0, ≥0)."""
    if comparator is Comparator.more and v <= 0:
        return Judged(Light.red, "out_of_range", f"{_plain(v)} ≤ 0")
    if comparator in (Comparator.more, Comparator.at_least):
        return Judged(Light.green, "above_zero", f"{_plain(v)} ≥ 0")
    if v <= 0:
        return Judged(Light.green, "zero_kept", f"{_plain(v)} = 0")
    return Judged(Light.red, "zero_broken", f"{_plain(v)} > 0")


def _ranged(v: Decimal, bound: Decimal, comparator: Comparator | None, *, down: bool) -> Judged:
    """In range or not, against the target of the whole year."""
    if down:
        inside, sign = (v < bound, "<") if comparator is Comparator.less else (v <= bound, "≤")
    else:
        inside, sign = (v > bound, ">") if comparator is Comparator.more else (v >= bound, "≥")
    against = {"<": "≥", "≤": ">", ">": "≤", "≥": "<"}[sign]
    trace = f"{_plain(v)} {sign if inside else against} {_plain(bound)}"
    return Judged(Light.green, "in_range", trace) if inside else Judged(Light.red, "out_of_range", trace)


def _banded(case: _Case, v: Decimal, bound: Decimal, unit: str | None) -> Judged:
    """v ÷ S by the bands; "120 ÷ (200 × 7/12) = 102.9 %"."""
    steady = (case.steady or unit == PERCENT) and not case.rules.percent_by_month
    whole = steady or case.month == MONTHS
    share = Fraction(1) if whole else Fraction(case.month, MONTHS)
    degree = Fraction(v) / (Fraction(bound) * share)
    below = _plain(bound) if whole else f"({_plain(bound)} × {case.month}/{MONTHS})"
    light = light_of(degree, case.rules.bands)
    return Judged(light, "degree", f"{_plain(v)} ÷ {below} = {_percent(degree)}", degree)


def _between(case: _Case, v: Decimal, wanted: Measure) -> Judged:
    """Inside the range is green; below it counts by its lower end, above it by its upper one."""
    low, high = wanted.low or Decimal(0), wanted.high or Decimal(0)
    if low <= v <= high:
        return Judged(Light.green, "in_range", f"{_plain(low)} ≤ {_plain(v)} ≤ {_plain(high)}", over=Fraction(1))
    over = Fraction(v) / Fraction(high)
    if case.strict or case.cost or not low:
        sign = f"{_plain(v)} > {_plain(high)}" if v > high else f"{_plain(v)} < {_plain(low)}"
        return Judged(Light.red, "out_of_range", sign, over=over)
    if v > high:
        light = light_of(max(over, Fraction(1)), case.rules.bands)
        return Judged(light, "degree", f"{_plain(v)} ÷ {_plain(high)} = {_percent(over)}", over, over)
    found = _banded(case, v, low, wanted.unit)
    return replace(found, light=Light.green) if found.light is Light.blue else found


# --- words and days -------------------------------------------------------------------------------------------------

_DONE_LIGHT = {Done.met: Light.green, Done.partly: Light.yellow, Done.not_met: Light.red}


def _judged_words(case: _Case) -> Judged:
    done = done_of(case.text, case.target.raw)
    if done is None and case.target.kind is ValueKind.trend and case.actual.kind is ValueKind.trend:
        same = case.actual.direction is case.target.direction
        done = Done.met if same else Done.not_met
    return Judged(None, "unclear") if done is None else Judged(_DONE_LIGHT[done], done.value)


def _deadline(case: _Case) -> Judged:
    """Done by the day: green, late: red; not done: red only once the day has passed. Words decide before dates."""
    due = day_named(case.target.deadline or case.target.raw, case.year)
    as_of, day = last_day(case.year, case.month), day_named(case.text, case.year)
    done = done_of(case.text, case.target.raw)
    if done in (Done.not_met, Done.partly):
        waiting = due is not None and as_of < due
        return Judged(Light.green, "not_due", f"{as_of} < {due}") if waiting else Judged(_DONE_LIGHT[done], done.value)
    if day and due:
        in_time = day <= due
        trace = f"{day} {'≤' if in_time else '>'} {due}"
        return Judged(Light.green, "in_time", trace) if in_time else Judged(Light.red, "late", trace)
    return Judged(Light.green, "met") if done is Done.met else Judged(None, "no_day")


def _several(case: _Case) -> Judged:
    """Each part against its own; the worst decides."""
    given = case.actual.parts
    if len(given) != len(case.target.parts):
        return _no_number(case) if not given else Judged(None, "parts_differ")
    values = [replace(case.actual, kind=ValueKind.quantitative, measure=part, parts=()) for part in given]
    found = [_measured(case, value, wanted) for value, wanted in zip(values, case.target.parts, strict=True)]
    if any(one.light is None for one in found):
        return Judged(None, "parts_differ")
    traces = "；".join(one.trace for one in found)
    return Judged(worst(one.light for one in found), "worst_part", traces)


_BY_KIND: dict[ValueKind, Callable[[_Case], Judged]] = {
    ValueKind.quantitative: _quantity,
    ValueKind.multi_part: _several,
    ValueKind.deadline: _deadline,
    ValueKind.qualitative: _judged_words,
    ValueKind.trend: _judged_words,
}


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _percent(value: Fraction) -> str:
    """One decimal, rounded half up."""
    hundred = Decimal(value.numerator * 100) / Decimal(value.denominator)
    return f"{_plain(hundred.quantize(Decimal('0.1'), ROUND_HALF_UP))} %"
