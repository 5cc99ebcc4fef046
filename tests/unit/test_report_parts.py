"""What executing bodies come to: counts added, rates weighted by money, the worst word, the last day, and why not."""

import pytest

from workflow.execution.parts import NOTES, WHY_NOT, Part, Together, together

QUANTITY, PLEASED = "产出指标数量指标", "满意度指标服务对象满意度指标"
WAN = 1_000_000
CASES: tuple[tuple[tuple[str, ...], str, str, Together], ...] = (
    (("12人", "30人"), "≥40人", QUANTITY, Together("42人", "12 + 30")),
    (("0.012万人", "80人"), "≥200人", QUANTITY, Together("200人", "120 + 80")),
    (("31.2万人次", "149000人次"), "80万人次", QUANTITY, Together("46.1万人次", "31.2 + 14.9")),
    (("12", "30"), "80万人次", QUANTITY, Together(why_not="unit_missing")),
    (("12", "30"), "≥50万元", QUANTITY, Together("42万元", "12 + 30", note="unit_of_target")),
    (("500米", "1200米"), "≥1.5公里", QUANTITY, Together("1.7公里", "0.5 + 1.2")),
    (("5场", "7场"), "12场/年", QUANTITY, Together("12场", "5 + 7")),
    (("约120", "≥80"), "≥200人", QUANTITY, Together("200人", "120 + 80", note="unit_of_target")),
    (("95", "90"), "≥90%", QUANTITY, Together("93.75%", "(95 × 30.00 + 90 × 10.00) ÷ 40.00", note="unit_of_target")),
    (("12户", "30户"), "≥40人", QUANTITY, Together("42户", "12 + 30", note="unit_other")),
    (("12人", "30人"), "完成培训", QUANTITY, Together("42人", "12 + 30")),
    (("0.012万人", "80"), "≥200人", QUANTITY, Together(why_not="unit_missing")),
    (("95%", "0.9"), "≥90%", QUANTITY, Together(why_not="unit_missing")),
    (("200元/人", "100元"), "≤200元/人", QUANTITY, Together(why_not="units_differ")),
    (("12.5", "7"), "20", QUANTITY, Together("19.5", "12.5 + 7")),
    (("95%", "90%"), "≥90%", QUANTITY, Together("93.75%", "(95 × 30.00 + 90 × 10.00) ÷ 40.00")),
    (("90分", "80分"), "≥85分", PLEASED, Together("87.5分", "(90 × 30.00 + 80 × 10.00) ÷ 40.00")),
    (("200元/人", "100元/人"), "≤200元/人", QUANTITY, Together("175元/人", "(200 × 30.00 + 100 × 10.00) ÷ 40.00")),
    (("完成", "部分完成"), "完成整治", QUANTITY, Together("部分达到预期目标", "街道1：部分完成")),
    (("完成", "已达标"), "完成整治", QUANTITY, Together("达到预期目标")),
    (("6月30日", "2025-09-10"), "2025年底前", QUANTITY, Together("2025-09-10", "2025-06-30 · 2025-09-10")),
    (("120人", ""), "≥200人", QUANTITY, Together(why_not="waiting")),
    (("", " "), "≥200人", QUANTITY, Together(why_not="nothing")),
    (("120人", "80公里"), "≥200人", QUANTITY, Together(why_not="units_differ")),
    (("120人", "完成"), "≥200人", QUANTITY, Together(why_not="mixed")),
)


@pytest.mark.parametrize(("actuals", "target", "level", "expected"), CASES)
def test_parts_come_to(actuals: tuple[str, ...], target: str, level: str, expected: Together) -> None:
    parts = [Part(f"街道{at}", text, (30 - 20 * at) * WAN) for at, text in enumerate(actuals)]
    assert together(parts, target, level, 2025) == expected


def test_a_rate_needs_the_money_of_every_body_and_every_reason_has_a_case() -> None:
    found = together([Part("甲", "95%", 30 * WAN), Part("乙", "90%", None)], "≥90%", QUANTITY, 2025)
    assert found == Together(why_not="no_base")
    assert {case[3].why_not for case in CASES} | {"no_base", ""} == {*WHY_NOT, ""}
    assert {case[3].note for case in CASES} == {*NOTES, ""}
