"""Assets and purchases are paid out of the budget: 资产配置及采购金额不超过当年预算."""

from collections.abc import Iterable

from workflow.canonical import Declaration
from workflow.money import fen_from_wan, wan_grouped
from workflow.rules.finding import Context, Found, rule
from workflow.types import Severity


@rule(
    severity=Severity.error,
    title_zh="资产配置及采购金额不超过当年预算",
    title_en="Assets and purchases are within the budget of the year",
    source="项目支出（绩效目标）申报表填报要求：资产配置及采购计划列入当年预算",
)
def assets_within_budget(document: Declaration, context: Context) -> Iterable[Found]:
    """The plan is part of the budget of the year."""
    budget = getattr(document, context.profile.budget_field)
    planned = sum(fen_from_wan(row.amount) for row in document.asset_lines if row.amount is not None)
    if budget is None or planned <= fen_from_wan(budget):
        return
    have, apart = fen_from_wan(budget), wan_grouped(planned - fen_from_wan(budget))
    yield Found(
        "asset_lines",
        f"资产配置及采购计划合计 {wan_grouped(planned)} 万元，超过当年预算 {wan_grouped(have)} 万元，多 {apart} 万元",
        f"Assets and purchases add up to {wan_grouped(planned)}, the budget of the year is {wan_grouped(have)}: "
        f"{apart} × 10,000 yuan too much",
    )
