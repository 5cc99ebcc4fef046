"""Σ funding sources (资金来源) = the budget of the year (项目当年预算)."""

from collections.abc import Iterable

from workflow.canonical import Declaration
from workflow.money import fen_from_wan, wan_grouped
from workflow.rules.finding import Context, Found, rule
from workflow.types import Severity


@rule(
    severity=Severity.error,
    title_zh="资金来源合计等于当年预算",
    title_en="Funding sources add up to the budget of the year",
    source="项目支出（绩效目标）申报表填报要求：当年预算合计 = 各来源之和",
)
def sources_match_budget(document: Declaration, context: Context) -> Iterable[Found]:
    """Compares to the fen. Forms that print no amounts per source (批复表) have nothing to compare."""
    amounts = [fen_from_wan(row.amount) for row in document.funding_sources if row.amount is not None]
    budget = getattr(document, context.profile.budget_field)
    if not context.profile.sources or not amounts or budget is None:
        return
    total, wanted = sum(amounts), fen_from_wan(budget)
    if total != wanted:
        yield Found(
            "funding_sources",
            f"资金来源合计 {wan_grouped(total)} 万元与当年预算 {wan_grouped(wanted)} 万元"
            f"相差 {wan_grouped(abs(total - wanted))} 万元",
            f"Funding sources add up to {wan_grouped(total)}, the budget of the year is {wan_grouped(wanted)}: "
            f"{wan_grouped(abs(total - wanted))} × 10,000 yuan apart",
        )
