"""No project is listed twice: 项目不重复列示."""

from collections import Counter
from collections.abc import Iterable

from workflow.canonical import Overall
from workflow.rules.finding import Found, rule
from workflow.types import Severity


@rule(
    severity=Severity.warning,
    title_zh="项目不重复列示",
    title_en="No project is listed twice",
    source="部门整体支出绩效目标申报表填报要求：项目支出情况（条文未核对）",
)
def overall_projects_once(document: Overall) -> Iterable[Found]:
    """The same name with the same amount; two amounts under one name are two parts of it."""
    lines = Counter((line.name.strip(), line.budget_year) for line in document.projects)
    for (name, amount), times in lines.items():
        if times > 1 and amount:
            number = [(line.name.strip(), line.budget_year) for line in document.projects].index((name, amount)) + 1
            yield Found(
                f"projects/{number}/name",
                f"项目「{name}」（{amount} 万元）列了 {times} 次，请核对是否重复或名称有误",
                f"“{name}” with {amount} (10,000 yuan) is listed {times} times",
                name,
            )
