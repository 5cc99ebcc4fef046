"""What stands behind the “=” of a formula is what it comes to: 测算算式的结果正确."""

from collections.abc import Iterable
from decimal import Decimal

from workflow.canonical import Declaration
from workflow.estimates import Formula, Quantity, read
from workflow.rules.cells import bases, goal_texts, texts
from workflow.rules.finding import Context, Found, rule
from workflow.rules.readings import quoted
from workflow.types import Severity

MOST_OF_A_CELL = 10
_SHIFTS = {Decimal(10) ** power: power for power in (-8, -4, -3, -2, -1, 1, 2, 3, 4, 8)}


@rule(
    severity=Severity.error,
    title_zh="测算算式的结果正确",
    title_en="The formulas of an estimate are right",
    source="项目支出（绩效目标）申报表填报要求：支出明细写明测算依据及说明",
)
def formula_result(document: Declaration, _context: Context) -> Iterable[Found]:
    """923.78元*12个月*800人=886.83万元: right if it is the result rounded to the digits written."""
    for cell in (*texts(document), *goal_texts(document), *bases(document)):
        wrong = [item for item in read(cell.text).formulas if not item.agrees]
        for formula in wrong[:MOST_OF_A_CELL]:
            yield _found(cell.path, formula)


def _found(path: str, formula: Formula) -> Found:
    stated = formula.stated or Quantity(Decimal(0))
    likely = (formula.likely or stated).amount
    unit = stated.money_unit or (stated.unit if stated.is_rate else "")
    decimals = max(stated.decimals, 2)
    is_, want, apart = (_shown(item, stated, decimals) for item in (stated.amount, likely, abs(likely - stated.amount)))
    hint_zh, hint_en = _hint(likely, stated.amount)
    return Found(
        path,
        f"算式「{quoted(formula.text)}」应得 {want}{unit}，写的是 {is_}{unit}，相差 {apart}{unit}{hint_zh}",
        f"“{quoted(formula.text)}” comes to {want}{unit}, {is_}{unit} is written: {apart}{unit} apart{hint_en}",
        formula.text,
        f"{want}{unit}",
    )


def _shown(amount: Decimal, stated: Quantity, decimals: int) -> str:
    """In the unit of what is stated; with as many digits as it takes to show that the numbers differ."""
    number = amount / stated.factor
    places = decimals if round(number, decimals) or not number else 6
    return f"{number:,.{places}f}"


def _hint(likely: Decimal, stated: Decimal) -> tuple[str, str]:
    shift = _SHIFTS.get(stated / likely) if likely else None
    if shift is None:
        return "", ""
    times = f"{10 ** abs(shift):,}"
    if shift % 4 == 0:
        return f"（差 {times} 倍，可能混用了元和万元）", f" ({times} times off: 元 and 万元 may be mixed up)"
    return f"（差 {times} 倍，请核对零的个数和小数点）", f" ({times} times off: count the zeros)"
