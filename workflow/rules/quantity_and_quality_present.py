"""Outputs have a quantity and a quality: 产出指标有数量和质量."""

from collections.abc import Iterable

from workflow.canonical import Declaration
from workflow.rules.cells import TABLES, same_in_others, tables
from workflow.rules.filing import better_place
from workflow.rules.finding import Context, Found, rule
from workflow.types import Severity


@rule(
    severity=Severity.warning,
    title_zh="产出指标有数量和质量",
    title_en="Outputs have a quantity and a quality",
    source="财预〔2021〕101号 指标设置要求：数量、质量指标应当设置（条文未核对）",
)
def quantity_and_quality_present(document: Declaration, context: Context) -> Iterable[Found]:
    """Tables without any output, outputs of unknown kind and those filed wrongly are told by other rules."""
    for kind in ("数量指标", "质量指标"):
        lacking = []
        for horizon, rows in tables(document, context.profile):
            outputs = [row for row in rows if row.level1 in context.profile.output_levels]
            kinds = {better_place(row) or row.level2.strip() for row in outputs}
            if kinds and "" not in kinds and not any(kind[:2] in name for name in kinds):
                lacking.append(horizon)
        if lacking:
            (zh, en), (more_zh, more_en) = TABLES[lacking[0]], same_in_others(lacking)
            yield Found(
                "indicators",
                f"{zh}没有「{kind}」{more_zh}",
                f"The {en} has no “{kind}”{more_en}",
                suggestion=f"补充至少一个{kind}",
                advice_en=f"add at least one {kind}",
            )
