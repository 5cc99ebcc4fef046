"""The comparator points the right way: 比较符方向合理."""

import re
from collections.abc import Iterable

from workflow.canonical import Declaration
from workflow.canonical.document import Indicator
from workflow.indicators import Comparator
from workflow.rules.finding import Context, Found, rule
from workflow.rules.readings import readings
from workflow.types import Severity

_HIGH = re.compile("合格率|满意度|满意率|完成率|及时率|覆盖率|达标率|到位率|准确率|优良率|结案率|培训率|得分|评分")
_LOW = re.compile("不合格|未完成|不及时|未达标|不满意|扣分")
_SAVED = re.compile("节约|节省|降低|压减|收益|执行率")


@rule(
    severity=Severity.warning,
    title_zh="比较符方向合理",
    title_en="The comparator points the right way",
    source="包头市财政局 2024 年绩效目标审核要点之五：指标性质、指标方向、目标值、计量单位准确合理",
)
def direction_fits(document: Declaration, _context: Context) -> Iterable[Found]:
    """≤ on what should be high (合格率, 得分), ≥ on a cost."""
    for item in readings(document):
        if _wrong_way(item.row, item.value.measure.comparator):
            yield item.found("的方向与指标不符，请核对“≥”“≤”", "the comparator points the wrong way")


def _wrong_way(row: Indicator, comparator: Comparator | None) -> bool:
    if comparator in (Comparator.at_most, Comparator.less):
        return _HIGH.search(row.level3) is not None and not _LOW.search(row.level3)
    cost = "成本" in f"{row.level1}{row.level2}" and not _SAVED.search(row.level3)
    return cost and comparator in (Comparator.at_least, Comparator.more)
