"""A deadline names its day: 时效指标写明日期."""

from collections.abc import Iterable

from workflow.canonical import Declaration
from workflow.indicators import ValueKind
from workflow.indicators.text import plain
from workflow.rules.finding import Context, Found, rule
from workflow.rules.readings import readings
from workflow.rules.sources import review_sheet
from workflow.types import Severity


@rule(
    severity=Severity.info,
    title_zh="时效指标写明日期",
    title_en="A deadline names its day",
    source=review_sheet("明确清晰性"),
)
def deadline_dated(document: Declaration, _context: Context) -> Iterable[Found]:
    """按政策规定时间: when that is, nobody can check."""
    for item in readings(document):
        open_ended = item.value.kind is ValueKind.deadline and item.value.deadline == plain(item.row.target)
        if open_ended and not item.value.warnings:
            yield item.found("没有写明日期", "no day")
