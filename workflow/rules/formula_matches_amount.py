"""What a line's basis comes to is the line's amount: 测算结果与支出明细金额一致."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import accumulate, islice

from workflow.canonical import Declaration
from workflow.canonical.document import ExpenditureLine
from workflow.estimates import Formula, Reading, read
from workflow.money import fen_from_wan, wan_grouped
from workflow.rules.finding import Context, Found, rule
from workflow.types import Severity

_ROUNDED = 5_000  # fen: amounts are mostly written with two decimals of 万元
_MOST = 40  # numbers of a basis that are tried against the amount


@rule(
    severity=Severity.warning,
    title_zh="测算结果与支出明细金额一致",
    title_en="An estimate comes to the amount of its line",
    source="项目支出（绩效目标）申报表填报要求：支出明细写明测算依据及说明，金额与测算一致",
)
def formula_matches_amount(document: Declaration, _context: Context) -> Iterable[Found]:
    """Any amount the text names will do, the sum of its formulas, and a share of it that the text names.

    A wrong formula is told by ``formula_result``: its written and its right result both will do here.
    """
    for line in document.expenditure_lines:
        amounts = [fen_from_wan(part.amount) for part in line.amounts]
        found = read(line.basis) if line.basis and any(amounts) else Reading()
        of_money = [item for item in found.formulas if _is_money(item)]
        written, right = [_written(item) for item in of_money], [_right(item) for item in of_money]
        if of_money and not _fits(found, (written, right), {*amounts, sum(amounts)}):
            yield _found(line, sum(amounts), sum(written), _share(found))


def _is_money(formula: Formula) -> bool:
    """A formula without any 元 is none of money."""
    return any(item is not None and item.is_money for item in (formula.value, formula.stated))


def _written(formula: Formula) -> int:
    """In fen, as it says behind “=”."""
    if formula.stated is not None and formula.stated.is_money:
        return formula.stated.fen()
    return _right(formula)


def _right(formula: Formula) -> int:
    """In fen, as it comes out."""
    return 0 if formula.value is None else (formula.likely or formula.value).fen()


def _fits(found: Reading, results: Iterable[list[int]], wanted: set[int]) -> bool:
    rates = {item.amount for item in found.numbers if item.is_rate}
    shares = sorted({Decimal(1), *rates, *(1 - rate for rate in rates)})[-_MOST:]
    amounts = {*islice(_named(found), _MOST), *(amount for one in results for amount in (*one[:_MOST], *_sums(one)))}
    return any(abs(amount * share - want) <= _ROUNDED for amount in amounts for share in shares for want in wanted)


def _named(found: Reading) -> Iterator[int]:
    """Amounts as written; 12万 without 元 is one too."""
    for number in found.numbers:
        if (number.is_money and not number.is_price) or number.unit == "万":
            yield number.fen()


def _sums(results: list[int]) -> Iterator[int]:
    """Of neighbours: a text may sum up some of its formulas in others."""
    for start in range(min(len(results), _MOST)):
        yield from accumulate(results[start : start + _MOST])
    yield sum(results)


def _share(found: Reading) -> Decimal | None:
    """The first percentage that the text names: 区承担50%."""
    return next((item.amount for item in found.numbers if item.is_rate), None)


def _found(line: ExpenditureLine, amount: int, estimate: int, share: Decimal | None) -> Found:
    apart, item = abs(amount - estimate), line.item or "支出明细"
    have, comes_to, differ = wan_grouped(amount), wan_grouped(estimate), wan_grouped(apart)
    zh, en = _hint(amount, estimate, share)
    return Found(
        f"expenditure_lines/{line.uid}/basis",
        f"「{item}」的金额 {have} 万元与测算依据对不上：算式合计 {comes_to} 万元，相差 {differ} 万元{zh}",
        f"“{item}”: the line says {have}, its formulas come to {comes_to}: {differ} × 10,000 yuan apart{en}",
        line.basis,
    )


def _hint(amount: int, estimate: int, share: Decimal | None) -> tuple[str, str]:
    if min(amount, estimate) and max(amount, estimate) == min(amount, estimate) * 10_000:
        return "（差 10,000 倍，可能混用了元和万元）", " (10,000 times: 元 and 万元 may be mixed up)"
    if share is None:
        return "", ""
    part = wan_grouped(int(estimate * share))
    return f"（按 {share:.0%} 计为 {part} 万元）", f" ({share:.0%} of it is {part})"
