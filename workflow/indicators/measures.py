"""One number with its comparator, magnitude, unit and periods: the piece every quantitative value is made of."""

import re
from collections.abc import Iterator
from decimal import Decimal

from workflow.indicators.numbers import DIGITS, MAGNITUDES, NUMERALS, number, words
from workflow.indicators.units import MONEY, PERCENT, PERIODS, UNITS
from workflow.indicators.value import Comparator, Measure

BEFORE: dict[str, Comparator] = {
    **dict.fromkeys(
        words("≥ 不低于 不少于 不小于 不得低于 不得少于 不能低于 不能少于")
        + words("大于等于 大于或等于 高于或等于 至少 最少 最低"),
        Comparator.at_least,
    ),
    **dict.fromkeys(
        words("≤ 不超过 不高于 不多于 不大于 不得超过 不得高于 不能超过")
        + words("小于等于 小于或等于 低于或等于 至多 最多 最高 控制在"),
        Comparator.at_most,
    ),
    **dict.fromkeys(words("> 大于 高于 超过 多于"), Comparator.more),
    **dict.fromkeys(words("< 小于 低于 少于 不足 不到"), Comparator.less),
    **dict.fromkeys(words("= 等于"), Comparator.equal),
    **dict.fromkeys(words("≈ 约 大约 大概 约为"), Comparator.about),
}
AFTER: dict[str, Comparator] = {
    **dict.fromkeys(words("以上 及以上 或以上 之上 起步"), Comparator.at_least),
    **dict.fromkeys(words("以下 及以下 或以下 之下 以内 之内 内"), Comparator.at_most),
    **dict.fromkeys(words("左右 上下"), Comparator.about),
}
_FILLERS = "(?:达到|达|为|各|共|在)?"
_LONGEST_UNKNOWN = 3  # signs; a longer word after a number is a sentence, not a unit


def _any_of(words: object) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))  # type: ignore[call-overload]


_UNITS = _any_of(UNITS)
_WORD = rf"[^\d\s%/()~、,;≥≤<>=≈\-]{{1,{_LONGEST_UNKNOWN}}}"
_TAIL = rf"(?P<unit>{_UNITS}|%+|(?:{_WORD})?)(?P<per>(?:/[^/\d()]{{1,6}})*)(?P<after>{_any_of(AFTER)})?"
_EACH = r"(?:每[^\d每]{1,3})*"
_WHOLE = re.compile(
    rf"(?P<first>{_EACH})(?P<before>{_any_of(BEFORE)})?{_FILLERS}(?P<number>{DIGITS})(?P<magnitude>[万亿]?){_TAIL}"
    rf"(?P<last>{_EACH})"
)
_INSIDE = re.compile(
    rf"(?<![A-Za-z\d.])(?P<before>{_any_of(BEFORE)})?{_FILLERS}(?P<number>{DIGITS}|(?<=[于少多过各到足])[{NUMERALS}]{{1,8}})"
    rf"(?P<magnitude>[万亿]?)(?P<unit>{_UNITS}|%+)(?P<per>(?:/(?:{_UNITS}))*)(?P<after>{_any_of(AFTER)})?"
)


def whole(text: str) -> Measure | None:
    """The text as one number with its surroundings; None if it is more than that, or not that."""
    found = _WHOLE.fullmatch(text)
    if found is None:
        return None
    measure = _measure(found)
    each = [word for word in (found["first"] + found["last"]).split("每") if word]
    if measure is None or not each:
        return measure
    return bounded(measure.comparator, found_number(measure), measure.unit, (*measure.per, *each))


def found_number(measure: Measure) -> Decimal:
    """The number itself, whichever side it bounds."""
    number_found = measure.low if measure.low is not None else measure.high
    return number_found if number_found is not None else Decimal(0)


def inside(text: str) -> Iterator[tuple[int, int, Measure]]:
    """Numbers with a known unit anywhere in a text, with where they begin and end."""
    for found in _INSIDE.finditer(text):
        measure = _measure(found)
        if measure:
            yield found.start(), found.end(), measure


def _measure(found: re.Match[str]) -> Measure | None:
    amount = number(found["number"])
    if amount is None:
        return None
    unit, magnitude = found["unit"] or None, found["magnitude"]
    if magnitude and unit in MONEY:
        unit = f"{magnitude}{unit}"
    else:
        amount *= MAGNITUDES[magnitude]
    per = tuple(part for part in found["per"].split("/") if part)
    comparator = _comparator(found["before"], found["after"])
    return bounded(comparator, amount, PERCENT if unit and set(unit) == {"%"} else unit, per)


def _comparator(before: str | None, after: str | None) -> Comparator | None:
    """What stands behind the number decides only if nothing, or a mere upper bound, stands before it."""
    return BEFORE.get(before or "") or AFTER.get(after or "")


def bounded(comparator: Comparator | None, amount: Decimal, unit: str | None, per: tuple[str, ...] = ()) -> Measure:
    """The number on the side, or on both sides, where it bounds."""
    low = None if comparator in (Comparator.at_most, Comparator.less) else amount
    high = None if comparator in (Comparator.at_least, Comparator.more) else amount
    periods = [PERIODS[part] for part in per if part in PERIODS]
    period = periods[0] if periods and unit not in MONEY else None
    return Measure(comparator, low, high, unit, per, period)


def contradicts(text: str) -> bool:
    """≥95%以下: what stands before and behind the number say different things."""
    found = _WHOLE.fullmatch(text)
    if found is None or not found["before"] or not found["after"]:
        return False
    sides = {BEFORE[found["before"]], AFTER[found["after"]]}
    return {Comparator.at_least, Comparator.at_most} <= sides or len(sides & {Comparator.equal}) == 1


def known(unit: str | None) -> bool:
    """Whether the unit is one that can be compared."""
    return unit is None or unit in UNITS or unit[1:] in UNITS
