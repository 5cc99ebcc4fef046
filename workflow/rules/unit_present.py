"""Every number has its unit: 指标值有计量单位."""

from collections.abc import Iterable

from workflow.canonical import Declaration
from workflow.rules.finding import Context, Found, rule
from workflow.rules.readings import with_warning
from workflow.types import Severity


@rule(
    severity=Severity.warning,
    title_zh="指标值有计量单位",
    title_en="Every number has its unit",
    source="包头市财政局 2024 年绩效目标审核要点之五：指标性质、指标方向、目标值、计量单位准确合理",
)
def unit_present(document: Declaration, _context: Context) -> Iterable[Found]:
    """A bare number; a rate without % is told by ``rate_has_percent``."""
    for item in with_warning(document, "unit_missing"):
        if not item.is_rate:
            yield item.found("没有计量单位", "no unit")
