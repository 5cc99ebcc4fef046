"""Every goal has indicators that measure it: 绩效目标有对应指标."""

from collections.abc import Iterable

from workflow.canonical import Declaration
from workflow.rules.finding import Context, Found, rule
from workflow.types import Severity


@rule(
    severity=Severity.warning,
    title_zh="绩效目标有对应指标",
    title_en="Every goal has indicators",
    source="包头市财政局 2024 年绩效目标审核要点之三：指标与目标相关、匹配",
)
def goal_has_indicators(document: Declaration, _context: Context) -> Iterable[Found]:
    """Only where a form has several goals or its indicators name their goal; empty tables are told elsewhere."""
    measured = {row.goal for row in document.indicators if row.goal}
    filled = {row.horizon for row in document.indicators}
    loose = {row.horizon for row in document.indicators if not row.goal}
    for goal in document.goals:
        tables = {goal.horizon} & filled or (filled if goal.horizon == "overall" else set())
        if goal.uid not in measured and tables and not tables & loose:
            name = goal.name or goal.text[:20] or goal.uid
            yield Found(
                f"goals/{goal.uid}",
                f"「{name}」没有对应的绩效指标",
                f"No indicator measures “{name}”",
                goal.text,
            )
