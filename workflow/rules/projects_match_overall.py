"""The sum of the department's projects against its overall declaration: 项目合计与部门整体一致."""

from collections.abc import Iterable
from decimal import Decimal

from workflow.canonical import Declaration, Overall
from workflow.money import fen_from_wan, wan_grouped
from workflow.rules.department import amounts_of, wan
from workflow.rules.finding import Context, Found, rule
from workflow.rules.last_year import folded, money_of
from workflow.types import Scope, Severity

_PROJECTS = ("特定目标类", "运转类", "项目支出")
"""Lines of 支出构成 that are spent through projects; which of them are listed differs by region."""


@rule(
    severity=Severity.warning,
    title_zh="各项目合计与部门整体支出一致",
    title_en="The projects add up to the overall declaration",
    source="部门整体支出绩效目标申报表“支出构成”填报要求（条文未核对）",
    scope=Scope.linked,
)
def projects_match_overall(document: Declaration, context: Context) -> Iterable[Found]:
    """Only when every listed project is declared; told once, on the department's largest project."""
    overall = context.linked.overall
    projects = (document, *context.linked.siblings)
    if (
        overall is None
        or not overall.projects
        or not _all_declared(overall, projects)
        or not _largest(document, projects)
    ):
        return
    sums = {sum((pick(amounts_of(each), default=Decimal(0)) for each in projects), Decimal(0)) for pick in (min, max)}
    wanted = _totals(overall)
    if wanted and not sums & set(wanted):
        found = wan_grouped(fen_from_wan(str(max(sums))))
        want = " 或 ".join(wan_grouped(fen_from_wan(str(amount))) for amount in sorted(wanted))
        yield Found(
            "form",
            f"部门 {len(projects)} 个项目申报合计 {found} 万元，部门整体支出绩效目标中项目支出为 {want} 万元",
            f"The department's {len(projects)} projects add up to {found}, the overall declaration has "
            f"{want.replace(' 或 ', ' or ')} for projects (10,000 yuan)",
            found,
        )


def _all_declared(overall: Overall, projects: tuple[Declaration, ...]) -> bool:
    declared = [folded(each.project_name) for each in projects]
    return all(folded(line.name) in declared for line in overall.projects) and len(projects) == len(overall.projects)


def _largest(document: Declaration, projects: tuple[Declaration, ...]) -> bool:
    def order(each: Declaration) -> tuple[Decimal, str]:
        return money_of(each) or Decimal(0), each.project_name

    return order(document) == max(order(each) for each in projects)


def _totals(overall: Overall) -> set[Decimal]:
    amounts = [
        amount
        for line in overall.expenditure
        if line.item.strip().startswith(_PROJECTS) and (amount := wan(line.current)) is not None
    ]
    return {*amounts, sum(amounts, Decimal(0))} if amounts else set()
