"""Points of one indicator: every kind of target with every kind of result is scored, or says why a person must."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflow.scoring.points import score
from workflow.scoring.scheme import FLOORS, Scheme
from workflow.scoring.trace import NOTES, TRACES

TEN = Decimal(10)
USUAL = Scheme()
STEPS = Scheme(satisfaction_steps=True)
CASES: tuple[tuple[str, str, str | None, str], ...] = (
    # public forms (domain-rules 8.4): what was printed there was wrong, this is what the formulas give
    ("=100%", "98%", "9.8", "forward"),
    ("≤5300万元", "5830万元", "9.09", "reverse"),
    ("≥4754人", "4604人", "9.68", "forward"),
    # forward, capped
    ("≥100", "98", "9.8", "forward"),
    ("≥30场", "45场", "10", "forward"),
    ("4000人", "3999人", "10", "forward"),
    ("≥3人", "1人", "3.33", "forward"),
    ("≥34.4万人", "344000人", "10", "forward"),
    ("100人左右", "98人", "9.8", "forward"),
    ("≥95%", "96", "10", "forward"),
    ("较上年下降5%", "下降4%", "8", "forward"),
    # reverse
    ("≤5天", "3天", "10", "reverse"),
    ("≤5天", "8天", "6.25", "reverse"),
    ("≤5天", "0天", "10", "reverse"),
    # zero: never divided
    ("0起", "0起", "10", "zero_met"),
    ("0起", "1起", "0", "zero_missed"),
    ("≤0", "0", "10", "zero_met"),
    ("≥0", "5", "10", "zero_met"),
    # ranges
    ("300-4000元", "500元", "10", "in_range"),
    ("300-4000元", "150元", "5", "forward"),
    ("300-4000元", "5000元", "8", "reverse"),
    # a bound as result: proven, or not
    ("≥95%", "≥95%", "10", "forward"),
    ("≥95%", "≥90%", "9.47", "forward"),
    ("≤5%", "≤5%", "10", "reverse"),
    ("≥95%", "≤95%", None, "actual_open"),
    ("=95%", "≥95%", None, "actual_open"),
    # not a number to hold against a number
    ("≥95%", "", None, "actual_missing"),
    ("≥95%", "-", None, "actual_missing"),
    ("≥95%", "完成", None, "actual_in_words"),
    ("≥95%", "2024年6月", None, "actual_in_words"),
    ("≥100人", "约120人", None, "actual_approximate"),
    ("≥100人", "12,5x", None, "number_unreadable"),
    ("≥3%", "-5%", None, "number_unreadable"),
    ("300-4000元", "200-500元", None, "actual_range"),
    ("≥30场", "35-40场", "10", "forward"),
    ("≥24小时", "1天", None, "units_differ"),
    ("≥100人", "约90件", None, "units_differ"),
    ("较上年下降5%", "增长6%", None, "direction_differs"),
    ("-", "3个", None, "target_missing"),
    # described goals
    ("有效促进", "完成", "10", "judged_met"),
    ("有效促进", "有效促进。", "10", "judged_met"),
    ("明显提高", "明显提高", "10", "judged_met"),
    ("有效促进", "部分完成", None, "judged_partly"),
    ("基本完成", "基本完成", "10", "judged_met"),
    ("有效促进", "未完成", None, "judged_unmet"),
    ("有效促进", "95%", None, "judge"),
    # dates
    ("2024年12月底前", "2024年11月", "10", "on_time"),
    ("12月底前", "11月15日", "10", "on_time"),
    ("12月底前", "按期完成", "10", "said_on_time"),
    ("12月底前", "完成", None, "date_missing"),
    ("12月底前", "未按期完成", None, "date_missing"),
    ("全部按时发放", "全部按时发放", "10", "said_on_time"),
    ("6月底前", "9月", None, "late"),
    # several numbers in one
    ("923.78元/月（企业）、673.19元/月（灵活）", "923.78元/月（企业）、336.595元/月（灵活）", "7.5", "parts"),
    ("923.78元/月（企业）、673.19元/月（灵活）", "900元", None, "parts_differ"),
    ("923.78元/月（企业）、673.19元/月（灵活）", "1件（企业）、2件（灵活）", None, "units_differ"),
)


@pytest.mark.parametrize(("target", "actual", "points", "code"), CASES)
def test_every_pair_is_scored_or_says_why_a_person_must(
    target: str, actual: str, points: str | None, code: str
) -> None:
    found = score(target, actual, TEN, USUAL, year=2024)
    assert (None if found.points is None else f"{found.points.normalize():f}", found.trace.code) == (points, code)
    assert found.fillable == (code != "actual_missing")
    for language in ("zh", "en"):
        assert "{" not in found.trace.words(language)
    assert found.trace.source


def test_the_sentence_shows_the_arithmetic() -> None:
    found = score("≥95%", "≥90%", TEN, USUAL, year=2024)
    assert found.trace.words("zh") == "分值 × 完成值 ÷ 指标值：10 × 90 ÷ 95 = 9.47；实际完成值按所写界限计。"
    assert (
        found.trace.words("en")
        == "Points × reached ÷ target: 10 × 90 ÷ 95 = 9.47; what was reached is read as its bound."
    )


@pytest.mark.parametrize(
    ("scheme", "target", "actual", "points", "code"),
    [
        (STEPS, "≥95%", "90%", "10", "satisfied"),
        (STEPS, "≥95%", "59%", "0", "dissatisfied"),
        (STEPS, "≥95%", "76%", "8", "forward"),
        (STEPS, "≥4.5分", "4.5分", "10", "forward"),
        (Scheme(pass_percent=60), "≥100人", "59人", "0", "below_pass"),
        (Scheme(pass_percent=60), "≥100人", "60人", "6", "forward"),
        (Scheme(overshoot_percent=30), "≥100人", "130人", "8", "overshot"),
        (Scheme(overshoot_percent=30), "≥100人", "129人", "10", "forward"),
        (Scheme(overshoot_percent=30), "≤100人", "50人", "10", "reverse"),
        (Scheme(overshoot_percent=30, overshoot_points=10), "≥1人", "9人", "0", "overshot"),
    ],
)
def test_the_options_of_a_region(scheme: Scheme, target: str, actual: str, points: str, code: str) -> None:
    found = score(target, actual, TEN, scheme, "满意度指标", "服务对象满意度", year=2024)
    assert (f"{found.points:f}" if found.points else "0", found.trace.code) == (points, code)
    assert scheme is not STEPS or score(target, actual, TEN, scheme, "产出指标", year=2024).trace.code == "forward"


def test_the_bands_of_described_goals_are_those_of_the_region() -> None:
    for name, (low, high) in {"80/60": (6, 8), "80/50": (5, 8)}.items():
        found = score("有效促进", "部分完成", TEN, replace(USUAL, floors=FLOORS[name]), year=2024)
        assert found.low == low
        assert found.high == high


def test_every_trace_is_reached_by_a_case() -> None:
    """``money``, ``money_over``, ``no_budget`` are scored in total.py, ``by_hand`` says what a person gave."""
    elsewhere = {"money", "money_over", "no_budget", "by_hand", "below_pass", "overshot", "satisfied", "dissatisfied"}
    assert {code for *_, code in CASES} | elsewhere == set(TRACES)
    assert all(all(words) for words in NOTES.values())


amounts = st.decimals(0, 10**6, places=2)


@settings(max_examples=60)
@given(amounts, amounts, amounts, st.sampled_from(["≥{}元", "≤{}元", "{}元"]), st.booleans(), st.integers(0, 100))
def test_more_of_what_is_wanted_never_gives_less_and_never_more_than_the_weight(
    target: Decimal, one: Decimal, other: Decimal, form: str, steps: bool, pass_percent: int
) -> None:
    scheme = Scheme(satisfaction_steps=steps, pass_percent=pass_percent)
    worse, better = sorted((one, other), reverse=form.startswith("≤") or not target)
    points = [score(form.format(target), f"{value}元", TEN, scheme, year=2024).points for value in (worse, better)]
    assert points[0] is not None and points[1] is not None
    assert (form.startswith("≥") and not target) or 0 <= points[0] <= points[1] <= TEN


@settings(max_examples=25)
@given(st.text(max_size=12), st.text(max_size=12))
def test_whatever_is_typed_has_points_within_the_weight_or_a_reason(target: str, actual: str) -> None:
    found = score(target, actual, TEN, Scheme(overshoot_percent=30), year=2024)
    assert found.trace.words("zh")
    assert found.points is None or 0 <= found.points <= TEN
    assert 0 <= found.low <= found.high <= TEN
