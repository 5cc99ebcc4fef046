"""The goal of the year is a step, not the long-term goal again: 年度目标不照抄长期目标."""

from collections.abc import Iterable

from workflow.canonical import Declaration
from workflow.rules.cells import key
from workflow.rules.finding import Context, Found, rule
from workflow.types import Horizon, Severity


@rule(
    severity=Severity.info,
    title_zh="年度目标不照抄长期目标",
    title_en="The annual goal is not the long-term goal again",
    source="财预〔2015〕88号 第三条：绩效目标按时效分为中长期和年度目标（条文未核对）",
)
def annual_goal_own_words(document: Declaration, _context: Context) -> Iterable[Found]:
    """A note: projects of one year rightly have one goal."""
    far = {key(goal.text): goal for goal in document.goals if goal.horizon == Horizon.long_term and key(goal.text)}
    for goal in document.goals:
        same = far.get(key(goal.text)) if goal.horizon == Horizon.annual else None
        if same is not None:
            one, two = goal.name or "年度绩效目标", same.name or "长期绩效目标"
            yield Found(
                f"goals/{goal.uid}/text",
                f"「{one}」与「{two}」文字完全相同，年度目标应写当年要完成的部分",
                f"“{one}” is word for word “{two}”; it should say what is done this year",
                goal.text,
            )
