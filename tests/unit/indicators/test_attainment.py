"""Actual against target: direction, units, zero, ranges; what cannot be compared says why."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.indicators import attainment, parse
from workflow.indicators.units import UNITS, factor


@pytest.mark.parametrize(
    ("actual", "target", "ratio", "met", "reason"),
    [
        ("86.2%", "≥90%", "0.958", False, ""),
        ("95%", "≥90%", "1.056", True, ""),
        ("4.1%", "≤5.5%", "1.341", True, ""),
        ("6%", "≤5.5%", "0.917", False, ""),
        ("48台", "=48台", "1", True, ""),
        ("50台", "=48台", "1.042", False, ""),
        ("4100人", "4000人", "1.025", True, ""),
        ("34.4万人", "≥344000人", "1", True, ""),
        ("272000元", "=27.2万元", "1", True, ""),
        ("24小时", "≤1天", None, None, "units_differ"),
        ("3个月", "≤1年", "4", True, ""),
        ("500元", "300-4000元", "1", True, ""),
        ("200元", "300-4000元", "0.667", False, ""),
        ("5000元", "300-4000元", "0.8", False, ""),
        ("12场/年", "12场/年", "1", True, ""),
        ("12场", "12场/年", None, None, "units_differ"),
        ("96", "≥95%", "1.011", True, "unit_missing"),
        ("0起", "0起", None, True, "zero_target"),
        ("1起", "0起", None, False, "zero_target"),
        ("0人", "≤260人", "1", True, ""),
        ("98人", "100人左右", "0.98", None, "not_verifiable"),
        ("有效促进", "有效促进", None, None, "not_a_number"),
        ("100%", "显著提高", None, None, "not_a_number"),
        ("", "≥90%", None, None, "not_a_number"),
        ("2026年", "≥90%", None, None, "not_a_number"),
    ],
)
def test_how_far(actual: str, target: str, ratio: str | None, met: bool | None, reason: str) -> None:
    found = attainment(parse(actual), parse(target))
    rounded = None if found.ratio is None else f"{found.ratio:.3f}".rstrip("0").rstrip(".")
    assert (rounded, found.met, found.reason) == (ratio, met, reason)


@given(number=st.decimals(0, 10**9, places=2), wanted=st.decimals(0, 10**9, places=2), sign=st.sampled_from("≥≤="))
def test_met_and_ratio_agree(number: Decimal, wanted: Decimal, sign: str) -> None:
    found = attainment(parse(f"{number}元"), parse(f"{sign}{wanted}元"))
    if found.ratio is None:
        assert wanted == 0
    elif sign != "=":
        assert found.met == (found.ratio >= 1)
    else:
        assert found.met == (found.ratio == 1)


@pytest.mark.parametrize(
    ("unit", "other", "times"),
    [
        ("万人", "人", 10_000),
        ("万元", "元", 10_000),
        ("亿元", "万元", 10_000),
        ("‰", "%", Decimal("0.1")),
        ("人", "件", None),
    ],
)
def test_units_turn_into_each_other(unit: str, other: str, times: Decimal | int | None) -> None:
    assert factor(unit, other) == times


def test_every_unit_has_a_way_there_and_back() -> None:
    for unit, (base, _) in UNITS.items():
        there, back = factor(unit, base), factor(base, unit)
        assert there and back
        assert abs(there * back - 1) < Decimal("1e-9")
