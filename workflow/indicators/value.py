"""What one 指标值 says, as read; the text itself is always kept and shown."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any


class ValueClass(StrEnum):
    """The 21 forms a target comes in; the examples are from published declarations."""

    compared_percent = "V01"  # ≥95%
    equal_percent = "V02"  # =100%
    percent = "V03"  # 100%
    doubled_percent = "V04"  # ≤20%%
    compared = "V05"  # ≥34.4万人
    equal = "V06"  # =48台
    plain = "V07"  # 4000人
    priced = "V08"  # 1800元/人/月, 12场/年
    equal_priced = "V09"  # =625元/家
    slashed = "V10"  # 3000/张
    interval = "V11"  # 300-4000元
    several = "V12"  # 923.78元/月（企业）、673.19元/月（灵活）
    approximate = "V13"  # 100人左右
    periodic = "V14"  # 全年3次
    bare = "V15"  # 0.96
    bounded_text = "V16"  # 社会满意率达99%以上
    deadline = "V17"  # 2020年底完成
    trend = "V18"  # 较上年下降
    placeholder = "V19"  # -
    phrase = "V20"  # 有效促进
    blank = "V21"


class ValueKind(StrEnum):
    """What can be done with a value: measured, judged, awaited …"""

    quantitative = "quantitative"
    qualitative = "qualitative"
    deadline = "deadline"
    trend = "trend"
    multi_part = "multi-part"
    blank = "blank"


class Comparator(StrEnum):
    """How an actual value is held against the number; none = a bare number, shown like "=" and never read as "≥"."""

    at_least = "≥"
    at_most = "≤"
    more = ">"
    less = "<"
    equal = "="
    between = "range"
    about = "≈"


class Direction(StrEnum):
    """Which way is better, as far as the value itself says so."""

    up = "up"
    down = "down"
    stable = "stable"


DIRECTIONS = {
    Comparator.at_least: Direction.up,
    Comparator.more: Direction.up,
    Comparator.at_most: Direction.down,
    Comparator.less: Direction.down,
}


@dataclass(frozen=True, slots=True)
class Measure:
    """One number with what stands around it.

    ``low``/``high`` are in ``unit``: 万 before a counted thing is multiplied out (34.4万人 → 344000 人), 万元 stays
    as it is. "≥" fills ``low`` only, "≤" ``high`` only, a plain number both. ``per`` are the units after a slash, in
    order; ``period`` is the time a count refers to (12场/年, 全年3次 → 年). ``condition`` is what the number holds for.
    """

    comparator: Comparator | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str | None = None
    per: tuple[str, ...] = ()
    period: str | None = None
    condition: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Numbers as JSON numbers."""
        return {
            "comparator": self.comparator,
            "low": _number(self.low),
            "high": _number(self.high),
            "unit": self.unit,
            "per": list(self.per),
            "period": self.period,
        }


@dataclass(frozen=True, slots=True)
class Value:
    """A read 指标值. ``parts`` holds the numbers where there are several, or where a text carries them.

    ``warnings`` are the codes of ``WARNINGS``: a doubtful reading is never silent.
    """

    raw: str
    cls: ValueClass
    kind: ValueKind
    measure: Measure = field(default_factory=Measure)
    parts: tuple[Measure, ...] = ()
    deadline: str | None = None
    direction: Direction | None = None
    warnings: tuple[str, ...] = ()

    @property
    def qualitative(self) -> bool:
        """Judged, not measured."""
        return self.kind in (ValueKind.qualitative, ValueKind.trend)

    def as_json(self) -> dict[str, Any]:
        """The object that ``jixiao parse --json`` writes."""
        return {
            "raw": self.raw,
            "class": self.cls,
            "kind": self.kind,
            **self.measure.as_json(),
            "deadline": self.deadline,
            "parts": [part.as_json() | {"condition": part.condition} for part in self.parts],
            "direction": self.direction,
            "qualitative": self.qualitative,
            "warnings": list(self.warnings),
        }


WARNINGS: dict[str, tuple[str, str]] = {
    "value_missing": ("指标值未填写", "The target is missing"),
    "not_applicable": ("“-”表示不适用，不是零", "A dash says “not applicable”, which is not zero"),
    "percent_doubled": ("百分号重复", "The percent sign stands twice"),
    "unit_missing": ("缺少计量单位", "The unit is missing"),
    "unit_malformed": ("数字和单位之间多了“/”", "A slash stands between number and unit"),
    "unit_unknown": ("不认识的计量单位", "An unknown unit"),
    "not_verifiable": ("“左右”“约”难以核定", "“About” cannot be verified"),
    "bound_in_text": ("数值写在文字里", "The number stands inside a text"),
    "baseline_missing": ("缺少比较基数", "The baseline of the comparison is missing"),
    "range_reversed": ("区间的起止颠倒", "The range runs backwards"),
    "comparators_differ": ("比较符前后矛盾", "The comparators contradict each other"),
    "number_unreadable": ("数字无法识别", "The number cannot be read"),
    "date_unreadable": ("日期不存在", "There is no such date"),
}
"""What makes a reading doubtful (zh, en)."""


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
