"""The column 上年 of this form against what was approved last year."""

from collections.abc import Iterable

from workflow.canonical import Declaration
from workflow.indicators import Value, ValueKind, attainment
from workflow.indicators.units import factor
from workflow.rules.finding import Context, Found, rule
from workflow.rules.last_year import Pair, last_year_pairs
from workflow.rules.readings import quoted, read_target
from workflow.rules.taken_over import COPIED_FORM, copied_form
from workflow.types import Scope, Severity

LAST = 1  # of prior_years: the year before last, last year


@rule(
    severity=Severity.info,
    title_zh="“上年”栏与上年批复一致",
    title_en="The column of last year says what was approved",
    source="项目支出（绩效目标）申报表填报要求：近两年指标值填写上年批复的申报表所列数值（条文未核对）",
    scope=Scope.linked,
)
def last_year_column_matches(document: Declaration, context: Context) -> Iterable[Found]:
    """Only numbers that can be compared; an actual that reached the target is no disagreement."""

    if copied_form(document, context.linked.last_year, context.value(COPIED_FORM)):
        return  # told once, by form_not_copied

    def disagrees(pair: Pair) -> bool:
        column = pair.now.prior_years[LAST]
        return bool(column.strip()) and _below(read_target(column, pair.now.level3), pair.before)

    for pair in last_year_pairs(document, context, disagrees):
        column, approved = quoted(pair.now.prior_years[LAST]), quoted(pair.then.target)
        yield Found(
            f"indicators/{pair.now.uid}/prior_years.{LAST}",
            f"指标「{quoted(pair.now.level3)}」“上年”栏为「{column}」，达不到上年批复的指标值「{approved}」，请核对",
            f"“{quoted(pair.now.level3)}”: the column of last year says “{column}”, below the approved “{approved}”",
            pair.now.prior_years[LAST],
        )


def _below(column: Value, approved: Value) -> bool:
    if {column.kind, approved.kind} != {ValueKind.quantitative}:
        return False
    if column.measure.unit is None or factor(column.measure.unit, approved.measure.unit) is None:
        return False
    reached = attainment(column, approved)
    return reached.met is False and reached.ratio is not None and reached.ratio < 1
