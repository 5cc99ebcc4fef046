"""An annual deadline lies in its year: 年度指标的时间在当年."""

import re
from collections.abc import Iterable

from workflow.canonical import Declaration
from workflow.rules.finding import Context, Found, rule
from workflow.rules.readings import readings
from workflow.rules.sources import review_sheet
from workflow.types import Severity

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@rule(
    severity=Severity.warning,
    title_zh="年度指标的时间在当年",
    title_en="An annual deadline lies in its year",
    source=review_sheet("规范完整性", "无缺项、错项"),
)
def deadline_in_fiscal_year(document: Declaration, _context: Context) -> Iterable[Found]:
    """Mostly a date left over from the form of another year."""
    for item in readings(document):
        day = item.value.deadline or ""
        if item.row.horizon == "annual" and _DAY.fullmatch(day) and int(day[:4]) != document.fiscal_year:
            year = document.fiscal_year
            yield item.found(f"不在 {year} 年", f"not in {year}", item.row.target.replace(day[:4], str(year)))
