"""Indicators of last year that are missing this year: 上年指标取消."""

from collections.abc import Iterable

from workflow.canonical import Declaration
from workflow.canonical.document import Indicator
from workflow.rules.finding import Context, Found, rule
from workflow.rules.last_year import folded, matching
from workflow.rules.readings import quoted
from workflow.rules.renamed import renamed
from workflow.rules.sources import review_sheet
from workflow.types import Scope, Severity

_NAMED = 5


@rule(
    severity=Severity.warning,
    title_zh="上年的指标没有无故取消",
    title_en="No indicator of last year was dropped",
    source=review_sheet("指标科学性", "指标全面充分"),
    scope=Scope.linked,
)
def indicators_kept(document: Declaration, context: Context) -> Iterable[Found]:
    """All of them in one finding; not those that go on under another name."""
    before = context.linked.last_year
    if before is None or not document.indicators:
        return
    gone_on = {id(pair.then) for pair in renamed(document, before)}
    found = matching(document, before)
    there = set() if found.split else {folded(row.level3) for row in document.indicators}
    dropped: dict[str, Indicator] = {}
    for row in found.dropped:
        if id(row) not in gone_on and folded(row.level3) not in there:
            dropped.setdefault(folded(row.level3), row)
    if dropped:
        rows = list(dropped.values())
        listed = "、".join(f"「{quoted(row.level3)}」{quoted(row.target)}" for row in rows[:_NAMED])
        more_zh, more_en = (" 等", " and others") if len(rows) > _NAMED else ("", "")
        yield Found(
            "indicators",
            f"上年批复的 {len(rows)} 个指标今年没有列出：{listed}{more_zh}，请补列或说明取消原因",
            f"{len(rows)} indicators approved last year are missing this year: {listed}{more_en}",
            "、".join(row.level3 for row in rows),
        )
