"""Amounts: exact to the fen in both directions, and nothing is guessed."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from workflow.money import MAX_FEN, fen_from_wan, fen_from_yuan, wan, wan_grouped, yuan_grouped

FEN = st.integers(-MAX_FEN, MAX_FEN)


@given(FEN)
@example(MAX_FEN)
@example(-1)
def test_what_is_written_is_read_again(fen: int) -> None:
    assert fen_from_wan(wan(fen)) == fen_from_wan(wan_grouped(fen)) == fen
    assert fen_from_yuan(yuan_grouped(fen)) == fen


@given(FEN)
def test_written_amounts_are_exact_and_canonical(fen: int) -> None:
    text = wan(fen)
    whole, _, decimals = text.partition(".")
    assert Fraction(text) == Fraction(fen, 1_000_000)
    assert 2 <= len(decimals) <= 6
    assert len(decimals) == 2 or not decimals.endswith("0")
    assert whole.lstrip("-") == str(abs(int(whole)))
    assert Decimal(wan_grouped(fen).replace(",", "")) == Decimal(text)


@given(st.integers(0, 10**9 - 1), st.text("0123456789", max_size=40))
@example(1, "0000000000000000000000000000001")
@example(5, "10000000000000000000000000000000")
def test_what_is_finer_than_a_fen_is_never_rounded(whole: int, decimals: str) -> None:
    raw = f"{whole}.{decimals}" if decimals else str(whole)
    exact = Fraction(raw) * 1_000_000
    if exact.denominator == 1:
        assert fen_from_wan(raw) == exact
    else:
        with pytest.raises(ValueError, match=r"^too_many_decimals$"):
            fen_from_wan(raw)


@pytest.mark.parametrize(
    ("raw", "fen"),
    [
        ("0", 0),
        ("10", 10_000_000),
        ("1,331.67", 1_331_670_000),
        ("１，３３１．６７", 1_331_670_000),
        (" 47.4 ", 47_400_000),
        ("\u30006763\u00a0", 6_763_000_000),
        ("6 763.00", 6_763_000_000),
        ("-0.5", -500_000),
        ("+3", 3_000_000),
        ("0.000001", 1),
        ("007.5", 7_500_000),
        ("12.3400000000", 12_340_000),
    ],
)
def test_amounts_as_people_type_them(raw: str, fen: int) -> None:
    assert fen_from_wan(raw) == fen


@pytest.mark.parametrize(
    "raw",
    ["", " ", "-", ".", "12,3x", "12,3", "1,2345", ",123", "1.", ".5", "1..2", "12 34", "1 2", "十万", "１２万", "1e5",
     "0x10", "NaN", "inf", "٣", "−5", "--1", "1,234,56", "1_000", "2025-13-01", "😀", "1\n2"],
)  # fmt: skip
def test_what_is_no_plain_amount_is_refused(raw: str) -> None:
    for read in (fen_from_wan, fen_from_yuan):
        with pytest.raises(ValueError, match=r"^not_an_amount$"):
            read(raw)


@pytest.mark.parametrize("raw", ["1000000000", "1000000000.00", "9" * 10_000, "-99999999999999999999.5"])
def test_what_no_budget_reaches_is_refused(raw: str) -> None:
    with pytest.raises(ValueError, match=r"^amount_too_large$"):
        fen_from_wan(raw)


def test_yuan_has_two_decimals() -> None:
    assert fen_from_yuan("13,316,700.05") == 1_331_670_005
    with pytest.raises(ValueError, match=r"^too_many_decimals$"):
        fen_from_yuan("0.001")


@given(st.text(max_size=30))
def test_any_text_is_an_amount_or_one_of_three_refusals(raw: str) -> None:
    try:
        fen = fen_from_wan(raw)
    except ValueError as refusal:
        assert str(refusal) in {"not_an_amount", "too_many_decimals", "amount_too_large"}
    else:
        assert abs(fen) <= MAX_FEN


def test_grouping_for_people() -> None:
    assert wan_grouped(1_331_670_000) == "1,331.67"
    assert wan_grouped(-500_000) == "-0.50"
    assert wan_grouped(-1_234_567_800_000) == "-1,234,567.80"
    assert yuan_grouped(1_331_670_005) == "13,316,700.05"
