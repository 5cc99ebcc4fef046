"""Why an indicator has its points: formula, numbers, source, and the sentence people read (zh, en).

``TRACES`` names every way a point can come about. To add one: a line there, its use in ``points.py`` or ``total.py``,
a case in ``tests/unit/scoring``.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

_FORM = "财预〔2020〕10号 附件 项目支出绩效自评表（条文未核对）"
_SUMMARY = "定量指标得分办法：正向 权重×B/A，反向 权重×A/B，不突破权重总额（公开的省级填报说明）"
_BANDS = "财预〔2020〕10号 定性指标三档（条文未核对）；各地分档见地区设置"
_ONE_PROVINCE = "某省预算管理一体化平台绩效自评操作手册，各地可在地区设置中启用"
_KINDS = "财预〔2021〕101号 指标赋分规则（条文未核对）"
_OURS = "本系统约定"

TRACES: dict[str, tuple[str, str, str]] = {
    "money": ("分值 × 执行率：{formula}", "Points × execution rate: {formula}", _FORM),
    "money_over": (
        "执行数超过全年预算数（{rate}），按满分计，请说明超支原因",
        "More was spent than budgeted ({rate}): full points; say why",
        _FORM,
    ),
    "no_budget": (
        "全年预算数为零，无法计算执行率，请人工评分并说明",
        "No budget, so no rate: score by hand and say why",
        _OURS,
    ),
    "forward": ("分值 × 完成值 ÷ 指标值：{formula}", "Points × reached ÷ target: {formula}", _SUMMARY),
    "reverse": (
        "反向指标，分值 × 指标值 ÷ 完成值：{formula}",
        "Less is better, points × target ÷ reached: {formula}",
        _SUMMARY,
    ),
    "zero_met": (
        "指标值为零，完成值未超过，得满分 {weight}",
        "The target is zero and was kept: full {weight}",
        _SUMMARY,
    ),
    "zero_missed": ("指标值为零，完成值超过，得 0 分", "The target is zero and was missed: 0", _SUMMARY),
    "in_range": ("完成值在指标值区间内，得满分 {weight}", "Inside the range: full {weight}", _SUMMARY),
    "satisfied": (
        "满意度 {actual} 达到 90%，得满分 {weight}",
        "Satisfaction {actual} is 90 % or more: full {weight}",
        _KINDS,
    ),
    "dissatisfied": ("满意度 {actual} 低于 60%，得 0 分", "Satisfaction {actual} is below 60 %: 0", _KINDS),
    "below_pass": (
        "完成比例 {rate} 低于及格门槛 {pass_at}%，得 0 分",
        "{rate} of the target is below the threshold of {pass_at} %: 0",
        _KINDS,
    ),
    "overshot": (
        "完成值超过指标值 {over}，达到 {limit}% 的偏离界限，扣 {minus} 分：{weight} - {minus} = {points}",
        "{over} above the target, {limit} % or more: minus {minus}: {weight} - {minus} = {points}",
        _ONE_PROVINCE,
    ),
    "on_time": (
        "完成时间“{actual}”不晚于“{target}”，得满分 {weight}",
        "Done {actual}, not after {target}: full {weight}",
        _OURS,
    ),
    "said_on_time": ("“{actual}”，得满分 {weight}", "“{actual}”: in time, full {weight}", _OURS),
    "parts": (
        "多个指标值分别计算完成率后平均：{formula}",
        "The mean of the rates of several targets: {formula}",
        _SUMMARY,
    ),
    "judged_met": (
        "定性指标达成预期，按该档上限 100% 计：{weight}；评分人可在 {low}—{weight} 分之间调整",
        "Reached as expected, the top of its band: {weight}; anything from {low} to {weight} may be given",
        _BANDS,
    ),
    "judged_partly": (
        "定性指标部分达成，请在 {low}—{high} 分之间评分并说明",
        "Reached in part: give {low} to {high} points and say why",
        _BANDS,
    ),
    "judged_unmet": (
        "定性指标未达成，请在 {low}—{high} 分之间评分并说明",
        "Not reached: give {low} to {high} points and say why",
        _BANDS,
    ),
    "judge": (
        "定性指标，请按达成程度评分并说明（达成 {met}—{weight}，部分达成 {partly}—{met}，未达成 0—{partly}）",
        "To be judged: reached {met} to {weight}, in part {partly} to {met}, not reached 0 to {partly}",
        _BANDS,
    ),
    "actual_missing": ("未填写实际完成值", "What was reached is missing", _OURS),
    "target_missing": (
        "目标未填写指标值，请人工评分并说明",
        "The goal has no target: score by hand and say why",
        _OURS,
    ),
    "actual_in_words": (
        "指标值是数值，实际完成值“{actual}”不是数值，请填写数值，或人工评分并说明",
        "The target is a number and “{actual}” is none: give the number, or score by hand and say why",
        _OURS,
    ),
    "actual_approximate": (
        "实际完成值“{actual}”不是核实的数值，请填写核实后的数值，或人工评分并说明（按该数计为 {suggested}）",
        "“{actual}” is not verified: give the exact number, or score by hand (as it stands {suggested})",
        _OURS,
    ),
    "actual_open": (
        "实际完成值“{actual}”只是一个界限，不能确定完成了多少，请填写数值，或人工评分并说明",
        "“{actual}” is only a bound: give the number, or score by hand and say why",
        _OURS,
    ),
    "actual_range": (
        "实际完成值“{actual}”是区间，按不利的一端计为 {suggested}，请填写数值，或人工评分并说明",
        "“{actual}” is a range, its worse end gives {suggested}: give the number, or score by hand",
        _OURS,
    ),
    "number_unreadable": (
        "实际完成值“{actual}”无法识别，请改正，或人工评分并说明",
        "“{actual}” cannot be read: correct it, or score by hand and say why",
        _OURS,
    ),
    "units_differ": (
        "实际完成值“{actual}”与指标值“{target}”的计量单位不同，请统一单位，或人工评分并说明",
        "“{actual}” and “{target}” have different units: use one unit, or score by hand",
        _OURS,
    ),
    "direction_differs": (
        "实际完成值“{actual}”与指标值“{target}”的变化方向相反，请人工评分并说明",
        "“{actual}” goes the other way than “{target}”: score by hand and say why",
        _OURS,
    ),
    "parts_differ": (
        "指标值有 {count} 项，实际完成值“{actual}”不能逐项对应，请逐项填写，或人工评分并说明",
        "The target has {count} parts and “{actual}” does not match them: give each, or score by hand",
        _OURS,
    ),
    "date_missing": (
        "指标值是完成时限，请写明完成日期，或人工评分并说明",
        "The target is a date: say when it was done, or score by hand",
        _OURS,
    ),
    "late": (
        "完成时间“{actual}”晚于“{target}”，请人工评分并说明原因",
        "Done {actual}, after {target}: score by hand and say why",
        _OURS,
    ),
    "by_hand": ("人工评分 {points}：{reason}", "{points} by hand: {reason}", _OURS),
}
"""Code → sentence zh, en, and the rule's source."""


