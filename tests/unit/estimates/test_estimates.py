"""测算算式: what is read, what it comes to, what is refused, and that no text breaks it or takes long."""

import time
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from workflow.estimates import Estimate, Fault, evaluate, read
from workflow.money import MAX_FEN

# --- one formula, as somebody types it -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("2200元×12月×17人", "448800"),
        ("５２００平米＊５元＊１２月", "312000"),
        ("2200 元/月/人 * 12 月 * 17 人", "448800"),
        ("3000元/人·天×2人×3天", "18000"),
        ("3000元/人.天x2人X3天", "18000"),
        ("（800元+200元）×12个月×5人", "60000"),
        ("(0.8+1.2)万元/月×12月", "240000"),
        ("138万元×(1-10%)", "1242000"),
        ("108个社区*20%*10000元", "216000"),
        ("34.45万元/月*13月", "4478500"),
        ("1,200元×3", "3600"),
        ("1亿元×2‰", "200000"),
        ("2千元+3百元", "2300"),
        ("120万元÷12个月", "100000"),
        ("120万元/12", "100000"),
        ("0.65元/度×30万度", "195000"),
        ("10-4/2", "8"),
        ("工资：3200元/月×12月", "38400"),
        ("基本工资3000元+绩效1000元+社保1200元", "5200"),
        ("50元(伙食、资料)×3", "150"),
        ("12万×2", "240000"),
        ("5万元", "50000"),
        ("2×(3+(4-1))元", "12"),
        ("1元÷3", "0.33"),
        ("0.005元×1", "0.01"),
    ],
)
def test_a_formula_comes_to_an_amount(text: str, yuan: str) -> None:
    assert evaluate(text) == Estimate(amount=int(Decimal(yuan) * 100))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", Fault.empty),
        (" \n　", Fault.empty),
        ("按实际发生", Fault.unreadable),
        ("2200元×", Fault.unreadable),
        ("2200元×人数", Fault.unreadable),
        ("10-12次×3万元", Fault.unreadable),
        ("2元×3=1；4元×5=20", Fault.several),
        ("工资2元，社保3元", Fault.several),
        ("(2人+3人×500元", Fault.brackets_unbalanced),
        ("2人+3人)×500元", Fault.brackets_unbalanced),
        ("12万元÷0人", Fault.division_by_zero),
        ("3元×(5/(2-2))", Fault.division_by_zero),
        ("2元×3元", Fault.units_mixed),
        ("1万元+2人", Fault.units_mixed),
        ("9999999999万元×9999", Fault.too_large),
        ("9999999999万元×9999999999×9999999999×9999999999", Fault.too_large),
        (f"{'9' * 60}元×1", Fault.too_large),
        ("1" + "+1" * 900, Fault.too_long),
        ("1元" * 60_000, Fault.too_long),
    ],
    ids=lambda value: str(value)[:20],
)
def test_what_cannot_be_worked_out_says_why(text: str, fault: Fault) -> None:
    found = evaluate(text)
    assert (found.amount, found.fault) == (None, fault)


@pytest.mark.parametrize(
    ("text", "amount", "stated", "agrees"),
    [
        ("2200元×12月×17人＝44.88万元", 44_880_000, 44_880_000, True),
        ("2200元×12月×17人=44.87万元", 44_880_000, 44_870_000, False),
        ("1042.08元*12月*17人=21.26万元", 21_258_432, 21_260_000, True),  # rounded to its own digits
        ("1042.08元*12月*17人=21.25万元", 21_258_432, 21_250_000, False),  # cut off
        ("34083.53*12=40.9万元", 40_900_236, 40_900_000, True),  # without 元: in yuan …
        ("0.04*6=0.24万元", 240_000, 240_000, True),  # … or in the unit of the result
        ("2元×3=6", 600, 600, True),
        ("5000元×20=10", 10_000_000, 1_000, True),  # a result without 元 may be in 万元
        ("49.6万元×1=约50万元", 49_600_000, 50_000_000, True),
        ("30万元×1≈50万元", 30_000_000, 50_000_000, False),
        ("16万元=8个街道×2万元", 16_000_000, 16_000_000, True),
    ],
)
def test_what_stands_behind_the_sign_is_compared(text: str, amount: int, stated: int, agrees: bool) -> None:
    assert evaluate(text) == Estimate(amount, None, stated, agrees)  # type: ignore[arg-type]


