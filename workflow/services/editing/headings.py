"""Column headings as people write them, by section: how the first row of a pasted table is understood."""

import re
import unicodedata

from workflow.canonical import Profile

IGNORED = "-"
"""A heading that is known and has no column here: a number, a remark."""

_INDICATORS = (
    (r"序号|编号|备注", IGNORED),
    (r"目标名称|^绩效目标$|^目标$|^goal$", "goal"),
    (r"一级|^level1$", "level1"),
    (r"二级|^level2$", "level2"),
    (r"三级|指标名称|指标内容|^indicator$", "level3"),
    (r"前年|前两年|两年前", "prior_years.0"),
    (r"上年|去年|前一年", "prior_years.1"),
    (r"权重|分值|^weight$", "weight"),
    (r"依据|标准$|^basis$", "basis"),
    (r"指标值|目标值|当年|预期|预计|年度值|^target$", "target"),
)
_LINES = (
    (r"序号|编号|备注|合计|小计", IGNORED),
    (r"依据|说明|测算", "basis"),
    (r"内容|明细|科目|项目|名称", "item"),
)
_AMOUNTS = (
    (r"上级|转移", "transfer"),
    (r"专户|非税", "special_account"),
    (r"其他", "other"),
    (r"本级|区级|市级|县级", "local"),
    (r"财政拨款", "fiscal"),
    (r"金额", "all"),
)
_ASSETS = (
    (r"序号|编号|备注", IGNORED),
    (r"数量", "quantity"),
    (r"金额|预算|价", "amount"),
    (r"品名|名称|资产|项目", "item"),
)


ALONE = frozenset(
    {
        *(
            "一级指标",
            "二级指标",
            "三级指标",
            "指标名称",
            "指标内容",
            "指标值",
            "目标值",
            "前年",
            "上年",
            "权重",
            "分值",
        ),
        *("依据", "指标值确定依据", "项目内容", "测算依据", "测算依据及说明", "金额", "品名", "数量"),
    }
)
"""Headings that are believed when they stand alone over one column of values."""


def plain(text: str) -> str:
    """Without blanks and width: what a heading is compared by."""
    return "".join(unicodedata.normalize("NFKC", text).split()).lower()


def field_of(heading: str, section: str, profile: Profile) -> str:
    """The field a heading stands for, ``IGNORED``, or "" if it is no heading."""
    text = plain(heading)
    if not text or len(text) > 30:
        return ""
    if section == "indicators":
        return _year(text, profile) or _first(text, _INDICATORS)
    if section == "expenditure_lines":
        return _amount_column(text, profile) or _first(text, _LINES)
    return _first(text, _ASSETS) if section == "asset_lines" else ""


def _first(text: str, table: tuple[tuple[str, str], ...]) -> str:
    return next((field for pattern, field in table if re.search(pattern, text)), "")


def _year(text: str, profile: Profile) -> str:
    """``2023年`` on a form of 2025 is the year before last."""
    found = re.search(r"(20\d\d)年?", text)
    if found is None or profile.year is None:
        return ""
    return {2: "prior_years.0", 1: "prior_years.1", 0: "target"}.get(profile.year - int(found[1]), "")


def _amount_column(text: str, profile: Profile) -> str:
    """The amount column of this form whose label says the same, else by its words."""
    columns = profile.detail_sources
    same = next((column.code for column in columns if plain(column.label) == text), "")
    code = same or _first(text, _AMOUNTS)
    return f"amounts.{code}" if code in {column.code for column in columns} else ""
