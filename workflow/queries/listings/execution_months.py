"""The year by months as a list: what the chart of the execution board draws."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session

from workflow.documents.tables import Kind
from workflow.permissions import Actor
from workflow.queries import execution, execution_overview
from workflow.queries.execution_overview import MonthLine, month_lines
from workflow.queries.listings.listing import Column, Given, Listing, Words, day_of, whole
from workflow.queries.listings.money import asked_known, board_filters
from workflow.queries.listings.roles import BUSINESS


def _months(session: Session, actor: Actor, given: Given, _cursor: str, _size: int) -> tuple[Sequence[Any], str | None]:
    region, year = whole(given, "region") or 0, whole(given, "money_year") or 0
    filters, known = board_filters(given), asked_known(given)
    money, day = execution.total(session, actor, region, year, day_of(given.get("as_of", "")), filters, known=known)
    paid = execution_overview.months(session, actor, region, year, day, filters, known=known)
    return month_lines(paid, money), None


def month_words(line: MonthLine) -> Words:
    """3月."""
    return f"{line.month}月", f"{line.month:02d}"


EXECUTION_MONTHS = Listing(
    "execution_months", ("分月执行", "Execution by month"), _months,
    (
        Column("month", ("月份", "Month"), month_words),
        Column("paid", ("当月支付", "Paid in the month"), lambda line: line.paid_fen, Kind.wan),
        Column("total", ("累计支付", "Paid since January"), lambda line: line.total_fen, Kind.wan),
        Column("rate", ("执行率", "Execution rate"), lambda line: line.reached, Kind.percent),
        Column("time", ("序时进度", "Time progress"), lambda line: line.time, Kind.percent),
        Column("lead", ("差值（百分点）", "Ahead or behind (points)"),
               lambda line: None if line.lead is None else line.lead * 100, Kind.number),
    ),
    BUSINESS,
)  # fmt: skip
