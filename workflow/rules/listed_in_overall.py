"""The project stands in the department's overall declaration: 项目列入部门整体."""

from collections.abc import Iterable

from workflow.canonical import Declaration
from workflow.rules.department import line_of, nearest_line
from workflow.rules.finding import Context, Found, rule
from workflow.types import Scope, Severity


@rule(
    severity=Severity.warning,
    title_zh="项目列入部门整体支出绩效目标",
    title_en="The project is listed in the overall declaration",
    source="部门整体支出绩效目标申报表“项目支出情况”填报要求：列出部门全部项目（条文未核对）",
    scope=Scope.linked,
)
def listed_in_overall(document: Declaration, context: Context) -> Iterable[Found]:
    """Where the overall declaration lists projects at all; a line of nearly the same name is named."""
    overall = context.linked.overall
    name = document.project_name
    if overall is None or not overall.projects or not name.strip() or line_of(document, overall):
        return
    near = nearest_line(document, overall)
    near_zh = f"，表中相近的是「{near.name}」，请统一名称" if near else "，请补列或统一名称"
    near_en = f"; the nearest name there is “{near.name}”" if near else ""
    yield Found(
        "basics/-/project_name",
        f"部门整体支出绩效目标的项目表中没有「{name}」{near_zh}",
        f"The overall declaration does not list “{name}”{near_en}",
        name,
        near.name if near else "",
    )
