"""Long-term and annual goals with indicators: 目标和指标齐全."""

from collections.abc import Iterable

from workflow.canonical import Overall
from workflow.rules.finding import Found, rule
from workflow.types import Severity


@rule(
    severity=Severity.error,
    title_zh="长期、年度目标和指标齐全",
    title_en="Goals and indicators are there",
    source="财预〔2015〕88号 部门（单位）整体支出绩效目标申报表：年度总体目标、绩效指标（条文未核对）",
)
def overall_goals_present(document: Overall) -> Iterable[Found]:
    """Annual ones always; long-term ones where the form names the year until which they reach."""
    counts = document.counts
    wanted = [
        ("annual", "年度目标", "annual goal", counts.annual_goals),
        ("annual", "年度绩效指标", "annual indicator", counts.annual_indicators),
    ]
    if document.long_term_until:
        wanted += [
            ("long_term", "长期目标", "long-term goal", counts.long_term_goals),
            ("long_term", "长期绩效指标", "long-term indicator", counts.long_term_indicators),
        ]
    for place, zh, en, number in wanted:
        if not number:
            yield Found(f"goals/{place}", f"没有{zh}", f"There is no {en}")
