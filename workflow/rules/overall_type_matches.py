"""The project's type in the overall declaration: 项目类型与部门整体一致."""

from collections.abc import Iterable

from workflow.canonical import Declaration
from workflow.rules.department import line_of
from workflow.rules.finding import Context, Found, rule
from workflow.types import Scope, Severity

_SAME = {"经常性": "常年性"}
"""Two words for a project that comes every year: the overall form and the project form print different ones."""


@rule(
    severity=Severity.info,
    title_zh="项目类型与部门整体一致",
    title_en="The type is that of the overall declaration",
    source="部门整体支出绩效目标申报表“项目支出情况”填报要求：支出项目类别（条文未核对）",
    scope=Scope.linked,
)
def overall_type_matches(document: Declaration, context: Context) -> Iterable[Found]:
    """常年性 and 经常性 are one; 一次性 is another."""
    line = line_of(document, context.linked.overall) if context.linked.overall else None
    own, listed = document.project_type or "", line.project_type if line else ""
    if own and listed and _kind(own) != _kind(listed):
        yield Found(
            "basics/-/project_type",
            f"项目类型为「{own}」，部门整体支出绩效目标中列为「{listed}」",
            f"The type is “{own}”, the overall declaration says “{listed}”",
            own,
        )


def _kind(name: str) -> str:
    short = name.strip().removesuffix("项目")
    return _SAME.get(short, short)
