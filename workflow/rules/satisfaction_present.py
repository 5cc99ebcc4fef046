"""Where somebody is served, his satisfaction is asked: 有服务对象的项目有满意度指标."""

import re
from collections.abc import Iterable

from workflow.canonical import Declaration
from workflow.rules.cells import TABLES, same_in_others, tables
from workflow.rules.finding import Context, Found, rule
from workflow.types import Severity

_SATISFACTION = "满意"
_SERVED = re.compile(
    "服务对象|群众|居民|市民|村民|企业|商户|用户|学生|学员|家长|师生|患者|病人|农民工|农民|老年|老人|儿童|妇女|残疾|困难人员|求职"
    "|参保|参训|补贴对象|受益人|毕业生|职工|读者|游客|业主|住户"
)


@rule(
    severity=Severity.warning,
    title_zh="有服务对象的项目有满意度指标",
    title_en="Where people are served there is a satisfaction indicator",
    source="财预〔2021〕101号 指标设置要求：有服务对象的项目设置满意度指标（条文未核对）",
)
def satisfaction_present(document: Declaration, context: Context) -> Iterable[Found]:
    """Those served are named in the project, its goals or its indicators."""
    if not any(_SATISFACTION in level1 for level1 in context.profile.levels):
        return
    served = next((found[0] for text in _texts(document) if (found := _SERVED.search(text))), None)
    lacking = [
        horizon
        for horizon, rows in tables(document, context.profile)
        if not any(_SATISFACTION in f"{row.level1}{row.level2}{row.level3}" for row in rows)
    ]
    if served and lacking:
        (zh, en), (more_zh, more_en) = TABLES[lacking[0]], same_in_others(lacking)
        yield Found(
            "indicators",
            f"项目的服务对象包括「{served}」，{zh}没有满意度指标{more_zh}",
            f"The project serves “{served}”, yet there is no satisfaction indicator in the {en}{more_en}",
            served,
            f"例如：服务对象满意度指标「{served}满意度」≥90%",
            advice_en=f"for example 服务对象满意度指标「{served}满意度」, ≥90%",
        )


def _texts(document: Declaration) -> Iterable[str]:
    yield document.project_name
    yield from (goal.text for goal in document.goals)
    yield from (row.level3 for row in document.indicators)
