"""The targets of a form as the rules of this family look at them: read once, and one cause told once."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from workflow.canonical import Declaration
from workflow.canonical.document import Indicator
from workflow.indicators import Measure, Value, parse
from workflow.indicators.units import PERCENT
from workflow.rules.finding import Found

_RATE = re.compile("(?<!效)(?<!频)(?:率|满意度|比例|占比|比重)(?:[（(].*)?$")
_SEVERAL = re.compile("[，,；;]")

read_target = lru_cache(maxsize=4096)(parse)
"""A target as the grammar reads it, with the indicator's name; the same text is read once."""


LONGEST_QUOTE = 40


def quoted(text: str) -> str:
    """By its beginning if it is very long."""
    return text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]}…"


@dataclass(frozen=True)
class Reading:
    """An indicator's target with what it says; ``places`` rows carry the same name and target."""

    row: Indicator
    value: Value
    places: int

    @property
    def label(self) -> str:
        return quoted(self.row.level3 or self.row.level2 or self.row.level1)

    @property
    def is_rate(self) -> bool:
        """By its name; 效率 and 频率 are none, nor is a list of several things with a rate at its end."""
        name = self.row.level3.strip()
        return _RATE.search(name) is not None and not _SEVERAL.search(name)

    def found(self, zh: str, en: str, suggestion: str = "", *, is_value: bool = True, advice_en: str = "") -> Found:
        """At the first place, with the indicator and its target before the sentence.

        ``suggestion`` is the target as it should be, or advice that is no value.
        """
        many, target = self.places > 1, quoted(self.row.target)
        return Found(
            f"indicators/{self.row.uid}/target",
            f"指标「{self.label}」的指标值「{target}」{zh}{f'（共 {self.places} 处）' if many else ''}",
            f"Indicator “{self.label}”, target “{target}”: {en}{f' ({self.places} places)' if many else ''}",
            self.row.target,
            suggestion,
            is_value and bool(suggestion),
            advice_en,
        )


def readings(document: Declaration) -> Iterator[Reading]:
    """One per indicator with a target: the long-term and the annual table mostly repeat each other."""
    groups: dict[tuple[str, str, str, str], list[Indicator]] = {}
    for row in document.indicators:
        if row.target.strip():
            groups.setdefault((row.level1, row.level2, row.level3, row.target), []).append(row)
    for rows in groups.values():
        yield Reading(rows[0], read_target(rows[0].target, rows[0].level3), len(rows))


def with_warning(document: Declaration, *codes: str) -> Iterator[Reading]:
    """Those whose reading carries one of these warnings."""
    return (item for item in readings(document) if set(codes) & set(item.value.warnings))


def percents(value: Value) -> list[Measure]:
    """Every percentage the target names."""
    return [item for item in (value.measure, *value.parts) if item.unit == PERCENT]


def shown(measure: Measure) -> str:
    """A number as it should be written: ≥99%, 1700人."""
    amount = measure.low if measure.low is not None else measure.high
    comparator = measure.comparator or ""
    per = "".join(f"/{unit}" for unit in measure.per)
    return "" if amount is None else f"{comparator}{digits(amount)}{measure.unit or ''}{per}"


def digits(amount: Decimal) -> str:
    """Without trailing zeros: 96, 5.5."""
    return f"{amount.normalize():f}"
