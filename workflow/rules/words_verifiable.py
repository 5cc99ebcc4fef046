"""A target in words can be checked: 定性指标值有可核定的内容."""

import re
from collections.abc import Iterable

from workflow.canonical import Declaration
from workflow.rules.finding import Context, Found, rule
from workflow.rules.readings import readings
from workflow.types import Severity

_SAYS_NOTHING = re.compile(
    r"(?:有效|显著|明显|较好|较|良好|很好|更好|好|优质|优|高|合理|妥善|进一步|不断|逐步|持续|稳步|大力|充分|积极|切实|全面|基本|有力"
    "|加强|强化|提高|提升|促进|推动|推进|改善|优化|完善|保障|维护|引导|带动|增强|增加|增长|可持续|减少|降低|纠正|处理|流动|稳定|正常|规范|保持"
    "|成效|效果|作用|影响|水平|程度|向上|向好|得到|有所|一定|和|与|及|并|的|了|性|[、，,。；;（）()])+"
)


@rule(
    severity=Severity.warning,
    title_zh="定性指标值有可核定的内容",
    title_en="A target in words can be checked",
    source="地方预算绩效管理办法第十七条（fsou.com 公开文本）：绩效指标尽量定量，难以定量的采用定性的分级分档形式表述",
    yields_to=(
        "target_differs_from_name",
        "rate_has_percent",
        "trend_has_baseline",
        "output_quantified",
        "number_stands_alone",
        "deadline_dated",
    ),
)
def words_verifiable(document: Declaration, _context: Context) -> Iterable[Found]:
    """有效促进, 成效显著: made of such words and nothing else, so neither reached nor missed by anybody."""
    for item in readings(document):
        if item.value.qualitative and _SAYS_NOTHING.fullmatch(item.row.target.strip()):
            yield item.found(
                "没有可核定的内容，难以判断是否完成",
                "says nothing that could be checked",
                "改为可核定的表述：具体数值、“无……发生”，或分级（优、良、中、差）及其判定标准",
                is_value=False,
                advice_en="something that can be checked: a figure, that nothing of a kind happens, or grades and "
                "what decides between them",
            )
