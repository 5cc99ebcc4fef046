"""The budget of the year is part of the total: 当年预算不超过项目总预算."""

from collections.abc import Iterable

from workflow.canonical import Declaration
from workflow.money import fen_from_wan, wan_grouped
from workflow.rules.finding import Context, Found, rule
from workflow.types import Severity


@rule(
    severity=Severity.error,
    title_zh="当年预算不超过项目总预算",
    title_en="The budget of the year is within the total",
    source="项目支出（绩效目标）申报表填报要求：项目总预算包含当年预算",
)
def year_within_total(document: Declaration, _context: Context) -> Iterable[Found]:
    """Only where the form gives both."""
    if document.budget_year is None or document.budget_total is None:
        return
    year, total = fen_from_wan(document.budget_year), fen_from_wan(document.budget_total)
    if year > total:
        apart = wan_grouped(year - total)
        yield Found(
            "basics/-/budget_year",
            f"项目当年预算 {wan_grouped(year)} 万元大于项目总预算 {wan_grouped(total)} 万元，多 {apart} 万元",
            f"The budget of the year, {wan_grouped(year)}, is {apart} × 10,000 yuan more than the total, "
            f"{wan_grouped(total)}",
            document.budget_year,
        )