# --- the formulas of a text ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "formulas"),
    [
        (
            "2.招聘会18.36万。①校园招聘(一年两季，总计2季×6.68万元/季=13.36万元);②春风行动5万元(10场×0.5万元/场=5万元)。",
            [("2季×6.68万元/季=13.36万元", "133600", "133600"), ("10场×0.5万元/场=5万元", "50000", "50000")],
        ),
        (
            "1.2022年培训班2天*150人*50元(伙食资料、授课费)=1.5万元。",
            [("2天*150人*50元(伙食资料、授课费)=1.5万元", "15000", "15000")],
        ),
        ("6.春节慰问金(按年)=0.2*6=1.2万元;", [("0.2*6=1.2万元", "1.2", "12000")]),
        ("人员23人×6万元=138万元(压减10%后为124.2万元)", [("23人×6万元=138万元", "1380000", "1380000")]),
        (
            "每月2次×12月=24次,24次×500元=12000元",
            [("2次×12月=24次", "24", "24"), ("24次×500元=12000元", "12000", "12000")],
        ),
        ("350元*22天*12月=92400元=9.24万元", [("350元*22天*12月=92400元=9.24万元", "92400", "92400")]),
        (
            "8个街道×2万元=16万元+预备2万元=18万元",
            [
                ("8个街道×2万元=16万元+预备2万元=18万元", "160000", "160000"),
                ("8个街道×2万元=16万元+预备2万元=18万元", "180000", "180000"),
            ],
        ),
        ("按鄂人社发〔2024〕2号，2023年1月5日起，面积1200平方米，A4纸，1.5倍", []),
    ],
)
def test_formulas_are_found_in_a_text(text: str, formulas: list[tuple[str, str, str]]) -> None:
    found = read(text).formulas
    assert [(item.text, item.value, item.stated) for item in found if not (item.value and item.stated)] == []
    assert [(item.text, item.value and item.value.amount, item.stated and item.stated.amount) for item in found] == [
        (said, Decimal(value), Decimal(stated)) for said, value, stated in formulas
    ]
    assert all(item.agrees for item in found)


def test_numbers_are_read_with_their_units() -> None:
    said = [
        (item.amount, item.is_money, item.is_price, item.is_rate)
        for item in read("约12.5万元，3元/人，50%，20万人").numbers
    ]
    assert said == [
        (Decimal(125_000), True, False, False),
        (Decimal(3), True, True, False),
        (Decimal("0.5"), False, False, True),
        (Decimal(200_000), False, False, False),
    ]


# --- whatever is typed -----------------------------------------------------------------------------------------------

NUMBERS = st.decimals(min_value="0.01", max_value=999, places=2, allow_nan=False)
COUNTS = st.tuples(NUMBERS, st.sampled_from(("", "人", "个月", "次/年")))
MONEY = st.tuples(NUMBERS, st.sampled_from((("元", 1), ("万元", 10_000), ("元/人", 1))))
TIMES, DIVIDED = st.sampled_from("*×xＸ"), st.sampled_from("÷/")


@st.composite
def products(draw: st.DrawFn) -> tuple[str, Decimal]:
    """An amount times some counts, one of them perhaps a sum in brackets, perhaps divided."""
    amount, (unit, worth) = draw(MONEY)
    text, value = f"{amount}{unit}", amount * worth
    for count, of in draw(st.lists(COUNTS, max_size=3)):
        more = draw(st.one_of(st.none(), NUMBERS))
        text += f"{draw(TIMES)}({count}+{more})" if more else f"{draw(TIMES)}{count}{of}"
        value *= count + (more or 0)
    divisor = draw(st.one_of(st.none(), NUMBERS))
    return (f"{text}{draw(DIVIDED)}{divisor}", value / divisor) if divisor else (text, value)


@given(st.lists(products(), min_size=1, max_size=4))
@settings(max_examples=60)
def test_what_is_written_is_what_comes_out(parts: list[tuple[str, Decimal]]) -> None:
    found = evaluate("+".join(text for text, _ in parts))
    total = sum((value for _, value in parts), Decimal(0))
    if total * 100 > MAX_FEN:
        assert found.fault is Fault.too_large
    else:
        assert found.fault is None
        assert abs(Decimal(found.amount or 0) - (total * 100).quantize(Decimal(1), ROUND_HALF_UP)) <= 1


@given(st.text(alphabet="0123456789.,+-*×÷/xX()（）[]=＝≈%‰元万亿人年月每约，。；;：①\n 测\u200b", max_size=60))
@settings(max_examples=150)
@example("(" * 60 + ")" * 60)
@example("=".join("1+2" for _ in range(20)))
@example("1/0=2/0")
@example("10" * 12 + "元*2")
def test_no_text_breaks_it(text: str) -> None:
    found = evaluate(text)
    assert (found.amount is None) == (found.fault is not None)
    for formula in read(text).formulas:
        assert (formula.value is None) == (formula.fault is not None)
        assert formula.agrees in (True, False)


@pytest.mark.parametrize(
    "piece", ["1+", "(", ")", "(1+", "1元×2人=3元；", "1x", "9", "1,000", "/", "工资", "=1", "1/(", "约"]
)
def test_long_texts_take_no_longer_than_their_length(piece: str) -> None:
    text = (piece * 80_000)[:80_000]
    began = time.process_time()
    read.__wrapped__(text)
    assert time.process_time() - began < 1.5  # mostly a tenth of it
