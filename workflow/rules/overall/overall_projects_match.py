"""The listed projects add up to what is spent on projects: 项目合计与支出构成一致."""

from collections.abc import Iterable
from decimal import Decimal

from workflow.canonical import Overall
from workflow.rules.finding import Found, rule
from workflow.rules.overall.tables import shown
from workflow.types import Severity

_PROJECTS = ("特定目标类", "运转类", "项目支出")


@rule(
    severity=Severity.error,
    title_zh="项目合计与支出构成一致",
    title_en="The projects add up to the expenditure on projects",
    source="部门整体支出绩效目标申报表填报要求：项目支出情况与支出构成一致（条文未核对）",
)
def overall_projects_match(document: Overall) -> Iterable[Found]:
    """特定目标类 alone, or with 运转类; 项目支出 on older forms."""
    listed = [Decimal(line.budget_year) for line in document.projects if line.budget_year]
    lines = [
        (line.item.strip(), Decimal(line.current))
        for line in document.expenditure
        if line.current and line.item.strip().startswith(_PROJECTS)
    ]
    wanted = {amount for _, amount in lines if amount} | {sum((amount for _, amount in lines), Decimal(0))}
    if not listed or not lines or sum(listed) in wanted:
        return
    names = "、".join(name for name, _ in lines)
    want = sum((amount for _, amount in lines), Decimal(0))
    by = shown(abs(sum(listed, Decimal(0)) - want))
    yield Found(
        "projects",
        f"{len(listed)} 个项目合计 {shown(sum(listed, Decimal(0)))} 万元，支出构成中{names}为 "
        f"{shown(want)} 万元，相差 {by} 万元",
        f"The {len(listed)} projects add up to {shown(sum(listed, Decimal(0)))}, the expenditure on projects is "
        f"{shown(want)}, {by} apart (10,000 yuan)",
        shown(sum(listed, Decimal(0))),
    )
