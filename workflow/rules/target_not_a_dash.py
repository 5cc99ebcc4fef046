"""No dash instead of a target: 指标值不用“-”“无”代替."""

from collections.abc import Iterable

from workflow.canonical import Declaration
from workflow.rules.finding import Context, Found, rule
from workflow.rules.readings import with_warning
from workflow.rules.sources import review_sheet
from workflow.types import Severity


@rule(
    severity=Severity.warning,
    title_zh="指标值不用“-”“无”代替",
    title_en="No dash instead of a target",
    source=review_sheet("规范完整性", "无缺项、错项"),
)
def target_not_a_dash(document: Declaration, _context: Context) -> Iterable[Found]:
    """A dash says “not applicable”: then the indicator has no place here."""
    for item in with_warning(document, "not_applicable"):
        yield item.found("不是指标值；不适用的指标请删去", "says “not applicable”: remove the indicator")
