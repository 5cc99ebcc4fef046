"""Outputs are quantified: 产出指标量化."""

import re
from collections.abc import Iterable

from workflow.canonical import Declaration
from workflow.indicators import ValueKind
from workflow.rules.finding import Context, Found, rule
from workflow.rules.readings import readings
from workflow.rules.sources import review_sheet
from workflow.types import Severity

_COUNTED = re.compile("数量|质量")


@rule(
    severity=Severity.warning,
    title_zh="产出指标量化",
    title_en="Outputs are quantified",
    source=review_sheet("指标科学性", "细化、量化，便于监控和评价"),
)
def output_quantified(document: Declaration, context: Context) -> Iterable[Found]:
    """数量 and 质量 under 产出 with words only; rates are told by ``rate_has_percent``."""
    for item in readings(document):
        counted = item.row.level1 in context.profile.output_levels and _COUNTED.search(item.row.level2)
        if counted and not item.is_rate and item.value.kind in (ValueKind.qualitative, ValueKind.trend):
            yield item.found("没有量化", "words instead of a number")
