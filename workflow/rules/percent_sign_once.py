"""One percent sign: 百分号不重复."""

from collections.abc import Iterable

from workflow.canonical import Declaration
from workflow.rules.finding import Context, Found, rule
from workflow.rules.readings import shown, with_warning
from workflow.rules.sources import review_sheet
from workflow.types import Severity


@rule(
    severity=Severity.warning,
    title_zh="百分号不重复",
    title_en="One percent sign",
    source=review_sheet("规范完整性", "无缺项、错项"),
)
def percent_sign_once(document: Declaration, _context: Context) -> Iterable[Found]:
    """≤20%% is read as ≤20%."""
    for item in with_warning(document, "percent_doubled"):
        yield item.found("百分号重复", "two percent signs", shown(item.value.measure))
