"""Works and purchases have a cost indicator: 工程、修缮、购置类项目有成本指标."""

import re
from collections.abc import Iterable

from workflow.canonical import Declaration
from workflow.rules.cells import TABLES, same_in_others, tables
from workflow.rules.finding import Context, Found, rule
from workflow.types import Severity

_WORKS = re.compile("工程(?!师|技术|系列|留汉)|修缮|大修|维修|改造|新建|扩建|改建|装修|购置|采购|更新置换|设备更新")


@rule(
    severity=Severity.warning,
    title_zh="工程、修缮、购置类项目有成本指标",
    title_en="Works and purchases have a cost indicator",
    source="财预〔2021〕101号 指标设置要求：工程基建、大型修缮、购置项目设置成本指标（条文未核对）",
)
def cost_present(document: Declaration, context: Context) -> Iterable[Found]:
    """Known by the name of the project, or by its plan of assets and purchases."""
    known = any("成本" in name for level1, names in context.profile.levels.items() for name in (level1, *names))
    kind = _WORKS.search(document.project_name)
    if not known or not (kind or document.asset_lines):
        return
    lacking = [
        horizon
        for horizon, rows in tables(document, context.profile)
        if not any("成本" in f"{row.level1}{row.level2}" for row in rows)
    ]
    if lacking:
        (zh, en), (more_zh, more_en) = TABLES[lacking[0]], same_in_others(lacking)
        why_zh = f"项目名称含「{kind[0]}」" if kind else "项目有资产配置或采购计划"
        why_en = f"the project's name speaks of “{kind[0]}”" if kind else "the project buys assets"
        yield Found(
            "indicators",
            f"{why_zh}，{zh}应设置成本指标{more_zh}",
            f"The {en} should have a cost indicator: {why_en}{more_en}",
            document.project_name,
            "例如：经济成本指标「项目总成本」≤ 当年预算",
            advice_en="for example 经济成本指标「项目总成本」, at most the budget of the year",
        )
