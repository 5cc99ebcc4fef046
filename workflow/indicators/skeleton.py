"""指标值骨架: comparator and unit of a target without its number ("≥__%"), which somebody still types. Pure."""

import re

from workflow.indicators.value import Comparator, Value, ValueKind

BLANK = "__"
_OPEN = re.compile(r"_{2,}|＿+")
_YEAR = re.compile(r"20\d\d")
SHOWN = frozenset({Comparator.at_least, Comparator.at_most, Comparator.more, Comparator.less, Comparator.equal})


def is_unfilled(text: str) -> bool:
    """Whether a target still has the line its number belongs on."""
    return _OPEN.search(text) is not None


def layout_of(value: Value) -> tuple[str, str]:
    """(comparator, unit with what it is counted per) of a number; ("", "") of everything else."""
    measure = value.measure
    if value.kind is not ValueKind.quantitative or not measure.unit:
        return "", ""
    per = (*measure.per, *([measure.period] if measure.period and measure.period not in measure.per else []))
    comparator = measure.comparator if measure.comparator in SHOWN else None
    return (comparator.value if comparator else ""), "/".join((measure.unit, *per))


def skeleton(comparator: str, unit: str, wording: str = "") -> str:
    """``≥__%``; of a deadline its words without the year; "" where there is nothing to lay out."""
    return f"{comparator}{BLANK}{unit}" if unit else wording if is_unfilled(wording) else ""


def wording_of(value: Value) -> str:
    """How a target without a number is usually worded; a deadline loses its year."""
    if value.kind is ValueKind.deadline:
        return _YEAR.sub("____", value.raw)
    return value.raw if value.qualitative else ""
