"""One indicator reported by several executing bodies (streets, schools …), put together. Pure.

绝对值累加，相对值按资金额度加权平均 (the rule of a published province-wide form): counts are added, rates and
satisfaction are weighted by the money of each body. Of words the worst holds, of days the last one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from workflow.execution.done_words import Done, day_named, done_of
from workflow.indicators import Measure, Value, ValueKind, parse
from workflow.indicators.text import plain
from workflow.indicators.units import PERCENT, factor
from workflow.money import wan

STEADY = "满意"
_SIZES = (("亿", Decimal(100_000_000)), ("万", Decimal(10_000)))
_CENT = Decimal("0.01")
_ORDER = list(Done)
_DONE = {Done.met: "达到预期目标", Done.partly: "部分达到预期目标", Done.not_met: "未达到预期目标"}


@dataclass(frozen=True)
class Part:
    """What one body reports of an indicator; ``base_fen`` is its money, by which rates are weighted."""

    body: str
    actual: str
    base_fen: int | None = None


@dataclass(frozen=True)
class Together:
    """The whole as it goes into the report ("" = cannot be said), how it came about, or a code of ``WHY_NOT``.

    ``note`` is a code of ``NOTES``: what was taken for granted.
    """

    text: str = ""
    trace: str = ""
    why_not: str = ""
    note: str = ""


WHY_NOT: dict[str, tuple[str, str]] = {
    "nothing": ("各执行单位都没有填写", "No body has reported it"),
    "waiting": ("还有执行单位没有填写", "Some bodies have not reported it"),
    "unit_missing": (
        "有的填了计量单位，有的没填，请补齐",
        "Some give a unit of measure, some do not: complete them",
    ),
    "units_differ": ("各执行单位的计量单位不一致", "The bodies count in different units"),
    "mixed": ("有的填数字，有的填文字，无法汇总", "Some give numbers, some words"),
    "no_base": (
        "百分比按资金额度加权，请填写各执行单位的预算数",
        "Rates are weighted: give each body's budget",
    ),
}
"""Why the parts do not add up (zh, en)."""
NOTES: dict[str, tuple[str, str]] = {
    "unit_of_target": ("均未填计量单位，按指标值的单位计", "No body gives a unit: counted in that of the target"),
    "unit_other": ("计量单位与指标值的不同，请核对", "The unit is not that of the target: check it"),
}
"""What is said beside a sum (zh, en)."""


def together(parts: Sequence[Part], target: str, level: str, year: int) -> Together:
    """``level`` are the words of levels 1 and 2; every body must have answered."""
    given = [part for part in parts if part.actual.strip()]
    if len(given) < len(parts) or not given:
        return Together(why_not="waiting" if given else "nothing")
    values = [parse(part.actual) for part in given]
    if all(value.kind is ValueKind.quantitative for value in values):
        return _numbers(given, values, target, steady=STEADY in level)
    said = [(done, part) for part in given if (done := done_of(part.actual, target))]
    if len(said) == len(given):
        found, worst = min(said, key=lambda one: _ORDER.index(one[0]))
        same = all(done is found for done, _part in said)
        return Together(_DONE[found], "" if same else f"{worst.body}：{worst.actual.strip()}")
    days = [day for part in given if (day := day_named(part.actual, year))]
    if len(days) == len(given):
        return Together(max(days).isoformat(), " · ".join(str(day) for day in sorted(days)))
    return Together(why_not="mixed")


def _numbers(parts: Sequence[Part], values: Sequence[Value], target: str, *, steady: bool) -> Together:
    """In the unit of the target where the own one is of its kind; without any unit they mean that of the target."""
    measures, asked = [value.measure for value in values], parse(target).measure
    named, (sign, size) = [one for one in measures if one.unit], _size(target, asked)
    if len(named) < len(measures) and (named or sign):  # 12 of 80万人: twelve, or twelve times ten thousand
        return Together(why_not="unit_missing")
    own = named[0] if named else asked
    like, note = _shown_in(own, asked) if named else (own, "unit_of_target" if own.unit else "")
    figures = []
    for one in measures:
        times = factor(one.unit, own.unit) if named else Decimal(1)
        if times is None or (named and one.per != own.per):
            return Together(why_not="units_differ")
        figures.append(_figure(one) * times * (factor(own.unit, like.unit) or Decimal(1)))
    if steady or like.unit == PERCENT or like.per:
        return replace(_weighted(parts, figures, like), note=note)
    sized = like.unit == asked.unit and sign != ""
    figures = [figure / size for figure in figures] if sized else figures
    like = replace(like, unit=f"{sign}{like.unit}") if sized else like
    return Together(_written(sum(figures, Decimal(0)), like), " + ".join(map(_plain, figures)), note=note)


def _size(target: str, asked: Measure) -> tuple[str, Decimal]:
    """The 万 or 亿 that a target counts in: its value is multiplied out, the whole is written like it."""
    text = plain(target)
    return next((one for one in _SIZES if asked.unit and f"{one[0]}{asked.unit}" in text), ("", Decimal(1)))


def _shown_in(own: Measure, target: Measure) -> tuple[Measure, str]:
    """The measure the whole is written in, and a code of ``NOTES``."""
    if not target.unit:
        return own, ""
    if factor(own.unit, target.unit) is None:
        return own, "unit_other"
    return (target if own.per == target.per else own), ""


def _weighted(parts: Sequence[Part], figures: Sequence[Decimal], like: Measure) -> Together:
    bases = [part.base_fen for part in parts if part.base_fen]
    if len(bases) < len(parts):
        return Together(why_not="no_base")
    total = sum(figure * base for figure, base in zip(figures, bases, strict=True)) / Decimal(sum(bases))
    products = " + ".join(f"{_plain(one)} × {wan(base)}" for one, base in zip(figures, bases, strict=True))
    return Together(_written(total.quantize(_CENT, ROUND_HALF_UP), like), f"({products}) ÷ {wan(sum(bases))}")


def _figure(measure: Measure) -> Decimal:
    """Of an interval its lower end: what is certain."""
    return next((end for end in (measure.low, measure.high) if end is not None), Decimal(0))


def _written(value: Decimal, like: Measure) -> str:
    return f"{_plain(value)}{like.unit or ''}{''.join(f'/{unit}' for unit in like.per)}"


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
