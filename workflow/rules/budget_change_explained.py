"""A large change of the budget is explained: 预算变动说明."""

import re
from collections.abc import Iterable
from decimal import Decimal

from workflow.canonical import Declaration, english
from workflow.money import fen_from_wan, wan_grouped
from workflow.rules.finding import Context, Found, rule
from workflow.rules.last_year import money_change, money_of, percent
from workflow.rules.settings import Threshold
from workflow.types import Scope, Severity

UNEXPLAINED = Threshold(
    "budget_change_share", Decimal("0.2"), "预算增减超过（比例）须说明", "A change beyond this part must be explained"
)
_EXPLAINS = re.compile("增|减|变动|变化|调整|提高|扩大|压缩|新增|收回|一次性|结转|取消|调增|调减|较上年|比上年|原因")


@rule(
    severity=Severity.warning,
    title_zh="预算增减较大的，说明原因",
    title_en="A large change of the budget is explained",
    source="项目支出（绩效目标）申报表填报要求：前两年预算及当年变动情况",
    scope=Scope.linked,
    thresholds=(UNEXPLAINED,),
    yields_to=("prior_budget_updated",),
)
def budget_change_explained(document: Declaration, context: Context) -> Iterable[Found]:
    """Where the form has the field for it and the field does not speak of a change."""
    before = context.linked.last_year
    part = money_change(document, before)
    asked = any(field.name == "prior_budget" for field in context.profile.header_fields())
    if before is None or part is None or not asked or abs(part) <= context.value(UNEXPLAINED):
        return
    if _EXPLAINS.search(document.prior_budget):
        return
    now, then = (wan_grouped(fen_from_wan(str(money_of(each)))) for each in (document, before))
    way_zh, way_en = ("增加", "more") if part > 0 else ("减少", "less")
    label = context.profile.label_of("prior_budget")
    yield Found(
        "basics/-/prior_budget",
        f"预算由上年的 {then} 万元变为 {now} 万元（{way_zh} {percent(part)}），「{label}」没有说明变动原因",
        f"The budget changes from {then} to {now} (10,000 yuan), {percent(part)} {way_en}, and "
        f"“{english.FIELDS['prior_budget']}” does not say why",
        document.prior_budget,
    )
