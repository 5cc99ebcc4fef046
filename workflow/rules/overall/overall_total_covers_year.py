"""The total budget of a project is not below that of the year: 总预算不低于当年预算."""

from collections.abc import Iterable
from decimal import Decimal

from workflow.canonical import Overall
from workflow.money import fen_from_wan, wan_grouped
from workflow.rules.finding import Found, rule
from workflow.types import Severity


@rule(
    severity=Severity.error,
    title_zh="项目总预算不低于当年预算",
    title_en="A total budget covers the year",
    source="部门整体支出绩效目标申报表填报要求：项目总预算、项目本年度预算（条文未核对）",
)
def overall_total_covers_year(document: Overall) -> Iterable[Found]:
    """Line by line."""
    for number, line in enumerate(document.projects, 1):
        if line.budget_total and line.budget_year and Decimal(line.budget_total) < Decimal(line.budget_year):
            total, year = (wan_grouped(fen_from_wan(amount)) for amount in (line.budget_total, line.budget_year))
            yield Found(
                f"projects/{number}/budget_total",
                f"项目「{line.name}」总预算 {total} 万元少于本年度预算 {year} 万元",
                f"“{line.name}”: the total budget {total} is less than the year's {year} (10,000 yuan)",
                line.budget_total,
            )
