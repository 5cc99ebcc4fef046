"""Lists of the reconciliation (支付对账): months, and projects whose payments do not fit."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session

from workflow.documents.tables import Kind
from workflow.permissions import Actor
from workflow.queries import reconciliation
from workflow.queries.listings.listing import Column, Given, Listing, Words, whole
from workflow.queries.listings.roles import REGION_WIDE

Rows = tuple[Sequence[Any], str | None]
FAULTS: dict[str, Words] = {
    "refunded": ("退款大于支付", "Refunds above payments"),
    "overspent": ("支付大于预算", "Paid above the budget"),
}


def month_words(month: int) -> Words:
    """``3月``."""
    return f"{month}月", f"{month:02d}"


def _place(given: Given) -> tuple[int, int]:
    return whole(given, "region") or 0, whole(given, "money_year") or 0


def _months(session: Session, actor: Actor, given: Given, _cursor: str, _size: int) -> Rows:
    return reconciliation.months(session, actor, *_place(given)), None


def _misfits(session: Session, actor: Actor, given: Given, cursor: str, size: int) -> Rows:
    page = reconciliation.misfits(session, actor, *_place(given), cursor, size)
    return page.rows, page.after


PAYMENT_MONTHS = Listing(
    "payment_months", ("支付对账（按月）", "Payments by month"), _months,
    (
        Column("month", ("月份", "Month"), lambda line: month_words(line.month)),
        Column("lines", ("笔数", "Payments"), lambda line: line.lines, Kind.number),
        Column("paid", ("支付（元）", "Paid (yuan)"), lambda line: line.paid_fen, Kind.yuan),
        Column("refunded", ("退款（元）", "Refunded (yuan)"), lambda line: line.refunded_fen, Kind.yuan),
        Column("net", ("净支付（元）", "Net (yuan)"), lambda line: line.net_fen, Kind.yuan),
        Column("unmatched", ("其中未归到项目（元）", "Of no project (yuan)"),
               lambda line: line.unmatched_fen, Kind.yuan),
    ),
    frozenset(REGION_WIDE),
)  # fmt: skip
MISFITS = Listing(
    "payment_misfits", ("支付与预算不符的项目", "Projects whose payments do not fit"), _misfits,
    (
        Column("project", ("项目", "Project"), lambda line: line.name),
        Column("code", ("项目代码", "Project code"), lambda line: line.code, Kind.code),
        Column("unit", ("单位", "Unit"), lambda line: line.unit_name),
        Column("fault", ("问题", "What is wrong"), lambda line: FAULTS[line.fault]),
        Column("adjusted", ("调整后预算", "Adjusted budget"), lambda line: line.money.adjusted_fen, Kind.wan),
        Column("executed", ("已支付", "Paid"), lambda line: line.money.executed_fen, Kind.wan),
        Column("over", ("差额", "Difference"), lambda line: line.over_fen, Kind.wan),
    ),
    frozenset(REGION_WIDE),
)  # fmt: skip
