"""The project's amount in the overall declaration: 金额与部门整体一致."""

from collections.abc import Iterable

from workflow.canonical import Declaration
from workflow.money import fen_from_wan, wan_grouped
from workflow.rules.department import amounts_of, line_of, wan
from workflow.rules.finding import Context, Found, rule
from workflow.rules.last_year import money_of
from workflow.types import Scope, Severity


@rule(
    severity=Severity.warning,
    title_zh="项目金额与部门整体一致",
    title_en="The amount is that of the overall declaration",
    source="部门整体支出绩效目标申报表“项目支出情况”填报要求：与项目申报表金额一致（条文未核对）",
    scope=Scope.linked,
)
def overall_amount_matches(document: Declaration, context: Context) -> Iterable[Found]:
    """The year's amount, with or without what comes from above; the total where both forms have one."""
    line = line_of(document, context.linked.overall) if context.linked.overall else None
    if line is None:
        return
    pairs = (
        ("budget_year", "当年预算", "budget of the year", line.budget_year, amounts_of(document)),
        (
            "budget_total",
            "总预算",
            "total budget",
            line.budget_total,
            {wan(document.budget_total), *amounts_of(document)},
        ),
    )
    for field, zh, en, listed, amounts in pairs:
        own = money_of(document) if field == "budget_year" else wan(document.budget_total)
        if listed is None or own is None or wan(listed) in amounts:
            continue
        here, there = (wan_grouped(fen_from_wan(str(amount))) for amount in (own, listed))
        yield Found(
            f"basics/-/{field if getattr(document, field) else 'budget_total'}",
            f"项目{zh} {here} 万元，部门整体支出绩效目标中列 {there} 万元",
            f"The {en} is {here}, the overall declaration lists {there} (10,000 yuan)",
            str(own),
        )
        return
