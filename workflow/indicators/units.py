"""Units of measure (计量单位): which are known, and which can be turned into each other.

To add one: a word in ``UNITS`` with the base unit it is a multiple of; a pure count is its own base.
"""

from decimal import Decimal

from workflow.indicators.numbers import words

PERCENT = "%"
YEAR, MONTH = "年", "月"

_MULTIPLES: dict[str, dict[str, str]] = {
    "元": {"元": "1", "千元": "1000", "万元": "10000", "亿元": "100000000", "角": "0.1", "分钱": "0.01"},
    "%": {"%": "1", "‰": "0.1", "百分点": "1", "个百分点": "1"},
    "秒": {"秒": "1", "分钟": "60", "小时": "3600", "个小时": "3600"},
    "天": {"天": "1", "日": "1", "周": "7", "个星期": "7"},
    "工作日": {"工作日": "1", "个工作日": "1", "工作天": "1"},
    "月": {"月": "1", "个月": "1", "季度": "3", "个季度": "3", "年": "12", "年度": "12"},
    "平方米": {"平方米": "1", "m2": "1", "平米": "1", "亩": "666.6667", "公顷": "10000", "平方公里": "1000000"},
    "米": {"米": "1", "m": "1", "公里": "1000", "千米": "1000", "km": "1000"},
    "立方米": {"立方米": "1", "m3": "1", "方": "1"},
    "千克": {"千克": "1", "公斤": "1", "kg": "1", "克": "0.001", "吨": "1000", "t": "1000"},
}
_COUNTS = words(
    "人 名 位 人次 人天 个 件 家 户 次 场 场次 起 台 套 张 份 篇 期 项 批 批次 本 册 条 例 宗 座 栋 处 所 "
    "间 辆 艘 架 把 支 只 头 株 棵 盏 部 块 面 根 双 对 组 队 班 节 课时 学时 轮 遍 趟 趟次 车次 班次 种 "
    "类 门 款 级 分 倍 比例 比率 篇次 件次 户次 家次 个区 个乡镇 个镇 个村 个社区 个街道 个县 个市 个部门 "
    "个单位 个项目 个案 个点 个站 个平台 个品牌 个基地 个类别 个批次 笔 单 封 幅 卷 盘 桶 箱 袋 包 瓶 盒 "
    "千瓦时 度 兆 GB TB 层 级次 名次 点 站 站点 村 社区 街道 乡镇 区 县 市 单位 部门 企业 学校 项目 机构 "
    "岗位 床 床位 标段 车位 席 工日 工时 条次 页 字"
)

UNITS: dict[str, tuple[str, Decimal]] = {
    **{unit: (unit, Decimal(1)) for unit in _COUNTS},
    **{unit: (base, Decimal(factor)) for base, units in _MULTIPLES.items() for unit, factor in units.items()},
}
"""Unit → (base unit, how many of it)."""

MONEY = frozenset(_MULTIPLES["元"])
PERIODS = {
    "年": "年", "年度": "年", "月": "月", "季": "季度", "季度": "季度", "周": "周", "日": "天", "天": "天",
    "半年": "半年", "小时": "小时", "学期": "学期",
}  # fmt: skip
"""What a count can refer to, by the ways of writing it."""


def factor(unit: str | None, other: str | None) -> Decimal | None:
    """How many ``other`` one ``unit`` is; None if they measure different things. Magnitudes count: 万人 = 10000 人."""
    if unit == other:
        return Decimal(1)
    one, two = (_resolved(given) for given in (unit, other))
    if one is None or two is None or one[0] != two[0]:
        return None
    return one[1] / two[1]


def _resolved(unit: str | None) -> tuple[str, Decimal] | None:
    if unit is None:
        return None
    if unit in UNITS:
        return UNITS[unit]
    for sign, times in (("万", 10_000), ("亿", 100_000_000)):
        if unit.startswith(sign) and unit[1:] in UNITS:
            base, many = UNITS[unit[1:]]
            return base, many * times
    return None
