"""No target below last year's: 指标值不低于上年."""

from collections.abc import Iterable
from decimal import Decimal

from workflow.canonical import Declaration
from workflow.rules.finding import Context, Found, rule
from workflow.rules.last_year import Pair, change, is_count, last_year_pairs, money_change, percent
from workflow.rules.settings import Threshold
from workflow.rules.sources import review_sheet
from workflow.rules.swapped import swapped_uids
from workflow.types import Scope, Severity

LOWERED_BY = Threshold(
    "target_lowered_by", Decimal(0), "指标值下降超过（比例）才提示", "Only a drop of more than this part counts"
)
_ROUNDING = Decimal("0.05")
"""Five points more than the money fell are rounding: 10 % less money, 14 % fewer people."""


@rule(
    severity=Severity.warning,
    title_zh="指标值不低于上年",
    title_en="No target is lower than last year's",
    source=review_sheet("绩效合理性", "符合正常业绩水平"),
    scope=Scope.linked,
    thresholds=(LOWERED_BY,),
)
def target_not_lowered(document: Declaration, context: Context) -> Iterable[Found]:
    """Direction and units are read; a count that fell no more than the money did is in order."""
    spared = swapped_uids(document, context.linked.last_year)
    saved = -min(money_change(document, context.linked.last_year) or Decimal(0), Decimal(0))
    least = context.value(LOWERED_BY)

    def lowered(pair: Pair) -> bool:
        part = change(pair)
        if part is None or part >= -least or part == 0 or pair.now.uid in spared:
            return False
        return not (is_count(pair) and saved and -part <= saved + _ROUNDING)

    for pair in last_year_pairs(document, context, lowered):
        less = percent(change(pair) or Decimal(0))
        yield pair.found(
            "target", f"要求降低 {less}，请说明原因或恢复", f"it asks for {less} less; say why or restore it"
        )
