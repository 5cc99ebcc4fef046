"""The texts of a form, cell by cell, and its tables of indicators, as several rules look at them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from workflow.canonical import Declaration, Profile
from workflow.canonical.document import TEXT_FIELDS, Indicator
from workflow.indicators import Comparator, Value, ValueKind, parse
from workflow.indicators.text import plain
from workflow.types import Horizon

TABLES: dict[str, tuple[str, str]] = {
    Horizon.long_term: ("长期绩效目标表", "long-term table"),
    Horizon.annual: ("年度绩效目标表", "annual table"),
    Horizon.overall: ("绩效目标表", "table of indicators"),
}
_LOWER = re.compile(
    "失业率|投诉|事故|欠薪|差错|错误|死亡|伤亡|发生|发病|违法|违规|信访|上访|能耗|排放|逾期|空置|流失|辍学|不合格|成本|费用"
    "|时限|时间|时长|周期|天数|减少|下降|降低"
)
_DEALT_WITH = re.compile(
    "办结|办理|处理|受理|查处|处置|结案|整改|化解|调解|核查|清欠|帮扶|节约|(?:下降|降低|减少)(?:率|量|数|幅度)"
)
_MARKS = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Cell:
    """A text and the path of its cell."""

    path: str
    text: str


def texts(document: Declaration) -> Iterator[Cell]:
    """The long texts of the header."""
    for field in TEXT_FIELDS:
        if text := str(getattr(document, field)).strip():
            yield Cell(f"basics/-/{field}", text)


def bases(document: Declaration) -> Iterator[Cell]:
    """测算依据 of the expenditure lines."""
    for line in document.expenditure_lines:
        if line.basis.strip():
            yield Cell(f"expenditure_lines/{line.uid}/basis", line.basis)


def goal_texts(document: Declaration) -> Iterator[Cell]:
    """目标说明."""
    for goal in document.goals:
        if goal.text.strip():
            yield Cell(f"goals/{goal.uid}/text", goal.text)


def tables(document: Declaration, profile: Profile) -> Iterator[tuple[str, list[Indicator]]]:
    """Horizon and rows of each table of the form that has rows."""
    for horizon in profile.indicator_horizons:
        if rows := [row for row in document.indicators if row.horizon == horizon]:
            yield horizon, rows


def same_in_others(horizons: list[str]) -> tuple[str, str]:
    """Said behind a sentence that names the first of these tables; the page shows it under the table it names."""
    return ("（两张表相同）", " (the other table alike)") if len(horizons) > 1 else ("", "")


def key(text: str) -> str:
    """What two spellings of one name or sentence have in common: no blanks, no punctuation."""
    return _MARKS.sub("", plain(text))


def lower_is_better(row: Indicator) -> bool:
    """By its name or its place among the costs."""
    by_name = _LOWER.search(row.level3) is not None and not _DEALT_WITH.search(row.level3)
    return by_name or "成本" in f"{row.level1}{row.level2}"


def is_cap(value: Value) -> bool:
    return value.measure.comparator in (Comparator.at_most, Comparator.less)


def is_floor(value: Value) -> bool:
    return value.measure.comparator in (Comparator.at_least, Comparator.more)


def read_target(row: Indicator) -> Value | None:
    """The target if it is one number; None for words, several numbers, ranges and blanks."""
    value = parse(row.target, row.level3)
    single = value.kind is ValueKind.quantitative and value.measure.comparator is not Comparator.between
    return value if single and (value.measure.low is not None or value.measure.high is not None) else None


@dataclass(frozen=True)
class Pair:
    """One indicator as it stands in the long-term and in the annual table, both with one number as target."""

    long_term: Indicator
    annual: Indicator
    far: Value
    near: Value


def pairs(document: Declaration) -> Iterator[Pair]:
    """Same place and name in both tables; a name that stands twice in a table tells nothing."""
    far, near = (_by_name(document, horizon) for horizon in (Horizon.long_term, Horizon.annual))
    for place in near:
        if len(far.get(place, ())) == len(near[place]) == 1:
            one, two = far[place][0], near[place][0]
            first, second = read_target(one), read_target(two)
            if first is not None and second is not None:
                yield Pair(one, two, first, second)


def _by_name(document: Declaration, horizon: str) -> dict[tuple[str, str, str], list[Indicator]]:
    found: dict[tuple[str, str, str], list[Indicator]] = {}
    for row in document.indicators:
        if row.horizon == horizon and row.level3.strip():
            found.setdefault((row.level1, row.level2, key(row.level3)), []).append(row)
    return found
