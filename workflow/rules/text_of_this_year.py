"""Texts taken over from last year that still name last year: 照抄上年文字."""

from collections.abc import Iterable
from decimal import Decimal

from workflow.canonical import Declaration
from workflow.rules.finding import Context, Found, rule
from workflow.rules.settings import Threshold
from workflow.rules.sources import review_sheet
from workflow.rules.taken_over import COPIED_FORM, copied_form, same_part, still_named, text_pairs
from workflow.types import Scope, Severity

COPIED_TEXT = Threshold(
    "copied_text_share", Decimal("0.9"), "与上年文字相同的比例", "Part of a text that is the same as last year's"
)


@rule(
    severity=Severity.warning,
    title_zh="照用上年文字的，年份已更新",
    title_en="Texts taken over from last year name this year",
    source=review_sheet("规范完整性", "内容与本年度相符"),
    scope=Scope.linked,
    thresholds=(COPIED_TEXT,),
)
def text_of_this_year(document: Declaration, context: Context) -> Iterable[Found]:
    """Nearly word for word last year's, and it speaks of that year as if it were this one."""
    before = context.linked.last_year
    if before is None or before.fiscal_year >= document.fiscal_year:
        return
    if copied_form(document, before, context.value(COPIED_FORM)):
        return  # told once, by form_not_copied
    for path, text, old in text_pairs(document, before):
        stale = still_named(text, old, before.fiscal_year)
        if stale and same_part(text, old) >= context.value(COPIED_TEXT):
            yield Found(
                path,
                f"文字与上年基本相同，仍写着「{stale}」，请按 {document.fiscal_year} 年的情况改写",
                f"The text is last year's and still says “{stale}”; write it for {document.fiscal_year}",
                stale,
                stale.replace(str(before.fiscal_year), str(document.fiscal_year)),
            )
