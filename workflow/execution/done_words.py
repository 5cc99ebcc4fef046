"""What units write instead of a number: done, partly done, not done; and the days such words and targets speak of."""

import calendar
import re
from datetime import date
from enum import StrEnum

_BLANKS = re.compile(r"[\s，。,.；;！!]+")


class Done(StrEnum):
    """How far a target that is judged, not measured, was met (达到 · 部分达到 · 未达到预期目标)."""

    not_met = "not_met"
    partly = "partly"
    met = "met"


DONE_WORDS: tuple[tuple[Done, tuple[str, ...]], ...] = (
    (Done.not_met, ("未", "没有", "尚无", "不能", "无法", "停滞", "不达标", "无进展")),
    (Done.partly, ("部分", "基本", "初步", "有所", "推进中", "进行中", "正在", "大部")),
    (Done.met, ("完成", "达到", "达标", "达成", "实现", "合格", "良好", "优秀")),
    (Done.met, ("按计划", "按进度", "序时", "正常", "已")),
)
"""Looked for in this order: "未完成" holds "完成", "基本完成" is not yet "完成"."""

NONE_OUTSTANDING = ("未发生", "未出现", "无事故", "未超", "没有发生", "零发生", "无投诉")
"""Words of denial that say something good."""

_DAY = re.compile(r"(?:(?P<year>\d{4})\s*[年./-])?\s*(?P<month>\d{1,2})\s*[月./-]\s*(?:(?P<day>\d{1,2})\s*[日号]?)?")
_FIXED = {
    "一季度": 3, "第一季度": 3, "二季度": 6, "第二季度": 6, "上半年": 6, "三季度": 9, "第三季度": 9,
    "四季度": 12, "第四季度": 12, "下半年": 12, "年底": 12, "年末": 12, "年内": 12, "全年": 12, "当年": 12,
}  # fmt: skip


def done_of(text: str, target: str = "") -> Done | None:
    """How far words say the target was met; the target's own words ("有效促进") say it was. None: they do not say."""
    plain = _BLANKS.sub("", text)
    if any(word in plain for word in NONE_OUTSTANDING):
        return Done.met
    found = next((done for done, words in DONE_WORDS if any(word in plain for word in words)), None)
    own = _BLANKS.sub("", target)
    if found in (None, Done.met) and own and own in plain:
        return Done.met
    return found


def day_named(text: str, year: int) -> date | None:
    """The last day a text like "6月30日前", "2025年6月", "12月底" or "上半年" speaks of; None where it names none."""
    for words, month in _FIXED.items():
        if words in text and not re.search(r"\d+\s*月", text):
            return _month_end(year, month)
    if iso := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text.strip()):
        return _day(*map(int, iso.groups()))
    found = _DAY.search(text)
    if found is None:
        return None
    at, month = int(found["year"] or year), int(found["month"])
    return _day(at, month, int(found["day"])) if found["day"] else _month_end(at, month)


def _month_end(year: int, month: int) -> date | None:
    return date(year, month, calendar.monthrange(year, month)[1]) if 1 <= month <= 12 else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
