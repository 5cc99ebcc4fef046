"""The formula box: an amount of an expenditure line may be typed as the formula it comes from.

``2200元×12月×17人`` or ``=2200*12*17`` is stored as 44.88 万元, and the formula is kept in the 测算依据 of the line.
What it comes to is said by ``workflow.estimates``; here is decided what counts as a formula, and where its text goes.
"""

import re
import unicodedata

from workflow.canonical.paths import Path
from workflow.estimates import Fault, evaluate
from workflow.money import Fen, wan_grouped

_SIGN = re.compile(r"[*×✕+=]|(?<=[0-9)元])[xX](?=[(0-9])")
_DIVIDED = re.compile(r"元.*[-/÷]|[-/÷].*元")
CODES: dict[Fault, str] = {
    Fault.several: "formula_several",
    Fault.too_long: "formula_too_long",
    Fault.too_large: "amount_too_large",
    Fault.brackets_unbalanced: "formula_brackets",
    Fault.division_by_zero: "formula_zero",
    Fault.units_mixed: "formula_units",
}
"""Fault of an estimate → code of a sentence; the others are simply no amount."""


def is_amount_of_line(path: Path) -> bool:
    """The cells that take a formula."""
    return path.section == "expenditure_lines" and path.field.startswith("amounts.")


def is_formula(text: str) -> bool:
    """Whether somebody means to calculate: a date (2025/3/1) or a remark (约44) is no formula."""
    plain = _plain(text)
    return any(sign.isdigit() for sign in plain) and bool(_SIGN.search(plain) or _DIVIDED.search(plain))


def amount_of(text: str) -> Fen:
    """Fen of a formula; raises ``ValueError(code)``."""
    if not is_formula(text):
        raise ValueError("not_an_amount")
    found = evaluate(_plain(text).lstrip("="))
    if found.amount is None:
        raise ValueError(CODES.get(found.fault, "not_an_amount") if found.fault else "not_an_amount")
    if found.amount < 0:
        raise ValueError("negative_amount")
    return found.amount


def kept_in(basis: str, formula: str) -> str:
    """The basis with the formula and its result behind it; unchanged where it stands there already."""
    words = formula.strip().lstrip("=＝").strip()
    if "".join(_plain(words).split()) in "".join(_plain(basis).split()):
        return basis
    equation = words if "=" in _plain(words) else f"{words}={wan_grouped(amount_of(formula))}万元"
    before = basis.rstrip()
    joint = "" if not before or before[-1] in "；;。" else "；"
    return f"{before}{joint}{equation}"


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()
