"""The execution rate is scored by itself: 预算执行率不作为绩效指标."""

import re
from collections.abc import Iterable

from workflow.canonical import Declaration
from workflow.rules.finding import Context, Found, rule
from workflow.rules.readings import quoted
from workflow.types import Severity

_EXECUTION = re.compile("^(?:项目)?(?:预算|资金|支出|经费)(?:资金|支出)?(?:执行率|执行进度|支付率|支出率|支出进度)$")


@rule(
    severity=Severity.warning,
    title_zh="预算执行率不作为绩效指标",
    title_en="The execution rate is no indicator of its own",
    source="项目支出绩效自评表（财预〔2020〕10号 附件；湖北省表）：预算执行率单独计分，不在产出、效益、满意度指标内",
)
def execution_rate_apart(document: Declaration, _context: Context) -> Iterable[Found]:
    """It has its 10 or 20 points already; as an indicator it would count twice."""
    rows = [row for row in document.indicators if _EXECUTION.search(row.level3.strip())]
    if rows:
        name, many = quoted(rows[0].level3), len(rows)
        yield Found(
            f"indicators/{rows[0].uid}/level3",
            f"「{name}」在自评时单独计分，不宜再设为绩效指标{f'（共 {many} 处）' if many > 1 else ''}",
            f"“{name}” is scored by itself at the self-evaluation{f' ({many} places)' if many > 1 else ''}",
            rows[0].level3,
            "改设能反映成本控制的指标，例如：「项目总成本」≤ 当年预算",
            advice_en="an indicator of cost control instead, such as 「项目总成本」, at most the budget of the year",
        )
