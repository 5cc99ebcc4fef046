"""A year of treasury vouchers per region, as the files the treasury section would have uploaded.

Each project spends along its pace (cumulative per cent of its budget by month), so that some are ahead, on time or
late; a few rows are refunds, print another name for their project, or have no project code.
"""

import csv
import io
import random
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from workflow.money import FEN_PER_YUAN
from workflow.workdays import is_workday

HEADER = (
    "支付凭证号", "明细序号", "支付日期", "年度", "财政区划", "单位代码", "单位名称", "项目代码", "项目名称", "用途",
    "收款人全称", "收款人账号", "功能科目", "部门经济科目", "资金性质", "支付金额（元）",
)  # fmt: skip
NATURE = "一般公共预算资金"
BLANK_CODE_EVERY = 6
REFUND_SHARE = 10


@dataclass(frozen=True)
class Payer:
    """A project as vouchers print it, with what it may spend in the year."""

    project: str
    code: str
    unit_code: str
    unit_name: str
    budget_fen: int


@dataclass(frozen=True)
class Row:
    """One voucher line before it has its number."""

    paid_on: date
    payer: Payer
    purpose: str
    payee: str
    function_code: str
    economic_code: str
    fen: int


def rows_of(payer: Payer, plan: dict[str, Any], pace: list[int], year: int, dice: random.Random) -> list[Row]:
    """The payments of one project over the months in which its pace grows."""
    shares = [after - before for before, after in zip([0, *pace], pace, strict=False)]
    months = [month for month, share in enumerate(shares, 1) if share]
    found: list[Row] = []
    for month in months:
        count = plan["count"] // len(months)
        for fen in _split(payer.budget_fen * shares[month - 1] // 100, count, dice):
            purpose, payee, economic = plan["lines"][len(found) % len(plan["lines"])]
            found.append(
                Row(
                    _workday(year, month, dice),
                    payer,
                    purpose.format(month=month),
                    payee,
                    plan["function_code"],
                    economic,
                    fen,
                )
            )
    return found


def refund(rows: list[Row], month: int, purpose: str, paid_in: int) -> Row:
    """A tenth of one payment of an earlier month comes back."""
    paid = next(row for row in rows if row.paid_on.month == paid_in)
    back = _workday(paid.paid_on.year, month, random.Random(paid.fen))
    return replace(paid, paid_on=back, purpose=purpose, fen=-(paid.fen // REFUND_SHARE))


def printed_otherwise(rows: list[Row], month: int, name: str) -> list[Row]:
    """The first payment of the month names its project differently and has no code: a person must match it."""
    first = next(index for index, row in enumerate(rows) if row.paid_on.month == month)
    other = replace(rows[first].payer, project=name, code="")
    return [replace(row, payer=other) if index == first else row for index, row in enumerate(rows)]


def quarters(region: str, year: int, rows: list[Row]) -> Iterator[tuple[str, bytes]]:
    """Four files (name, content), numbered in the order of payment, each closed by its total."""
    numbered = [
        _cells(region, year, number, row) for number, row in enumerate(sorted(rows, key=lambda row: row.paid_on), 1)
    ]
    for quarter in range(1, 5):
        months = range(3 * quarter - 2, 3 * quarter + 1)
        part = [cells for cells in numbered if int(cells[2][5:7]) in months]
        yield f"国库支付凭证_{region}_{year}年{quarter}季度.csv", _file(part)


def _cells(region: str, year: int, number: int, row: Row) -> list[str]:
    payer = row.payer
    code = "" if number % BLANK_CODE_EVERY == 0 else payer.code
    return [
        f"{year}{row.paid_on.month:02d}{number:05d}", "1", row.paid_on.isoformat(), str(year), region,
        payer.unit_code, payer.unit_name, code, payer.project, row.purpose, row.payee, "",
        row.function_code, row.economic_code, NATURE, _yuan(row.fen),
    ]  # fmt: skip


def _file(rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    total = sum(round(float(cells[-1]) * FEN_PER_YUAN) for cells in rows)
    writer.writerows([HEADER, *rows, ["合计", *[""] * (len(HEADER) - 2), _yuan(total)]])
    return text.getvalue().encode("utf-8-sig")


def _yuan(fen: int) -> str:
    sign, (yuan, rest) = "-" if fen < 0 else "", divmod(abs(fen), FEN_PER_YUAN)
    return f"{sign}{yuan}.{rest:02d}"


def _split(fen: int, count: int, dice: random.Random) -> list[int]:
    """Parts of uneven size in whole yuan; the last one takes the rest."""
    weights = [dice.uniform(0.6, 1.4) for _ in range(count)]
    parts = [int(fen * weight / sum(weights)) // FEN_PER_YUAN * FEN_PER_YUAN for weight in weights]
    return [*parts[:-1], fen - sum(parts[:-1])]


def _workday(year: int, month: int, dice: random.Random) -> date:
    days = [date(year, month, day) for day in range(1, monthrange(year, month)[1] + 1)]
    return dice.choice([day for day in days if is_workday(day)])
