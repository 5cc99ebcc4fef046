"""Satisfaction has its usual weight: 满意度指标权重合理."""

from collections.abc import Iterable
from decimal import Decimal

from workflow.canonical import Declaration
from workflow.rules.finding import Context, Found, rule
from workflow.rules.settings import Threshold
from workflow.types import Severity

USUAL = Threshold(
    "satisfaction_weight",
    Decimal(10),
    "满意度指标权重合计",
    "Sum of the weights of satisfaction",
    Decimal(1),
    Decimal(100),
)


@rule(
    severity=Severity.info,
    title_zh="满意度指标权重合理",
    title_en="Satisfaction has its usual weight",
    source="财预〔2020〕10号 附件 项目支出绩效自评表填表说明：产出 50、效益 30、服务对象满意度 10、预算资金执行率 10",
    thresholds=(USUAL,),
)
def satisfaction_weight(document: Declaration, context: Context) -> Iterable[Found]:
    """Of forms with a weight scheme; a table without satisfaction, or with missing weights, is told elsewhere."""
    scheme = context.profile.weights
    rows = [row for row in document.indicators if scheme and row.horizon == scheme.horizon and "满意" in row.level1]
    weights = [Decimal(row.weight) for row in rows if row.weight is not None]
    usual, total = context.value(USUAL), sum(weights, Decimal(0))
    if rows and len(weights) == len(rows) and total not in (usual, 0):
        yield Found(
            f"indicators/{rows[0].uid}/weight",
            f"满意度指标权重合计 {total}，一般为 {usual}",
            f"Satisfaction has {total} points, {usual} are usual",
            rows[0].weight or "",
            str(usual),
        )
