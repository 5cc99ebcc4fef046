"""Two projects of a department with one list of indicators: 指标照搬本部门其他项目."""

from collections.abc import Iterable
from decimal import Decimal

from workflow.canonical import Declaration
from workflow.rules.finding import Context, Found, rule
from workflow.rules.last_year import folded
from workflow.rules.settings import Threshold
from workflow.rules.sources import review_sheet
from workflow.rules.swapped import folded_target
from workflow.types import Scope, Severity

SAME_ROWS = Threshold(
    "sibling_rows_share",
    Decimal("0.9"),
    "与本部门其他项目相同的指标比例",
    "Part of the indicators that another project has",
)
_FEWEST = 5


@rule(
    severity=Severity.warning,
    title_zh="指标不照搬本部门其他项目",
    title_en="Indicators are the project's own",
    source=review_sheet("目标相关性", "与项目内容相关"),
    scope=Scope.linked,
    thresholds=(SAME_ROWS,),
)
def siblings_differ(document: Declaration, context: Context) -> Iterable[Found]:
    """The same names with the same targets; the project that is most like it is named."""
    mine = _rows(document)
    if len(mine) < _FEWEST:
        return
    shares = [
        (Decimal(len(mine & _rows(each))) / len(mine), each)
        for each in context.linked.siblings
        if folded(each.project_name) != folded(document.project_name)
    ]
    part, other = max(shares, key=lambda item: item[0], default=(Decimal(0), document))
    if part >= context.value(SAME_ROWS):
        same = int(part * len(mine))
        yield Found(
            "indicators",
            f"{len(mine)} 个指标中有 {same} 个与本部门「{other.project_name}」的名称和指标值完全相同，"
            "请按本项目的内容设置",
            f"{same} of {len(mine)} indicators and targets are those of “{other.project_name}”; set the project's own",
            other.project_name,
        )


def _rows(document: Declaration) -> set[tuple[str, str]]:
    return {(folded(row.level3), folded_target(row.target)) for row in document.indicators if row.level3.strip()}
