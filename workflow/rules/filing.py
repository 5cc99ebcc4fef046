"""Where an indicator belongs by its name: 三级指标的归类."""

import re
from dataclasses import dataclass

from workflow.canonical.document import Indicator

_IN_TIME = re.compile("及时|按时|按期|限期|期限内|规定时间|准时|时限|完成时间|完工时间|办结时间")
_GOOD = re.compile("(?:合格|优良|优秀|达标|准确|正确|完好|通过|合规|差错|返工)率")
_COST = re.compile("成本(?!核算|控制率|节约)|人均标准|补助标准|补贴标准|单价|造价")
_PLEASED = re.compile("满意度|满意率")
_ASKED = re.compile("满意|评议|好评|认可|测评|投诉|评价|口碑|获得感")


@dataclass(frozen=True)
class _Place:
    """Indicators whose name ``says`` so belong under ``right`` and not under one of the kinds ``wrong``."""

    says: re.Pattern[str]
    wrong: tuple[str, ...]
    right: str
    unless: re.Pattern[str] | None = None


_PLACES = (
    _Place(_PLEASED, ("数量", "质量", "时效", "成本", "效益", "可持续"), "服务对象满意度指标"),
    _Place(_IN_TIME, ("数量", "质量", "成本"), "时效指标", re.compile("足额|准确")),
    _Place(_GOOD, ("数量", "时效", "成本"), "质量指标", _IN_TIME),
    _Place(_COST, ("数量", "质量", "时效"), "经济成本指标"),
)
"""To add one: a line; the first that fits decides."""


def better_place(row: Indicator) -> str | None:
    """The level-2 name under which the indicator belongs, if that is another one than it has."""
    kind, name = row.level2, row.level3
    for place in _PLACES:
        if place.says.search(name) and not (place.unless and place.unless.search(name)):
            return place.right if any(word in kind for word in place.wrong) else None
    return None


def asks_nobody(row: Indicator) -> bool:
    """Filed under 满意度, yet neither name nor target speaks of anybody's opinion."""
    return "满意" in f"{row.level1}{row.level2}" and not _ASKED.search(f"{row.level3}{row.target}")
