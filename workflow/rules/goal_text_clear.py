"""A goal says what will be achieved: 绩效目标说明具体."""

from collections.abc import Iterable
from decimal import Decimal

from workflow.canonical import Declaration
from workflow.rules.cells import key
from workflow.rules.finding import Context, Found, rule
from workflow.rules.readings import quoted
from workflow.rules.settings import Threshold
from workflow.rules.sources import review_sheet
from workflow.types import Severity

SHORTEST = Threshold(
    "shortest_goal_text", Decimal(10), "绩效目标说明最少字数", "Fewest signs of a goal", Decimal(1), Decimal(200)
)


@rule(
    severity=Severity.warning,
    title_zh="绩效目标说明具体",
    title_en="A goal says what will be achieved",
    source=review_sheet("明确清晰性"),
    thresholds=(SHORTEST,),
)
def goal_text_clear(document: Declaration, context: Context) -> Iterable[Found]:
    """The project's name again, or too short; punctuation does not count. Empty ones are ``goal_text_present``'s."""
    shortest = int(context.value(SHORTEST))
    for goal in document.goals:
        text = key(goal.text)
        said = _said(text, key(document.project_name), shortest) if text else None
        if said:
            zh, en = said
            name = goal.name or "绩效目标"
            quote = quoted(goal.text.strip())
            yield Found(
                f"goals/{goal.uid}/text",
                f"「{name}」{zh}（{quote}）",
                f"“{name}”: {en} ({quote})",
                goal.text,
            )


def _said(text: str, project: str, shortest: int) -> tuple[str, str] | None:
    if text == project:
        return "只是重复项目名称，没有写明产出和效果", "only repeats the project's name"
    if len(text) < shortest:
        return f"只有 {len(text)} 个字，没有写明产出和效果", f"only {len(text)} signs, no output and no effect"
    return None
