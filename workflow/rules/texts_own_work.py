"""A text that stands in another department's declaration: 与其他部门申报雷同."""

from collections.abc import Iterable
from decimal import Decimal

from workflow.canonical import Declaration
from workflow.copies import INDICATORS
from workflow.rules.finding import Context, Found, rule
from workflow.rules.readings import quoted
from workflow.rules.settings import Threshold
from workflow.rules.sources import review_sheet
from workflow.types import Scope, Severity

COPIED_ELSEWHERE = Threshold(
    "copied_elsewhere_share",
    Decimal("0.6"),
    "与其他部门文字雷同的比例",
    "Part of a text that stands in another department's",
)


@rule(
    severity=Severity.warning,
    title_zh="文字不照抄其他部门",
    title_en="Texts are not another department's",
    source=review_sheet("目标相关性", "与部门职能相关"),
    scope=Scope.corpus,
    thresholds=(COPIED_ELSEWHERE,),
    yields_to=("names_own_department",),
)
def texts_own_work(document: Declaration, context: Context) -> Iterable[Found]:
    """Names and numbers apart; what stands in very many forms does not count."""
    for item in context.corpus.alike:
        if item.path != INDICATORS and Decimal(str(item.share)) >= context.value(COPIED_ELSEWHERE):
            yield Found(
                item.path,
                f"文字有 {round(item.share * 100)}% 与{item.department}「{item.project_name}」的申报雷同，"
                "请按本项目的实际情况撰写",
                f"{round(item.share * 100)}% of the text stands in “{item.project_name}” of {item.department}; write "
                "about this project",
                quoted(item.text),
            )
