"""前两年预算及当年变动 is last year's text: not updated."""

from collections.abc import Iterable

from workflow.canonical import Declaration, english
from workflow.rules.finding import Context, Found, rule
from workflow.rules.swapped import folded_target
from workflow.rules.taken_over import COPIED_FORM, copied_form
from workflow.types import Scope, Severity

_SHORTEST = 12
"""Signs: 「无变动」 may stand there every year."""


@rule(
    severity=Severity.warning,
    title_zh="前两年预算及当年变动已更新",
    title_en="The text about the budgets of the years before is up to date",
    source="项目支出（绩效目标）申报表填报要求：前两年预算及当年变动情况",
    scope=Scope.linked,
)
def prior_budget_updated(document: Declaration, context: Context) -> Iterable[Found]:
    """Word for word the same as a year ago, and last year is not in it."""
    before = context.linked.last_year
    text = folded_target(document.prior_budget)
    if copied_form(document, before, context.value(COPIED_FORM)):
        return  # told once, by form_not_copied
    if before is None or len(text) < _SHORTEST or text != folded_target(before.prior_budget):
        return
    if str(before.fiscal_year) not in text:
        label, label_en = context.profile.label_of("prior_budget"), english.FIELDS["prior_budget"]
        yield Found(
            "basics/-/prior_budget",
            f"「{label}」与上年一字不差，没有 {before.fiscal_year} 年的预算和执行情况",
            f"“{label_en}” is word for word last year's and says nothing about {before.fiscal_year}",
            document.prior_budget,
        )
