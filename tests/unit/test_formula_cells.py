"""Which texts of an amount cell are formulas, what they come to, and how the basis keeps them."""

import pytest

from workflow.services.editing.fields import read_estimate
from workflow.services.editing.formulas import is_formula, kept_in

COME_TO = {
    "2200元×12月×17人": 44_880_000,
    "=2200*12*17": 44_880_000,
    "＝２２００×１２×１７": 44_880_000,
    "923.78元*12个月*800人": 886_828_800,
    "(3000元+1200元)x10人": 4_200_000,
    "0.5万元*10场": 5_000_000,
    "44.88": 44_880_000,
    "": None,
}
NO_AMOUNT = {
    "约44": "not_an_amount",
    "44左右": "not_an_amount",
    "2025/3/1": "not_an_amount",
    "2025-2026": "not_an_amount",
    "六万": "not_an_amount",
    "约44万元": "not_an_amount",
    "44.88万元": "not_an_amount",
    "44.8800001": "too_many_decimals",
    "-5": "negative_amount",
    "2元*3-10元": "not_an_amount",
    "(2200元*12": "formula_brackets",
    "2200元*12月/0": "formula_zero",
    "2元*3元": "formula_units",
    "9元*99999999999999999": "amount_too_large",
}


@pytest.mark.parametrize(("text", "fen"), COME_TO.items())
def test_what_a_text_comes_to(text: str, fen: int | None) -> None:
    assert read_estimate(text) == fen


@pytest.mark.parametrize(("text", "code"), NO_AMOUNT.items())
def test_nothing_is_guessed(text: str, code: str) -> None:
    with pytest.raises(ValueError, match=f"^{code}$"):
        read_estimate(text)


@pytest.mark.parametrize(
    ("basis", "formula", "kept"),
    [
        ("", "2200元×12月×17人", "2200元×12月×17人=44.88万元"),
        ("", "=2200*12*17", "2200*12*17=44.88万元"),
        ("人员工资", "2200元×12月", "人员工资；2200元×12月=2.64万元"),
        ("人员工资；", "2200元×12月", "人员工资；2200元×12月=2.64万元"),
        ("工资 2200元 × 12月", "2200元×12月", "工资 2200元 × 12月"),
        ("", "2200元×12月=2.64万元", "2200元×12月=2.64万元"),
    ],
)
def test_the_basis_keeps_the_formula_once(basis: str, formula: str, kept: str) -> None:
    assert kept_in(basis, formula) == kept
    assert kept_in(kept, formula) == kept


def test_plain_amounts_are_no_formulas() -> None:
    assert not any(is_formula(text) for text in ("44.88", "1,331.67", "448800元", "2025/3/1", "", "+", "元*人"))
