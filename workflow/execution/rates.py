"""预算执行率 and 序时进度 as exact fractions; people see ``percent``."""

import calendar
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

MONTHS = 12


def rate(executed_fen: int, budget_fen: int) -> Fraction | None:
    """Executed ÷ budget; None where there is no budget (zero, or cut below zero): pages show "—"."""
    return Fraction(executed_fen, budget_fen) if budget_fen > 0 else None


def time_progress(month: int) -> Fraction:
    """The part of the year that has passed at the end of ``month``: 7月 = 58.33 %."""
    return Fraction(month, MONTHS)


def last_day(year: int, month: int) -> date:
    """The last day of a month: money is counted to the end of the cut-off month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def percent(value: Fraction | None) -> str:
    """``58.33``, rounded half up to two decimals; "—" for None."""
    if value is None:
        return "—"
    hundred = Decimal(value.numerator * 100) / Decimal(value.denominator)
    return str(hundred.quantize(Decimal("0.01"), ROUND_HALF_UP))
