"""The list of payments outside the treasury (国库外支付)."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session

from workflow.documents.tables import Kind
from workflow.money_types import OutsideChannel, OutsideState
from workflow.permissions import Actor
from workflow.queries.listings.listing import Column, Given, Listing, Words, whole
from workflow.queries.listings.roles import BUSINESS
from workflow.queries.outside import outside_payments

CHANNELS: dict[str, Words] = {
    OutsideChannel.unit_funds: ("单位资金支付", "Unit funds"),
    OutsideChannel.passed_on: ("经街道、乡镇等转付", "Paid on by others"),
}
OUTSIDE_STATES: dict[str, Words] = {
    OutsideState.entered: ("待确认", "To be confirmed"),
    OutsideState.confirmed: ("已确认", "Confirmed"),
    OutsideState.refused: ("已退回", "Refused"),
    OutsideState.withdrawn: ("已撤回", "Taken back"),
}


def outside_state(given: Given) -> str:
    """The state asked for, if there is one of this name."""
    return given.get("outside", "") if given.get("outside", "") in OUTSIDE_STATES else ""


def _read(session: Session, actor: Actor, given: Given, cursor: str, size: int) -> tuple[Sequence[Any], str | None]:
    region, year = whole(given, "region") or 0, whole(given, "money_year") or 0
    page = outside_payments(session, actor, region, year, outside_state(given), cursor, size)
    return page.rows, page.after


OUTSIDE = Listing(
    "outside_payments", ("国库外支付", "Payments outside the treasury"), _read,
    (
        Column("project", ("项目", "Project"), lambda line: line.project_name),
        Column("unit", ("单位", "Unit"), lambda line: line.unit_name),
        Column("state", ("状态", "State"), lambda line: OUTSIDE_STATES[line.state]),
        Column("day", ("支付日期", "Paid on"), lambda line: line.paid_on, Kind.day),
        Column("channel", ("支付渠道", "How it was paid"), lambda line: CHANNELS[line.channel]),
        Column("payee", ("收款人", "Payee"), lambda line: line.payee_name),
        Column("purpose", ("用途", "Purpose"), lambda line: line.purpose),
        Column("document", ("凭证号", "Document"), lambda line: line.document),
        Column("amount", ("金额（元）", "Amount (yuan)"), lambda line: line.amount_fen, Kind.yuan),
        Column("entered", ("登记时间", "Entered"), lambda line: line.entered_at, Kind.moment),
        Column("answer", ("财政意见", "Answer of finance"), lambda line: line.answer),
    ),
    BUSINESS,
)  # fmt: skip
