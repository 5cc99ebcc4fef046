"""Quantities are counted: 数量指标用数量表示."""

from collections.abc import Iterable

from workflow.canonical import Declaration
from workflow.indicators.units import PERCENT
from workflow.rules.filing import better_place
from workflow.rules.finding import Context, Found, rule
from workflow.rules.readings import readings
from workflow.types import Severity


@rule(
    severity=Severity.info,
    title_zh="数量指标用数量表示",
    title_en="Quantities are counted",
    source="包头市财政局 2024 年绩效目标审核要点之五：指标性质、指标方向、目标值、计量单位准确合理",
)
def quantity_is_counted(document: Declaration, _context: Context) -> Iterable[Found]:
    """A percentage under 数量指标; where its name tells the right place, ``indicator_in_place`` does."""
    for item in readings(document):
        percent = "数量" in item.row.level2 and item.value.measure.unit == PERCENT
        if percent and better_place(item.row) is None:
            yield item.found("是百分比，数量指标应写数量，或改列质量、时效指标", "a percentage among the quantities")
