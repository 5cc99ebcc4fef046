"""Σ expenditure lines (支出明细) of a source = that source, per source."""

from collections.abc import Iterable

from workflow.canonical import Declaration, english
from workflow.canonical.profile import DetailColumn
from workflow.money import fen_from_wan, wan_grouped
from workflow.rules.finding import Context, Found, rule
from workflow.types import Severity

ALL = "all"  # the 2020 form has one amount column for all sources


@rule(
    severity=Severity.error,
    title_zh="支出明细与资金来源一致",
    title_en="Expenditure lines add up to their funding source",
    source="项目支出（绩效目标）申报表填报要求：支出明细按来源分列",
)
def details_match_sources(document: Declaration, context: Context) -> Iterable[Found]:
    """One finding per column of the detail table whose sum differs from the sources it covers."""
    if not document.expenditure_lines:
        return
    for column in context.profile.detail_sources:
        detailed = sum(
            fen_from_wan(part.amount)
            for line in document.expenditure_lines
            for part in line.amounts
            if part.source == column.code
        )
        covered = _covered(document, context, column)
        if covered is not None and detailed != covered:
            label, label_en = column.label, english.SOURCES.get(column.code, column.label)
            yield Found(
                _path(document, column),
                f"「{label}」明细合计 {wan_grouped(detailed)} 万元与来源 {wan_grouped(covered)} 万元"
                f"相差 {wan_grouped(abs(detailed - covered))} 万元",
                f"Lines under “{label_en}” add up to {wan_grouped(detailed)}, the source is {wan_grouped(covered)}: "
                f"{wan_grouped(abs(detailed - covered))} × 10,000 yuan apart",
            )


def _covered(document: Declaration, context: Context, column: DetailColumn) -> int | None:
    if column.code == ALL:
        budget = getattr(document, context.profile.budget_field)
        return None if budget is None else fen_from_wan(budget)
    codes = column.covers or (column.code,)
    return sum(fen_from_wan(row.amount) for row in document.funding_sources if row.amount and row.source in codes)


def _path(document: Declaration, column: DetailColumn) -> str:
    codes = column.covers or (column.code,)
    row = next((row for row in document.funding_sources if row.source in codes), None)
    return f"funding_sources/{row.uid}/amount" if row and column.code != ALL else "expenditure_lines"
