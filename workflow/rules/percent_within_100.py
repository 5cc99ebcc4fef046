"""No rate beyond 100%: 比率不超过 100%."""

import re
from collections.abc import Iterable
from decimal import Decimal

from workflow.canonical import Declaration
from workflow.indicators import Comparator, Measure
from workflow.rules.finding import Context, Found, rule
from workflow.rules.readings import percents, readings
from workflow.types import Severity

WHOLE = Decimal(100)
_GROWS = re.compile("增长|增幅|增加|提高|上升|倍")


@rule(
    severity=Severity.warning,
    title_zh="比率不超过 100%",
    title_en="No rate beyond 100%",
    source="包头市财政局 2024 年绩效目标审核要点之五：指标性质、指标方向、目标值、计量单位准确合理",
)
def percent_within_100(document: Declaration, _context: Context) -> Iterable[Found]:
    """≥100% leaves no room: =100% is meant. Growth may be more than whole."""
    for item in readings(document):
        whole = item.is_rate and not _GROWS.search(item.row.level3)
        if whole and any(_beyond(measure) for measure in percents(item.value)):
            yield item.found("不合理，比率最高为 100%", "a rate is at most 100%", "=100%")


def _beyond(measure: Measure) -> bool:
    if measure.comparator in (Comparator.at_least, Comparator.more):
        return measure.low is not None and measure.low >= WHOLE
    return measure.high is not None and measure.high > WHOLE
