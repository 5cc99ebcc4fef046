"""Voucher lines on their way into the tables: identity, content, the rows of ``payment`` and ``payment_quarantine``."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from workflow.documents.payment_file import PrintedRow
from workflow.documents.voucher import Expected, Problem, Voucher
from workflow.models import Payment, PaymentBatch, Region
from workflow.services.payments.accounts import AccountKeeper, is_masked, masked, masked_cells, tail_of
from workflow.services.payments.matching import Printed

Values = dict[str, Any]
CONTENT = (
    "paid_on", "amount_fen", "payee_name", "purpose", "project_code", "project_name", "unit_code", "unit_name",
    "function_code", "economic_code", "nature",
)  # fmt: skip
"""What must agree for two lines of one key to be the same payment."""


class Key(NamedTuple):
    """The identity of a line within a fiscal year and region."""

    voucher_no: str
    account_hmac: str
    line_no: int


class Known(NamedTuple):
    """A line that stands in the table."""

    payment_id: int
    content_hash: str


@dataclass(frozen=True, slots=True)
class Line:
    """A voucher with its account turned; ``values`` are the columns of ``payment`` that it fills."""

    key: Key
    content_hash: str
    printed: Printed
    values: Values


def line_of(voucher: Voucher, account_hmac: str, account_tail: str) -> Line:
    """A voucher as a row. Its account must have been turned by the caller; the clear one goes no further."""
    content = {name: getattr(voucher, name) for name in CONTENT}
    digest = hashlib.sha256("\x1f".join(map(str, content.values())).encode()).hexdigest()
    printed = Printed(voucher.project_code, voucher.project_name, voucher.unit_code, voucher.unit_name)
    key = Key(voucher.voucher_no, account_hmac, voucher.line_no)
    values = content | {
        "voucher_no": voucher.voucher_no,
        "line_no": voucher.line_no,
        "payee_account_hmac": account_hmac,
        "payee_account_tail": account_tail,
        "unit_key": printed.unit_key,
        "project_key": printed.project_key,
        "content_hash": digest,
    }
    return Line(key, digest, printed, values)


def turned(voucher: Voucher, keeper: AccountKeeper) -> Line:
    """The line of a voucher whose account is in clear."""
    return line_of(voucher, keeper.turned(voucher.payee_account), tail_of(voucher.payee_account))


def known_lines(session: Session, region_id: int, fiscal_year: int, keys: Sequence[Key]) -> dict[Key, Known]:
    """Which of these lines stand already."""
    columns: list[Any] = [
        Payment.voucher_no, Payment.payee_account_hmac, Payment.line_no, Payment.id, Payment.content_hash,
    ]  # fmt: skip
    query: Any = select(*columns).where(
        col(Payment.fiscal_year) == fiscal_year,
        col(Payment.region_id) == region_id,
        col(Payment.voucher_no).in_(sorted({key.voucher_no for key in keys})),
    )
    wanted = set(keys)
    found = {Key(*row[:3]): Known(*row[3:]) for row in session.exec(query)}
    return {key: known for key, known in found.items() if key in wanted}


def waiting_row(
    row: PrintedRow, problems: Sequence[Problem], keeper: AccountKeeper, conflicts_with: int | None = None
) -> Values:
    """The row of ``payment_quarantine`` without its batch: as printed, by column, and what is wrong; no account."""
    account = row.values.get("payee_account", "")
    return {
        "row_no": row.row_no,
        "status": "conflict" if conflicts_with else "quarantined",
        "reason": problems[0].code,
        "conflicts_with_id": conflicts_with,
        "raw": {
            "place": row.place,
            "cells": masked_cells(row),
            "values": row.values | {"payee_account": masked(account)},
            "account": {"hmac": keeper.turned(account), "tail": tail_of(account)},
            "problems": [shown(problem) for problem in problems],
        },
    }


def shown(problem: Problem) -> dict[str, str]:
    """A problem as it is kept: the value of an account only masked."""
    value = masked(problem.value) if problem.column == "payee_account" else problem.value
    return {"code": problem.code, "column": problem.column, "value": value}


def account_problems(account: str) -> list[Problem]:
    """A mask is no account: a corrected download must not load the same payment under another identity."""
    return [Problem("account_masked", "payee_account", account)] if is_masked(account) else []


def expected_of(session: Session, batch: PaymentBatch) -> Expected:
    """What the rows of a batch must agree with."""
    ours, others = set[str](), set[str]()
    for region_id, code, name in session.exec(select(Region.id, Region.code, Region.name)):
        (ours if region_id == batch.region_id else others).update({code, f"{code}000", f"{code}000000", name})
    return Expected(batch.fiscal_year, frozenset(ours), frozenset(others))
