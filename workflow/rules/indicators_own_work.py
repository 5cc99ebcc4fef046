"""A list of indicators that is another department's: 指标表与其他部门雷同."""

from collections.abc import Iterable
from decimal import Decimal

from workflow.canonical import Declaration
from workflow.copies import INDICATORS
from workflow.rules.finding import Context, Found, rule
from workflow.rules.settings import Threshold
from workflow.rules.sources import review_sheet
from workflow.types import Scope, Severity

COPIED_ROWS = Threshold(
    "copied_rows_share",
    Decimal("0.8"),
    "与其他部门雷同的指标比例",
    "Part of the indicators that another department has",
)


@rule(
    severity=Severity.warning,
    title_zh="指标表不照抄其他部门",
    title_en="The indicators are not another department's",
    source=review_sheet("目标相关性", "与项目内容相关"),
    scope=Scope.corpus,
    thresholds=(COPIED_ROWS,),
    yields_to=("siblings_differ",),
)
def indicators_own_work(document: Declaration, context: Context) -> Iterable[Found]:
    """The list as a whole, by the names of its rows; common indicators (满意度 …) do not count."""
    for item in context.corpus.alike:
        if item.path == INDICATORS and Decimal(str(item.share)) >= context.value(COPIED_ROWS):
            yield Found(
                INDICATORS,
                f"指标名称有 {round(item.share * 100)}% 与{item.department}「{item.project_name}」相同，"
                "请按本项目的内容设置指标",
                f"{round(item.share * 100)}% of the indicators are from “{item.project_name}” of {item.department}; "
                "set the project's own",
                item.project_name,
            )
