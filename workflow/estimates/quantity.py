"""A number with what it counts, and how such numbers are added and multiplied."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import Enum

LONGEST_NUMBER = 20
"""Digits; no amount is longer."""
LARGEST = Decimal(10) ** 30
"""Of what comes out on the way; an amount has its own, lower limit."""
EXACT = Context(prec=60, rounding=ROUND_HALF_UP)

MONEY: dict[str, Decimal] = {
    "亿元": Decimal(100_000_000), "千万元": Decimal(10_000_000), "百万元": Decimal(1_000_000),
    "万元": Decimal(10_000), "千元": Decimal(1000), "百元": Decimal(100), "元": Decimal(1), "块": Decimal(1),
}  # fmt: skip
"""Units of money in yuan, the longer before those they end with."""
_RATES = {"%": Decimal("0.01"), "‰": Decimal("0.001")}
_MAGNITUDES = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}


class Fault(Enum):
    """Why a formula has no result."""

    empty = "empty"
    several = "several"
    unreadable = "unreadable"
    too_long = "too_long"
    too_large = "too_large"
    brackets_unbalanced = "brackets_unbalanced"
    division_by_zero = "division_by_zero"
    units_mixed = "units_mixed"


class Faulty(Exception):
    """Inside this package only."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Quantity:
    """``amount`` is in yuan where ``is_money``, else in ones: 20万人 is 200000, 50% is 0.5.

    ``unit`` and ``decimals`` are as written, ``factor`` is what one of the written unit is worth; ``about``: 约 stands
    before it; ``is_group``: it was written as a bracket.
    """

    amount: Decimal
    is_money: bool = False
    unit: str = ""
    factor: Decimal = Decimal(1)
    decimals: int = 0
    about: bool = False
    is_group: bool = False

    @property
    def is_rate(self) -> bool:
        return self.unit in _RATES

    @property
    def is_price(self) -> bool:
        """2200元/人: not a sum of money but one per something."""
        return self.is_money and "/" in self.unit

    @property
    def money_unit(self) -> str:
        """万元 of 万元/年; empty for what is no money."""
        return next((unit for unit in MONEY if self.unit.startswith(unit)), "") if self.is_money else ""

    def fen(self) -> int:
        """Rounded half up; a bare number is taken as yuan."""
        return int(EXACT.quantize(EXACT.multiply(self.amount, Decimal(100)), Decimal(1)))


def quantity(digits: str, unit: str, about: bool = False) -> Quantity:
    """Of a number and the words behind it; raises ``Faulty``."""
    plain = digits.replace(",", "")
    if len(plain) > LONGEST_NUMBER:
        raise Faulty(Fault.too_large)
    decimals = len(plain) - plain.find(".") - 1 if "." in plain else 0
    amount, is_money, said, factor = _in(Decimal(plain), unit)
    return Quantity(amount, is_money, said, factor, decimals, about)


def measured(number: Quantity, unit: str) -> Quantity:
    """The number in this unit."""
    amount, is_money, said, factor = _in(number.amount, unit)
    return replace(number, amount=amount, is_money=is_money, unit=said, factor=factor)


def _in(amount: Decimal, unit: str) -> tuple[Decimal, bool, str, Decimal]:
    for word, factor in MONEY.items() if unit else ():
        if unit.startswith(word):
            return amount * factor, True, unit, factor
    if unit[:1] in _RATES:
        return amount * _RATES[unit[0]], False, unit[0], _RATES[unit[0]]
    factor = _MAGNITUDES.get(unit[:1], Decimal(1))
    return amount * factor, False, unit, factor


Item = Quantity | Fault | str
"""A number, a bracket that has no value, or one of the signs ``+ - * /``."""


def total(items: Sequence[Item]) -> Quantity:
    """Of numbers and signs in turn, ``*`` and ``/`` before ``+`` and ``-``; raises ``Faulty``."""
    if len(items) % 2 == 0 or any(isinstance(item, str) for item in items[::2]):
        raise Faulty(Fault.unreadable)
    summed: Quantity | None = None
    sign, term = "+", _number(items[0])
    for operator, item in zip(items[1::2], items[2::2], strict=True):
        number = _number(item)
        if operator in ("*", "/"):
            term = _scaled(term, str(operator), number)
        else:
            if operator == "-" and _is_range(term, number):
                raise Faulty(Fault.unreadable)
            summed, sign, term = _added(summed, sign, term), str(operator), number
    return _added(summed, sign, term)


def _number(item: Item) -> Quantity:
    if isinstance(item, Fault):
        raise Faulty(item)
    if isinstance(item, str):
        raise Faulty(Fault.unreadable)
    return item


def _is_range(low: Quantity, high: Quantity) -> bool:
    """10-12次 is no subtraction."""
    return not low.unit and not low.is_group and bool(high.unit) and not high.is_rate and not high.is_group


def _scaled(term: Quantity, operator: str, by: Quantity) -> Quantity:
    if term.is_money and by.is_money and operator == "*":
        raise Faulty(Fault.units_mixed)
    if operator == "/":
        if not by.amount:
            raise Faulty(Fault.division_by_zero)
        if by.is_money and not term.is_money:
            raise Faulty(Fault.units_mixed)
        return _checked(EXACT.divide(term.amount, by.amount), term.is_money and not by.is_money)
    return _checked(EXACT.multiply(term.amount, by.amount), term.is_money or by.is_money)


def _added(summed: Quantity | None, sign: str, term: Quantity) -> Quantity:
    if summed is None:
        return term
    if summed.is_money != term.is_money:
        raise Faulty(Fault.units_mixed)
    amount = EXACT.add(summed.amount, term.amount if sign == "+" else -term.amount)
    return _checked(amount, summed.is_money)


def _checked(amount: Decimal, is_money: bool) -> Quantity:
    if abs(amount) > LARGEST:
        raise Faulty(Fault.too_large)
    return Quantity(amount, is_money)
