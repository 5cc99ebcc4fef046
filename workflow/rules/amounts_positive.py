"""Amounts are more than zero: 金额大于零."""

from collections.abc import Iterable, Iterator

from workflow.canonical import Declaration, english
from workflow.money import fen_from_wan, wan_grouped
from workflow.rules.finding import Context, Found, rule
from workflow.types import Severity


@rule(
    severity=Severity.error,
    title_zh="金额大于零",
    title_en="Amounts are more than zero",
    source="项目支出（绩效目标）申报表填报要求：金额单位万元，预算金额为正数",
)
def amounts_positive(document: Declaration, context: Context) -> Iterable[Found]:
    """No amount is negative, and a project without money needs no declaration. A source may give nothing (0.00)."""
    for path, amount in _amounts(document):
        fen = fen_from_wan(amount)
        if fen < 0:
            said = wan_grouped(fen)
            yield Found(path, f"金额 {said} 万元是负数", f"The amount {said} is negative", amount)
    budget = getattr(document, context.profile.budget_field)
    if budget is not None and fen_from_wan(budget) == 0 and not context.withdrawn:
        field = context.profile.budget_field
        label = context.profile.label_of(field)
        yield Found(f"basics/-/{field}", f"「{label}」为零", f"“{english.FIELDS[field]}” is zero", budget)


def _amounts(document: Declaration) -> Iterator[tuple[str, str]]:
    for field in ("budget_total", "budget_year"):
        if (amount := getattr(document, field)) is not None:
            yield f"basics/-/{field}", amount
    for source in document.funding_sources:
        if source.amount is not None:
            yield f"funding_sources/{source.uid}/amount", source.amount
    for line in document.expenditure_lines:
        for part in line.amounts:
            yield f"expenditure_lines/{line.uid}/amounts.{part.source}", part.amount
    for asset in document.asset_lines:
        if asset.amount is not None:
            yield f"asset_lines/{asset.uid}/amount", asset.amount
