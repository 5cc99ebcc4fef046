"""A trend names its baseline: 增减类指标值有比较基数."""

from collections.abc import Iterable

from workflow.canonical import Declaration
from workflow.rules.finding import Context, Found, rule
from workflow.rules.readings import with_warning
from workflow.rules.sources import review_sheet
from workflow.types import Severity


@rule(
    severity=Severity.warning,
    title_zh="增减类指标值有比较基数",
    title_en="A trend names its baseline",
    source=review_sheet("指标科学性", "细化、量化，便于监控和评价"),
)
def trend_has_baseline(document: Declaration, _context: Context) -> Iterable[Found]:
    """较上年下降 without last year's number; rates are told by ``rate_has_percent``."""
    for item in with_warning(document, "baseline_missing"):
        if not item.is_rate:
            yield item.found("没有写明比较的基数", "no baseline to compare with")
