"""A rate names a percentage: 比率类指标写明百分比."""

from collections.abc import Iterable

from workflow.canonical import Declaration
from workflow.indicators import Measure, ValueKind
from workflow.rules.finding import Context, Found, rule
from workflow.rules.readings import digits, percents, readings
from workflow.rules.sources import review_sheet
from workflow.types import Severity


@rule(
    severity=Severity.warning,
    title_zh="比率类指标写明百分比",
    title_en="A rate names a percentage",
    source=review_sheet("指标科学性", "细化、量化，便于监控和评价"),
)
def rate_has_percent(document: Declaration, _context: Context) -> Iterable[Found]:
    """Names ending in 率, 满意度 or 比例 whose target names no percentage; 0.96 is suggested as 96%."""
    for item in readings(document):
        if item.is_rate and not percents(item.value) and item.value.kind is not ValueKind.blank:
            right = _as_percent(item.value.measure)
            advice = right or "写明百分比，如 ≥90%"
            advice_en = "" if right else "a percentage, like ≥90%"
            yield item.found(
                "没有百分比", "a rate without a percentage", advice, is_value=bool(right), advice_en=advice_en
            )


def _as_percent(measure: Measure) -> str:
    """What a bare number means; "" for words."""
    amount = measure.low if measure.unit is None else None
    if amount is None:
        return ""
    return f"{measure.comparator or ''}{digits(amount * 100 if amount <= 1 else amount)}%"
