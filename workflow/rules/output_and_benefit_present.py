"""Every indicator table has at least one output (产出) and one benefit (效益) indicator."""

from collections.abc import Iterable

from workflow.canonical import Declaration
from workflow.rules.finding import Context, Found, rule
from workflow.types import Horizon, Severity

_TABLE = {
    Horizon.long_term: ("长期绩效目标表", "long-term table"),
    Horizon.annual: ("年度绩效目标表", "annual table"),
    Horizon.overall: ("绩效目标表", "table"),
}


@rule(
    severity=Severity.error,
    title_zh="至少一个产出指标和一个效益指标",
    title_en="At least one output and one benefit indicator",
    source="财预〔2021〕101号 指标设置要求（条文未核对）",
)
def output_and_benefit_present(document: Declaration, context: Context) -> Iterable[Found]:
    """One finding per table and missing group. A table without rows is ``required_fields``' business."""
    profile = context.profile
    for horizon in profile.indicator_horizons:
        present = {row.level1 for row in document.indicators if row.horizon == horizon}
        table_zh, table_en = _TABLE[Horizon(horizon)]
        for wanted in (profile.output_levels, profile.benefit_levels) if present else ():
            if present.isdisjoint(wanted):
                yield Found(
                    "indicators",
                    f"{table_zh}没有「{wanted[0]}」，至少应有一个",
                    f"The {table_en} has no “{wanted[0]}”; at least one is needed",
                )
