"""Every goal has a text: 绩效目标有目标说明."""

from collections.abc import Iterable

from workflow.canonical import Declaration
from workflow.rules.cells import key
from workflow.rules.finding import Context, Found, rule
from workflow.rules.sources import review_sheet
from workflow.types import Severity


@rule(
    severity=Severity.warning,
    title_zh="绩效目标有目标说明",
    title_en="Every goal has a text",
    source=review_sheet("规范完整性", "内容完整"),
)
def goal_text_present(document: Declaration, _context: Context) -> Iterable[Found]:
    """Signs without any letter say nothing either."""
    for goal in document.goals:
        if not key(goal.text):
            name = goal.name or "绩效目标"
            yield Found(f"goals/{goal.uid}/text", f"「{name}」没有目标说明", f"“{name}” has no text", goal.name)
