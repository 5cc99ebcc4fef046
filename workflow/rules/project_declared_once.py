"""One project is declared once: 项目重复申报."""

from collections.abc import Iterable

from workflow.canonical import Declaration
from workflow.rules.finding import Context, Found, rule
from workflow.rules.last_year import folded
from workflow.types import Scope, Severity


@rule(
    severity=Severity.warning,
    title_zh="同一项目不重复申报",
    title_en="A project is declared once",
    source="财预〔2015〕88号 第7条：绩效目标按项目申报（条文未核对）",
    scope=Scope.linked,
)
def project_declared_once(document: Declaration, context: Context) -> Iterable[Found]:
    """The same name in the same unit; 「信息化运维」 of two units are two projects."""
    name = folded(document.project_name)
    same = [
        each for each in context.linked.siblings if folded(each.project_name) == name and each.unit == document.unit
    ]
    if name and same:
        yield Found(
            "basics/-/project_name",
            f"本单位今年还有 {len(same)} 份同名的申报「{same[0].project_name}」，请合并或区分名称",
            f"The unit has {len(same)} more declarations named “{same[0].project_name}” this year; join them or tell "
            "them apart",
            document.project_name,
        )
