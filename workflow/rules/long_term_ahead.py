"""A long-term deadline lies ahead: 长期指标的时间不早于项目年度."""

import re
from collections.abc import Iterable

from workflow.canonical import Declaration
from workflow.rules.finding import Context, Found, rule
from workflow.rules.readings import readings
from workflow.rules.sources import review_sheet
from workflow.types import Horizon, Severity

_YEAR = re.compile(r"\d{4}")


@rule(
    severity=Severity.warning,
    title_zh="长期指标的时间不早于项目年度",
    title_en="A long-term deadline is not past",
    source=review_sheet("规范完整性", "无缺项、错项"),
)
def long_term_ahead(document: Declaration, _context: Context) -> Iterable[Found]:
    """Annual deadlines are those of ``deadline_in_fiscal_year``."""
    year = document.fiscal_year
    for item in readings(document):
        said = _YEAR.match(item.value.deadline or "")
        if said and item.row.horizon != Horizon.annual and int(said[0]) < year:
            yield item.found(f"早于项目年度 {year} 年", f"before {year}, the year of the form")
