"""More money for the same or lower targets: 增资不增效."""

from collections.abc import Iterable
from decimal import Decimal

from workflow.canonical import Declaration
from workflow.money import fen_from_wan, wan_grouped
from workflow.rules.finding import Context, Found, rule
from workflow.rules.last_year import change, matching, money_change, money_of, percent
from workflow.rules.settings import Threshold
from workflow.rules.sources import review_sheet
from workflow.types import Scope, Severity

MORE_MONEY = Threshold(
    "more_money_share",
    Decimal("0.1"),
    "预算增加超过（比例）而目标没有提高",
    "More money than this part for no higher target",
)
_FEWEST = 3
"""Comparable targets: of fewer nothing can be concluded."""


@rule(
    severity=Severity.warning,
    title_zh="预算增加的，目标相应提高",
    title_en="More money buys more",
    source=review_sheet("资金匹配性"),
    scope=Scope.linked,
    thresholds=(MORE_MONEY,),
)
def more_money_for_more(document: Declaration, context: Context) -> Iterable[Found]:
    """No target rose, none was added, and the budget grew beyond the threshold; less money is no matter."""
    before = context.linked.last_year
    more = money_change(document, before)
    if before is None or more is None or more <= context.value(MORE_MONEY):
        return
    found = matching(document, before)
    changes = [part for pair in found.pairs if (part := change(pair)) is not None]
    if found.added or len(changes) < _FEWEST or any(part > 0 for part in changes):
        return
    lower = sum(part < 0 for part in changes)
    field = "budget_year" if document.budget_year else "budget_total"
    now, then = (wan_grouped(fen_from_wan(str(money_of(each)))) for each in (document, before))
    zh = f"{len(changes)} 个可比指标没有一个提高" + (f"，{lower} 个降低" if lower else "")
    en = f"none of {len(changes)} comparable targets is higher" + (f", {lower} are lower" if lower else "")
    yield Found(
        f"basics/-/{field}",
        f"预算由上年的 {then} 万元增加到 {now} 万元（增加 {percent(more)}），但{zh}",
        f"The budget grows from {then} to {now} (10,000 yuan), by {percent(more)}, but {en}",
        document.budget_year or document.budget_total or "",
    )
