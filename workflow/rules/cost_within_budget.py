"""What the project may cost is what it gets: 成本指标不超过项目预算."""

from collections.abc import Iterable

from workflow.canonical import Declaration
from workflow.canonical.document import Indicator
from workflow.indicators.measures import found_number
from workflow.indicators.units import MONEY, factor
from workflow.money import fen_from_wan, wan_grouped
from workflow.rules.cells import read_target
from workflow.rules.finding import Context, Found, rule
from workflow.rules.readings import quoted
from workflow.rules.sources import review_sheet
from workflow.types import Horizon, Severity

_FEN_OF_A_WAN = 1_000_000


@rule(
    severity=Severity.warning,
    title_zh="成本指标不超过项目预算",
    title_en="A cost target is within the budget",
    source=review_sheet("资金匹配性"),
)
def cost_within_budget(document: Declaration, context: Context) -> Iterable[Found]:
    """Sums of money, long-term ones only where the form gives a total; a price per something cannot be compared."""
    year, total = document.budget_year, document.budget_total
    budgets = {Horizon.annual: year or total, Horizon.long_term: total, Horizon.overall: total or year}
    told = set()
    for row in document.indicators:
        budget, cost = budgets[Horizon(row.horizon)], _cost(row)
        if budget is None or cost is None or cost <= fen_from_wan(budget) or (row.level3, row.target) in told:
            continue
        told.add((row.level3, row.target))
        name, have = quoted(row.level3), wan_grouped(fen_from_wan(budget))
        label = context.profile.label_of("budget_year" if budget is year else "budget_total")
        yield Found(
            f"indicators/{row.uid}/target",
            f"成本指标「{name}」的指标值「{quoted(row.target)}」超过{label} {have} 万元",
            f"Cost indicator “{name}”: “{quoted(row.target)}” is beyond the budget of {have} × 10,000 yuan",
            row.target,
            f"≤{have}万元",
        )


def _cost(row: Indicator) -> int | None:
    """In fen; None for what is no plain sum of money."""
    value = read_target(row) if "成本" in f"{row.level1}{row.level2}" else None
    if value is None or value.measure.unit not in MONEY or value.measure.per:
        return None
    rate = factor(value.measure.unit, "万元")
    return None if rate is None else int(found_number(value.measure) * rate * _FEN_OF_A_WAN)
