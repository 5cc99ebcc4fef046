"""A target is not its indicator's name: 指标值不是重复指标名称."""

from collections.abc import Iterable

from workflow.canonical import Declaration
from workflow.indicators.text import plain
from workflow.rules.finding import Context, Found, rule
from workflow.rules.readings import readings
from workflow.rules.sources import review_sheet
from workflow.types import Severity


@rule(
    severity=Severity.warning,
    title_zh="指标值不是重复指标名称",
    title_en="A target is not its indicator's name",
    source=review_sheet("明确清晰性"),
)
def target_differs_from_name(document: Declaration, _context: Context) -> Iterable[Found]:
    """A target that repeats the name says nothing that could be checked."""
    for item in readings(document):
        if plain(item.row.target) == plain(item.row.level3):
            yield item.found("只是重复指标名称，无法考核", "only repeats the name")
