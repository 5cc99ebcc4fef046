"""A target is a number, not a sentence: 指标值只写数值."""

from collections.abc import Iterable

from workflow.canonical import Declaration
from workflow.indicators import ValueKind
from workflow.rules.finding import Context, Found, rule
from workflow.rules.readings import shown, with_warning
from workflow.rules.sources import review_sheet
from workflow.types import Severity


@rule(
    severity=Severity.info,
    title_zh="指标值只写数值",
    title_en="A target is a number, not a sentence",
    source=review_sheet("明确清晰性"),
)
def number_stands_alone(document: Declaration, _context: Context) -> Iterable[Found]:
    """社会满意率达99%以上 → ≥99%, so that an actual can be held against it."""
    for item in with_warning(document, "bound_in_text"):
        if item.value.kind is ValueKind.quantitative:
            yield item.found("把数值写在了文字里", "the number stands inside a sentence", shown(item.value.measure))
