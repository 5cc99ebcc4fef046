"""Weights (权重) add up: level-3 to their block, all to what the weight scheme of the profile says."""

from collections.abc import Iterable
from decimal import Decimal

from workflow.canonical import Declaration
from workflow.canonical.document import BlockWeight
from workflow.rules.finding import Context, Found, rule
from workflow.types import Severity


@rule(
    severity=Severity.error,
    title_zh="指标权重合计正确",
    title_en="Indicator weights add up",
    source="财预〔2021〕101号（条文未核对）；湖北省项目支出绩效自评表：预算执行 20 分，年度绩效目标 80 分",
)
def weights_sum(document: Declaration, context: Context) -> Iterable[Found]:
    """Nothing to say for profiles without weights. Missing weights are counted in the sentence."""
    scheme = context.profile.weights
    rows = [row for row in document.indicators if scheme and row.horizon == scheme.horizon]
    if scheme is None or not rows:
        return
    total = sum((Decimal(row.weight) for row in rows if row.weight), Decimal(0))
    missing = sum(1 for row in rows if row.weight is None)
    if total != scheme.total or missing:
        gap_zh = f"；{missing} 个指标没有权重" if missing else ""
        gap_en = f"; {missing} indicators have no weight" if missing else ""
        yield Found(
            "indicators",
            f"指标权重合计 {_points(total)}，应为 {scheme.total}{gap_zh}",
            f"Weights add up to {_points(total)}, {scheme.total} is asked{gap_en}",
        )
    for block in document.block_weights:
        yield from _block(document, block)


def _block(document: Declaration, block: BlockWeight) -> Iterable[Found]:
    total = sum(
        (
            Decimal(row.weight)
            for row in document.indicators
            if row.weight and row.horizon == block.horizon and row.goal == block.goal and row.level1 in block.levels
        ),
        Decimal(0),
    )
    if total != Decimal(block.weight):
        names = "、".join(block.levels)
        yield Found(
            f"block_weights/{block.uid}",
            f"{names}的权重合计 {_points(total)}%，权重比例写的是 {block.weight}%",
            f"Weights of {names} add up to {_points(total)}%, the block says {block.weight}%",
        )


def _points(total: Decimal) -> str:
    """However the weights are spread, the same sum is the same sentence, so its waiver stays."""
    return f"{total.normalize():f}"
