"""A target can be read: 指标值可以识别."""

from collections.abc import Iterable

from workflow.canonical import Declaration
from workflow.indicators import WARNINGS
from workflow.rules.finding import Context, Found, rule
from workflow.rules.readings import with_warning
from workflow.rules.sources import review_sheet
from workflow.types import Severity

UNREADABLE = ("number_unreadable", "comparators_differ", "range_reversed", "date_unreadable")


@rule(
    severity=Severity.warning,
    title_zh="指标值可以识别",
    title_en="A target can be read",
    source=review_sheet("规范完整性", "无缺项、错项"),
)
def target_readable(document: Declaration, _context: Context) -> Iterable[Found]:
    """Broken numbers, contradicting comparators, ranges backwards, days there are not."""
    for item in with_warning(document, *UNREADABLE):
        words = [WARNINGS[code] for code in item.value.warnings if code in UNREADABLE]
        yield item.found("，".join(zh for zh, _ in words), "; ".join(en for _, en in words))
