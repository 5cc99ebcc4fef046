"""预警灯 of an indicator: the published bands case by case, everything units write, and what must always hold."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflow.execution import HOW, Judged, Light, LightRules, asks_cause, judge
from workflow.execution.done_words import Done, day_named, done_of

QUANTITY, QUALITY, TIME, COST = (
    ("产出指标", "数量指标"),
    ("产出指标", "质量指标"),
    ("产出指标", "时效指标"),
    ("成本指标", "经济成本指标"),
)
BENEFIT, PLEASED = ("效益指标", "社会效益指标"), ("满意度指标", "服务对象满意度指标")
Level = tuple[str, str]


def at(actual: str, target: str, level: Level, rules: LightRules | None = None, month: int = 7) -> Judged:
    return judge(actual, target, *level, year=2025, month=month, rules=rules)


NUMBERS: tuple[tuple[str, str, Level, str | None, str, str], ...] = (
    # 数量, 正向: bands of v ÷ (target × 7/12)
    ("120人", "≥200人", QUANTITY, "green", "degree", "120 ÷ (200 × 7/12) = 102.9 %"),
    ("0人", "≥200人", QUANTITY, "red", "degree", "0 ÷ (200 × 7/12) = 0 %"),
    ("69.9人", "≥200人", QUANTITY, "red", "degree", "69.9 ÷ (200 × 7/12) = 59.9 %"),
    ("70人", "≥200人", QUANTITY, "yellow", "degree", "70 ÷ (200 × 7/12) = 60 %"),
    ("93人", "=200人", QUANTITY, "yellow", "degree", "93 ÷ (200 × 7/12) = 79.7 %"),
    ("94人", ">200人", QUANTITY, "green", "degree", "94 ÷ (200 × 7/12) = 80.6 %"),
    ("140人", "200人", QUANTITY, "blue", "degree", "140 ÷ (200 × 7/12) = 120 %"),
    ("1.2万人", "≥2万人", QUANTITY, "green", "degree", "12000 ÷ (20000 × 7/12) = 102.9 %"),
    ("12000", "≥2万人", QUANTITY, "green", "degree", "12000 ÷ (20000 × 7/12) = 102.9 %"),
    ("约120", "≥200人", QUANTITY, "green", "degree", "120 ÷ (200 × 7/12) = 102.9 %"),
    ("120人左右", "≥200人", QUANTITY, "green", "degree", "120 ÷ (200 × 7/12) = 102.9 %"),
    ("-5%", "≥5%", BENEFIT, "red", "degree", "-5 ÷ 5 = -100 %"),
    # rates and satisfaction stand all year: against the whole target
    ("60%", "≥90%", PLEASED, "yellow", "degree", "60 ÷ 90 = 66.7 %"),
    ("53分", "≥90分", PLEASED, "red", "degree", "53 ÷ 90 = 58.9 %"),
    ("92%", "≥90%", BENEFIT, "green", "degree", "92 ÷ 90 = 102.2 %"),
    # an interval: below by its lower end, above by its upper end
    ("50场", "80-90场", QUANTITY, "green", "degree", "50 ÷ (80 × 7/12) = 107.1 %"),
    ("70场", "80-90场", QUANTITY, "green", "degree", "70 ÷ (80 × 7/12) = 150 %"),
    ("85场", "80-90场", QUANTITY, "green", "in_range", "80 ≤ 85 ≤ 90"),
    ("120场", "80-90场", QUANTITY, "blue", "degree", "120 ÷ 90 = 133.3 %"),
    ("120元", "80-90元", COST, "red", "out_of_range", "120 > 90"),
    ("80-90人", "≥200人", QUANTITY, "yellow", "degree", "80 ÷ (200 × 7/12) = 68.6 %"),
    # 反向: in range or not, against the year
    ("4起", "≤5起", BENEFIT, "green", "in_range", "4 ≤ 5"),
    ("6起", "≤5起", BENEFIT, "red", "out_of_range", "6 > 5"),
    ("5起", "<5起", BENEFIT, "red", "out_of_range", "5 ≥ 5"),
    # 质量 时效 成本: in range or not
    ("≥95%", "≥95%", QUALITY, "green", "in_range", "95 ≥ 95"),
    ("94.9%", "≥95%", QUALITY, "red", "out_of_range", "94.9 < 95"),
    ("95%", ">95%", QUALITY, "red", "out_of_range", "95 ≤ 95"),
    ("580000元", "100万元", COST, "green", "in_range", "58 ≤ 100"),
    ("101万元", "≤100万元", COST, "red", "out_of_range", "101 > 100"),
    ("6个工作日", "≤5个工作日", TIME, "red", "out_of_range", "6 > 5"),
    # zero is never divided by
    ("0起", "0起", QUANTITY, "green", "zero_kept", "0 = 0"),
    ("0", "≤0起", QUALITY, "green", "zero_kept", "0 = 0"),
    ("2起", "0起", QUANTITY, "red", "zero_broken", "2 > 0"),
    ("未发生", "0起", QUANTITY, "green", "zero_kept", ""),
    ("无", "=0起", QUANTITY, "green", "zero_kept", ""),
    ("3起", ">0起", QUANTITY, "green", "above_zero", "3 ≥ 0"),
    ("0起", ">0起", QUANTITY, "red", "out_of_range", "0 ≤ 0"),
    # several parts: the worst decides
    ("企业20家、个人8人", "企业30家、个人20人", QUANTITY, "yellow", "worst_part",
     "20 ÷ (30 × 7/12) = 114.3 %；8 ÷ (20 × 7/12) = 68.6 %"),
    ("企业20家", "企业30家、个人20人", QUANTITY, None, "parts_differ", ""),
    # no number where one is wanted
    ("", "≥200人", QUANTITY, None, "not_filled", ""),
    ("  ", "≥200人", QUANTITY, None, "not_filled", ""),
    ("完成", "≥200人", QUANTITY, None, "no_number", ""),
    ("未发生", "≥200人", QUANTITY, None, "no_number", ""),
    ("-", "≥200人", QUANTITY, None, "no_number", ""),
    ("未完成", "≥200人", QUANTITY, "red", "said_not_done", ""),
    ("3小时", "≥200人", QUANTITY, None, "units_differ", ""),
    ("5次", "", QUANTITY, None, "no_target", ""),
    ("5次", "-", QUANTITY, None, "no_target", ""),
)  # fmt: skip

WORDS: tuple[tuple[str, str, Level, str | None, str], ...] = (
    ("有效促进", "有效促进", BENEFIT, "green", "met"),
    ("已达到预期", "有效促进", BENEFIT, "green", "met"),
    ("基本达到", "有效促进", BENEFIT, "yellow", "partly"),
    ("部分完成", "有效促进", BENEFIT, "yellow", "partly"),
    ("未达到", "有效促进", BENEFIT, "red", "not_met"),
    ("很好", "有效促进", BENEFIT, None, "unclear"),
    ("较上年下降", "较上年下降", BENEFIT, "green", "met"),
    ("较上年上升", "较上年下降", BENEFIT, "red", "not_met"),
    ("5", "较上年下降", BENEFIT, None, "unclear"),
    ("未发生", "无安全事故", QUALITY, "green", "met"),
    ("2025年6月", "6月30日前完成", TIME, "green", "in_time"),
    ("2025-07-01", "6月30日前完成", TIME, "red", "late"),
    ("8月", "上半年完成", TIME, "red", "late"),
    ("已完成", "12月底前完成", TIME, "green", "met"),
    ("未完成", "12月底前完成", TIME, "green", "not_due"),
    ("未完成", "6月底前完成", TIME, "red", "not_met"),
    ("部分完成", "6月底前完成", TIME, "yellow", "partly"),
    ("不详", "6月底前完成", TIME, None, "no_day"),
)


@pytest.mark.parametrize(("actual", "target", "level", "light", "how", "trace"), NUMBERS)
def test_numbers(actual: str, target: str, level: Level, light: str | None, how: str, trace: str) -> None:
    found = at(actual, target, level)
    assert (found.light, found.how, found.trace) == (light, how, trace)


@pytest.mark.parametrize(("actual", "target", "level", "light", "how"), WORDS)
def test_words_and_days(actual: str, target: str, level: Level, light: str | None, how: str) -> None:
    found = at(actual, target, level)
    assert (found.light, found.how) == (light, how)


def test_every_way_of_judging_has_a_case() -> None:
    assert {case[4] for case in (*NUMBERS, *WORDS)} == set(HOW)


def test_the_year_end_forecast_is_held_against_the_whole_target() -> None:
    assert at("180人", "≥200人", QUANTITY, month=12).trace == "180 ÷ 200 = 90 %"
    assert at("未完成", "12月底前完成", TIME, month=12).light is Light.red


def test_rules_of_the_region() -> None:
    by_month = LightRules(percent_by_month=True)
    assert at("60%", "≥90%", PLEASED, by_month).trace == "60 ÷ (90 × 7/12) = 114.3 %"
    assert at("53分", "≥90分", PLEASED, by_month).light is Light.green
    strict = LightRules(bands=((Fraction(1), Light.red), (Fraction(11, 10), Light.yellow), (Fraction(2), Light.green)))
    assert at("120人", "≥200人", QUANTITY, strict).light is Light.yellow


@pytest.mark.parametrize(
    ("actual", "rules", "asked"),
    [
        ("10人", LightRules(), True),
        ("80人", LightRules(), True),
        ("80人", LightRules(yellow_asks=False), False),
        ("120人", LightRules(), False),
        ("900人", LightRules(), False),
        ("260人", LightRules(overshoot=Fraction(30, 100)), False),
        ("261人", LightRules(overshoot=Fraction(30, 100)), True),
        ("", LightRules(overshoot=Fraction(30, 100)), False),
    ],
)
def test_what_demands_a_cause(actual: str, rules: LightRules, asked: bool) -> None:
    assert asks_cause(at(actual, "≥200人", QUANTITY, rules), rules) is asked


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-06-30", date(2025, 6, 30)), ("2024年6月", date(2024, 6, 30)), ("6月3日前", date(2025, 6, 3)),
        ("12月底前完成", date(2025, 12, 31)), ("年底", date(2025, 12, 31)), ("三季度", date(2025, 9, 30)),
        ("2月", date(2025, 2, 28)), ("13月", None), ("2月30日", None), ("2025-02-30", None), ("尽快", None),
    ],
)  # fmt: skip
def test_days_named_in_texts(text: str, day: date | None) -> None:
    assert day_named(text, 2025) == day


def test_denial_comes_before_achievement() -> None:
    assert [done_of(text) for text in ("未完成", "基本完成", "完成", "未发生", "？")] == [
        Done.not_met, Done.partly, Done.met, Done.met, None,
    ]  # fmt: skip
    assert done_of("未有效促进", "有效促进") is Done.not_met


AMOUNT = st.decimals(min_value=0, max_value=10**9, places=2)
TARGET = st.decimals(min_value=Decimal("0.01"), max_value=10**9, places=2)
ORDER = {light: number for number, light in enumerate(Light)}


@given(AMOUNT, AMOUNT, TARGET, st.integers(1, 12))
def test_more_of_a_good_thing_never_worsens_the_light(
    one: Decimal, other: Decimal, target: Decimal, month: int
) -> None:
    less, more = (at(f"{v}次", f"≥{target}次", QUANTITY, month=month) for v in sorted((one, other)))
    assert less.light and more.light and ORDER[less.light] <= ORDER[more.light]
    few, many = (at(f"{v}次", f"≤{target}次", BENEFIT, month=month) for v in sorted((one, other)))
    assert few.light and many.light and ORDER[few.light] >= ORDER[many.light]


TYPED = st.text(alphabet="0123456789.-≥≤<>=约%万人次起年月日前未完成、至无 ", max_size=10)


@settings(max_examples=60)
@given(TYPED, TYPED, st.sampled_from((QUANTITY, QUALITY, TIME, COST)), st.integers(1, 12))
def test_any_text_is_judged_or_said_why_not(actual: str, target: str, level: Level, month: int) -> None:
    found = at(actual, target, level, month=month)
    assert found.how in HOW
    assert found.light is not None or not found.trace
