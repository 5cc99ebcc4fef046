"""收入构成 and 支出构成 of an overall declaration as the rules look at them."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from workflow.canonical import Overall
from workflow.canonical.overall import MoneyLine
from workflow.money import fen_from_wan, wan_grouped

TOTAL = "合计"
NAMES = {"income": ("收入构成", "income"), "expenditure": ("支出构成", "expenditure")}


@dataclass(frozen=True)
class Column:
    """One column of one table: its lines without the total, the total as printed, where the total stands."""

    table: str
    year: int
    path: str
    lines: tuple[Decimal, ...]
    total: Decimal | None

    @property
    def sum(self) -> Decimal:
        """Of the lines."""
        return sum(self.lines, Decimal(0))


def columns(overall: Overall, *tables: str) -> Iterator[Column]:
    """This year's column first, then the two years before."""
    for table in tables or tuple(NAMES):
        rows: tuple[MoneyLine, ...] = getattr(overall, table)
        totals = [number for number, row in enumerate(rows) if row.item.strip() == TOTAL]
        at = totals[-1] if totals else len(rows)
        years = (
            (overall.fiscal_year, "current"),
            *((year, f"prior_years.{n}") for n, year in enumerate(overall.prior_years)),
        )
        for year, field in years:
            lines = tuple(found for row in rows[:at] if (found := cell(row, field)) is not None)
            total = cell(rows[at], field) if totals else None
            yield Column(table, year, f"{table}/{at + 1}/{field}", lines, total)


def cell(row: MoneyLine, field: str) -> Decimal | None:
    """An amount of a line, 万元."""
    name, _, element = field.partition(".")
    amount = getattr(row, name)[int(element)] if element else getattr(row, name)
    return None if amount is None else Decimal(amount)


def shares(overall: Overall, table: str) -> Iterator[tuple[str, MoneyLine, Decimal | None]]:
    """Place, line and share in percent points (None: no number) of the lines with an amount, without the total."""
    for number, row in enumerate(getattr(overall, table), 1):
        if row.item.strip() != TOTAL and row.current is not None and Decimal(row.current):
            yield f"{table}/{number}/share", row, points(row.share)


def points(share: str) -> Decimal | None:
    """ "57.16%" and "37.01" are 57.16 and 37.01 percent points."""
    try:
        return Decimal(share.strip().rstrip("%％").strip())
    except InvalidOperation:
        return None


def places(share: str) -> int:
    """Decimals as printed: what a rounded share may be off."""
    return len(share.strip().rstrip("%％").partition(".")[2])


def shown(amount: Decimal) -> str:
    """7,257.48."""
    return wan_grouped(fen_from_wan(str(amount)))
