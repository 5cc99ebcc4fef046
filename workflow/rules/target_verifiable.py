"""A target can be verified: 指标值可以核定."""

from collections.abc import Iterable
from dataclasses import replace

from workflow.canonical import Declaration
from workflow.indicators import Comparator
from workflow.rules.finding import Context, Found, rule
from workflow.rules.readings import shown, with_warning
from workflow.rules.sources import review_sheet
from workflow.types import Severity


@rule(
    severity=Severity.warning,
    title_zh="指标值可以核定",
    title_en="A target can be verified",
    source=review_sheet("指标科学性", "细化、量化，便于监控和评价"),
)
def target_verifiable(document: Declaration, _context: Context) -> Iterable[Found]:
    """100人左右 can be neither reached nor missed."""
    for item in with_warning(document, "not_verifiable"):
        exact = replace(item.value.measure, comparator=Comparator.at_least)
        yield item.found("用了“左右”“约”，无法核定是否完成", "“about” cannot be verified", shown(exact))
