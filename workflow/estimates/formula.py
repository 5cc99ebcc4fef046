"""Formulas in a text: where they are, what they come to, and what is written behind their “=”."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from workflow.estimates.quantity import Fault, Faulty, Item, Quantity, measured, quantity, total
from workflow.estimates.tokens import Token, cleaned, tokens
from workflow.money import MAX_FEN, Fen

LONGEST = 100_000
"""Characters of a text; longer ones are not read."""
MOST_NUMBERS = 400
"""Of one formula."""
MOST_NUMBERS_OF_A_TEXT = 5000
"""What stands behind them is not read."""
DEEPEST = 40
LONGEST_LABEL = 8
"""Signs of a word between a sign and its number: 工资3000元+绩效1000元."""
_FILLER = re.compile("(?:约为?|共计?|合计|总计|小计|计|为|每.{1,3}|按|人均|人民币|[¥￥])+")
_ABOUT = "约"
_LOOSE = Decimal("0.1")  # what is called 约 may be a tenth off


@dataclass(frozen=True)
class Formula:
    """One formula: ``text`` as written without blanks; ``value`` is what it comes to, None with a ``fault``.

    ``stated`` is the number on the other side of “=”, None if there is none.
    """

    text: str
    value: Quantity | None = None
    stated: Quantity | None = None
    fault: Fault | None = None

    @property
    def likely(self) -> Quantity | None:
        """What the formula comes to, in the measure of what is stated; None if nothing can be compared.

        A formula without 元 may be in yuan (34083.53*12=40.9万元) or in the unit of its result (0.04*6=0.24万元), a
        result without 元 is in yuan or 万元: the nearest of these is meant.
        """
        value, stated = self.value, self.stated
        if value is None or stated is None:
            return None
        if value.is_money == stated.is_money:
            return value
        other = value.amount * stated.factor if stated.is_money else value.amount / 10_000
        nearest = min((value.amount, other), key=lambda amount: abs(amount - stated.amount))
        return replace(value, amount=nearest, is_money=stated.is_money)

    @property
    def agrees(self) -> bool:
        """The stated number is the result rounded to its own digits. True if there is nothing to compare."""
        likely, stated = self.likely, self.stated
        if likely is None or stated is None:
            return True
        half = stated.factor * Decimal(1).scaleb(-stated.decimals) / 2
        allowed = max(half, abs(likely.amount) * _LOOSE if stated.about else Decimal(0))
        return abs(likely.amount - stated.amount) <= allowed


@dataclass(frozen=True)
class Reading:
    """What a text says in numbers: its formulas, every number with its unit, in the order of the text."""

    formulas: tuple[Formula, ...] = ()
    numbers: tuple[Quantity, ...] = ()


@dataclass(frozen=True)
class Estimate:
    """What one typed formula comes to: ``amount`` in fen, or a ``fault`` and None.

    ``stated`` is the amount typed behind “=”, if any, and ``agrees`` says whether it is right.
    """

    amount: Fen | None = None
    fault: Fault | None = None
    stated: Fen | None = None
    agrees: bool = True


def evaluate(text: str) -> Estimate:
    """``2200元×12月×17人`` → 44_880_000 fen (44.88 万元). A formula without 元 is taken as yuan.

    Words before the formula are no part of it (工资：2200元×12月). A single amount is its own result. Never raises.
    """
    if not text.strip():
        return Estimate(fault=Fault.empty)
    if len(text) > LONGEST:
        return Estimate(fault=Fault.too_long)
    found = read(text)
    if len(found.formulas) > 1:
        return Estimate(fault=next((item.fault for item in found.formulas if item.fault), Fault.several))
    if found.formulas:
        return _estimate(found.formulas[0])
    if len(found.numbers) == 1:
        return _estimate(Formula(text, found.numbers[0]))
    return Estimate(fault=Fault.several if found.numbers else Fault.unreadable)


def _estimate(formula: Formula) -> Estimate:
    if formula.value is None:
        return Estimate(fault=formula.fault or Fault.unreadable)
    of_money = formula.likely if formula.likely is not None and formula.likely.is_money else formula.value
    amount = of_money.fen()
    if abs(amount) > MAX_FEN:
        return Estimate(fault=Fault.too_large)
    stated = None if formula.stated is None else Fen(formula.stated.fen())
    return Estimate(Fen(amount), None, stated, formula.agrees)


@lru_cache(maxsize=256)
def read(text: str) -> Reading:
    """All formulas of a text. What is no formula is passed over; a text of more than ``LONGEST`` signs is not read."""
    if len(text) > LONGEST:
        return Reading()
    reader = _Reader(cleaned(text))
    return reader.read()


@dataclass
class _Run:
    """Numbers and signs in turn, as far as they follow each other; one list per side of each “=”."""

    parts: list[list[Item]] = field(default_factory=lambda: [[]])
    start: int = 0
    end: int = 0
    about: bool = False
    fault: Fault | None = None

    @property
    def last(self) -> Item | None:
        return self.parts[-1][-1] if self.parts[-1] else None

    @property
    def ends_with_number(self) -> bool:
        return self.last is not None and not isinstance(self.last, str)

    @property
    def is_formula(self) -> bool:
        return any(len(part) > 1 for part in self.parts)


@dataclass
class _Level:
    """What stands inside one pair of brackets, or outside all of them."""

    run: _Run = field(default_factory=_Run)
    is_broken: bool = False
    starts_with_number: bool | None = None
    first: tuple[int, int] = (0, 0)
    """Which formulas its first run gave."""

    @property
    def is_group(self) -> bool:
        """(2人+3人), no remark: one expression without “=”."""
        return not self.is_broken and len(self.run.parts) == 1 and self.run.ends_with_number


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.levels = [_Level()]
        self.formulas: list[Formula] = []
        self.numbers: list[Quantity] = []

    def read(self) -> Reading:
        for token in tokens(self.text):
            getattr(self, f"_{token.kind}")(token)
            if len(self.numbers) > MOST_NUMBERS_OF_A_TEXT:
                break
        while len(self.levels) > 1:
            self._unclosed(self.levels.pop())
        self._close(self.levels[0])
        return Reading(tuple(self.formulas), tuple(self.numbers))

    @property
    def level(self) -> _Level:
        return self.levels[-1]

    def _number(self, token: Token) -> None:
        try:
            number = quantity(token.text, token.unit, self.level.run.about)
        except Faulty as faulty:
            self._operand(faulty.fault, token)
            return
        self.numbers.append(number)
        self._operand(number, token)

    def _operand(self, item: Quantity | Fault, token: Token) -> None:
        level = self.level
        if level.starts_with_number is None:
            level.starts_with_number = True
        if level.run.ends_with_number:
            self._break()
        run = level.run
        if not run.parts[0]:
            run.start = token.start
        run.parts[-1].append(item)
        run.end, run.about = token.end, False
        if len(run.parts[-1]) > 2 * MOST_NUMBERS or len(run.parts) > MOST_NUMBERS:
            run.fault = Fault.too_long

    def _operator(self, token: Token) -> None:
        if self.level.run.ends_with_number:
            self.level.run.parts[-1].append(token.text)
            self.level.run.end = token.end
        else:
            self._break()

    def _equals(self, token: Token) -> None:
        run = self.level.run
        if run.ends_with_number:
            run.parts.append([])
            run.about = "≈" in token.text
        else:
            self._break()

    def _word(self, token: Token) -> None:
        level, run = self.level, self.level.run
        if level.starts_with_number is None:
            level.starts_with_number = False
        if run.ends_with_number:
            if isinstance(run.last, Quantity) and run.last.is_group and not run.last.unit:
                run.parts[-1][-1] = measured(run.last, token.text)
            return
        if _FILLER.fullmatch(token.text) or (run.parts[0] and run.last != "-" and len(token.text) <= LONGEST_LABEL):
            run.about = run.about or token.text.startswith(_ABOUT)
        else:
            self._break()
            level.run.about = token.text.endswith((_ABOUT, "约为"))

    def _opened(self, token: Token) -> None:
        if len(self.levels) > DEEPEST:
            self._break()
            return
        self.levels.append(_Level())
        self.level.run.start = token.start

    def _closed(self, token: Token) -> None:
        if len(self.levels) == 1:
            if self.level.run.is_formula:
                self.level.run.fault = Fault.brackets_unbalanced
            else:
                self._break()
            return
        inner = self.levels.pop()
        if inner.is_group:
            self._group(inner.run, token)
        else:
            self._close(inner)

    def _group(self, run: _Run, token: Token) -> None:
        """A single number in brackets behind a number explains it: 50元(3人)."""
        if not run.is_formula and self.level.run.ends_with_number:
            return
        try:
            value: Quantity | Fault = replace(total(run.parts[0]), is_group=True, unit="")
        except Faulty as faulty:
            value = faulty.fault
        self._operand(value, token._replace(start=run.start - 1))

    def _stop(self, _token: Token) -> None:
        self._break()

    def _break(self) -> None:
        """What follows belongs to another formula."""
        level = self.level
        if level.run.parts[0]:
            before = len(self.formulas)
            self._close(level)
            if not level.is_broken:
                level.first = (before, len(self.formulas))
            level.run = _Run()
        level.is_broken = True

    def _unclosed(self, level: _Level) -> None:
        """A bracket that opens a formula and never closes; one that opens a remark does no harm."""
        before = len(self.formulas)
        self._close(level)
        if level.starts_with_number:
            start, end = level.first if level.is_broken else (before, len(self.formulas))
            faulty = [Formula(item.text, fault=Fault.brackets_unbalanced) for item in self.formulas[start:end]]
            self.formulas[start:end] = faulty

    def _close(self, level: _Level) -> None:
        run = level.run
        if not run.is_formula:
            return
        text = self.text[run.start : run.end]
        sides = [part for part in run.parts if part]
        if run.fault:
            self.formulas.append(Formula(text, fault=run.fault))
        elif len(sides) == 1:
            self.formulas.append(_formula(text, sides[0], None))
        else:
            pairs = [(one, two) for one, two in pairwise(sides) if len(one) > 1 or len(two) > 1]
            self.formulas += [_equation(text, one, two) for one, two in pairs]


def _equation(text: str, one: Sequence[Item], two: Sequence[Item]) -> Formula:
    """One side is the formula, the other its result; in 8×2=16+3=19 it is only the first number of the other side."""
    if len(one) == 1:
        one, two = two, one
    whole = _formula(text, one, two)
    return whole if whole.agrees and not whole.fault else _formula(text, one, two[:1])


def _formula(text: str, side: Sequence[Item], result: Sequence[Item] | None) -> Formula:
    try:
        return Formula(text, total(side), None if result is None else total(result))
    except Faulty as faulty:
        return Formula(text, fault=faulty.fault)
