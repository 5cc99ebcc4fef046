"""The unit of a target changed since last year: 计量单位变化."""

from collections.abc import Iterable

from workflow.canonical import Declaration
from workflow.indicators import ValueKind
from workflow.indicators.units import factor
from workflow.rules.finding import Context, Found, rule
from workflow.rules.last_year import Pair, last_year_pairs
from workflow.rules.sources import review_sheet
from workflow.rules.swapped import swapped_uids
from workflow.types import Scope, Severity


@rule(
    severity=Severity.info,
    title_zh="计量单位与上年一致",
    title_en="A target keeps its unit",
    source=review_sheet("绩效合理性", "与同类项目、以前年度可比"),
    scope=Scope.linked,
)
def target_unit_kept(document: Declaration, context: Context) -> Iterable[Found]:
    """Units that can be turned into each other (万人, 人) are the same; 人 and 人次, 场/年 and 场/月 are not."""
    spared = swapped_uids(document, context.linked.last_year)

    def differs(pair: Pair) -> bool:
        return pair.now.uid not in spared and _units_differ(pair)

    for pair in last_year_pairs(document, context, differs):
        yield pair.found("target", "计量单位不同，无法比较", "the units differ, so the years cannot be compared")


def _units_differ(pair: Pair) -> bool:
    if {pair.value.kind, pair.before.kind} != {ValueKind.quantitative}:
        return False
    now, then = pair.value.measure, pair.before.measure
    if now.unit is None or then.unit is None:
        return False
    return factor(now.unit, then.unit) is None or set(now.per) != set(then.per)
