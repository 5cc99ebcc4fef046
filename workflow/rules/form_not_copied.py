"""The whole form is last year's: 全表照抄."""

from collections.abc import Iterable

from workflow.canonical import Declaration
from workflow.rules.finding import Context, Found, rule
from workflow.rules.sources import review_sheet
from workflow.rules.taken_over import COPIED_FORM, copied_form
from workflow.types import Scope, Severity


@rule(
    severity=Severity.warning,
    title_zh="不照抄上年整张申报表",
    title_en="The form is not last year's as a whole",
    source=review_sheet("目标相关性", "与年度工作计划相关"),
    scope=Scope.linked,
    thresholds=(COPIED_FORM,),
)
def form_not_copied(document: Declaration, context: Context) -> Iterable[Found]:
    """One finding on the form instead of one per text."""
    before = context.linked.last_year
    found = copied_form(document, before, context.value(COPIED_FORM))
    if before is not None and found:
        same, every = found
        yield Found(
            "form",
            f"整张申报表与 {before.fiscal_year} 年批复的相同（目标、指标、金额 {every} 项中 {same} 项一致），"
            "年份或“前年、上年”两栏也没有更新，请按今年的任务重新填写",
            f"The form is that of {before.fiscal_year}: {same} of {every} texts, targets and amounts are the same, "
            "down to the years it names or the columns of the years before",
        )
