"""No indicator decides alone: 单个指标权重不过高."""

from collections.abc import Iterable
from decimal import Decimal

from workflow.canonical import Declaration
from workflow.canonical.document import Indicator
from workflow.rules.finding import Context, Found, rule
from workflow.rules.readings import quoted
from workflow.rules.settings import Threshold
from workflow.types import Severity

SHARE = Threshold(
    "largest_weight_share",
    Decimal("0.4"),
    "单个指标占全部权重的最高比例",
    "Largest share of all weights in one indicator",
)
_FEWEST = 3  # of two indicators one has half of everything


@rule(
    severity=Severity.warning,
    title_zh="单个指标权重不过高",
    title_en="No indicator has most of the weight",
    source="包头市财政局 2024 年绩效目标审核要点之六：权重设置规范",
    thresholds=(SHARE,),
)
def weight_balanced(document: Declaration, context: Context) -> Iterable[Found]:
    """Of all weights of its table."""
    tables: dict[str, list[tuple[Indicator, Decimal]]] = {}
    for row in document.indicators:
        if row.weight and Decimal(row.weight):
            tables.setdefault(row.horizon, []).append((row, Decimal(row.weight)))
    largest = context.value(SHARE)
    for rows in tables.values():
        total = sum(weight for _, weight in rows)
        for row, weight in rows if len(rows) >= _FEWEST else ():
            if weight > total * largest:
                name, share = quoted(row.level3 or row.level2), f"{100 * weight / total:.0f}%"
                yield Found(
                    f"indicators/{row.uid}/weight",
                    f"指标「{name}」的权重 {weight} 占全部权重 {total} 的 {share}，超过 {largest:.0%}",
                    f"Indicator “{name}” has {weight} of {total} points, {share}: more than {largest:.0%}",
                    row.weight or "",
                )
