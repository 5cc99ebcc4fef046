"""No slash between number and unit: 数字与单位之间没有“/”."""

from collections.abc import Iterable

from workflow.canonical import Declaration
from workflow.rules.finding import Context, Found, rule
from workflow.rules.readings import shown, with_warning
from workflow.rules.sources import review_sheet
from workflow.types import Severity


@rule(
    severity=Severity.warning,
    title_zh="数字与单位之间没有“/”",
    title_en="No slash between number and unit",
    source=review_sheet("规范完整性", "无缺项、错项"),
)
def unit_well_formed(document: Declaration, _context: Context) -> Iterable[Found]:
    """3000/张 means 3000张."""
    for item in with_warning(document, "unit_malformed"):
        yield item.found("数字和单位之间多了“/”", "a slash between number and unit", shown(item.value.measure))
