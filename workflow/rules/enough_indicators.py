"""A table has enough indicators to judge by: 指标数量不过少."""

from collections.abc import Iterable
from decimal import Decimal

from workflow.canonical import Declaration
from workflow.rules.cells import TABLES, tables
from workflow.rules.finding import Context, Found, rule
from workflow.rules.settings import Threshold
from workflow.types import Severity

FEWEST = Threshold(
    "fewest_indicators", Decimal(3), "每张表最少的三级指标数", "Fewest indicators of a table", Decimal(1), Decimal(30)
)


@rule(
    severity=Severity.warning,
    title_zh="指标数量不过少",
    title_en="A table has enough indicators",
    source="绩效目标填报说明（dybbs8.com 公开文本）：每个项目的三级指标不少于 3 个",
    thresholds=(FEWEST,),
)
def enough_indicators(document: Declaration, context: Context) -> Iterable[Found]:
    """Named ones; a table without any row is told by ``required_fields``."""
    fewest = int(context.value(FEWEST))
    for horizon, rows in tables(document, context.profile):
        many = sum(1 for row in rows if row.level3.strip())
        if many < fewest:
            zh, en = TABLES[horizon]
            yield Found(
                "indicators",
                f"{zh}只有 {many} 个三级指标，至少应有 {fewest} 个",
                f"The {en} has {many} indicators, at least {fewest} are asked",
            )