@dataclass(frozen=True)
class Trace:
    """One of ``TRACES`` with its facts; notes are said after it (``NOTES``)."""

    code: str
    facts: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def words(self, language: str) -> str:
        """The sentence in Chinese ("zh") or English."""
        zh, en, _source = TRACES[self.code]
        at = 0 if language == "zh" else 1
        between, stop = ("；", "。") if language == "zh" else ("; ", ".")
        return between.join([(zh, en)[at].format(**self.facts), *(NOTES[note][at] for note in self.notes)]) + stop

    @property
    def source(self) -> str:
        """What the rule rests on."""
        return TRACES[self.code][2]


NOTES: dict[str, tuple[str, str]] = {
    "capped": ("不突破分值", "never above the weight"),
    "as_bound": ("实际完成值按所写界限计", "what was reached is read as its bound"),
    "unit_missing": ("实际完成值或指标值缺少单位，按同一单位计", "a unit is missing and taken to be the same"),
    "target_about": ("指标值带“约”“左右”，按该数计", "the target is approximate and taken as its number"),
}
"""What else was assumed (zh, en)."""


def two_places(value: Fraction) -> Decimal:
    """Rounded half up to two decimals: the only rounding of any point."""
    cents = (value * 200 + 1) // 2
    return Decimal(int(cents)) / 100


def figure(value: Fraction | Decimal | int) -> str:
    """A number as a formula shows it: at most two decimals, no zeros behind."""
    return f"{two_places(Fraction(value)).normalize():f}"


def share(value: Fraction) -> str:
    """``86.2%``."""
    return f"{figure(value * 100)}%"
