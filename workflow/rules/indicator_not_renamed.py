"""An indicator of last year goes on under another name: 指标改名."""

from collections.abc import Iterable

from workflow.canonical import Declaration
from workflow.rules.finding import Context, Found, rule
from workflow.rules.last_year import change, folded
from workflow.rules.readings import quoted
from workflow.rules.renamed import renamed
from workflow.rules.sources import review_sheet
from workflow.types import Scope, Severity


@rule(
    severity=Severity.info,
    title_zh="同一指标沿用上年的名称",
    title_en="An indicator keeps its name over the years",
    source=review_sheet("绩效合理性", "与同类项目、以前年度可比"),
    scope=Scope.linked,
)
def indicator_not_renamed(document: Declaration, context: Context) -> Iterable[Found]:
    """A new name breaks the comparison over the years; long-term and annual row are told once."""
    before = context.linked.last_year
    told: set[str] = set()
    for pair in renamed(document, before) if before else ():
        if folded(pair.now.level3) in told or (change(pair) or 0) < 0:  # lower as well: target_not_lowered tells both
            continue
        told.add(folded(pair.now.level3))
        yield Found(
            f"indicators/{pair.now.uid}/level3",
            f"指标「{quoted(pair.now.level3)}」与上年的「{quoted(pair.then.level3)}」似为同一指标，名称改变后无法逐年比较",
            f"“{quoted(pair.now.level3)}” seems to be last year's “{quoted(pair.then.level3)}”; under another name the "
            "years cannot be compared",
            pair.now.level3,
            pair.then.level3,
        )
