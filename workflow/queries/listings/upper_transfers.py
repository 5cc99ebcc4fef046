"""The list of transfers from above (上级转移支付)."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session

from workflow.documents.tables import Kind
from workflow.money_types import TransferKind, TransferLevel
from workflow.permissions import Actor
from workflow.queries.listings.listing import Column, Given, Listing, Words, whole
from workflow.queries.listings.roles import REGION_WIDE
from workflow.queries.upper_transfers import transfers

TRANSFER_KINDS: dict[str, Words] = {
    TransferKind.general: ("一般性转移支付", "General transfer"),
    TransferKind.special: ("专项转移支付", "Special transfer"),
}
TRANSFER_LEVELS: dict[str, Words] = {
    TransferLevel.central: ("中央", "Central government"),
    TransferLevel.province: ("省级", "Province"),
    TransferLevel.city: ("市级", "City"),
    TransferLevel.unknown: ("级次未注明", "level not stated"),
}
TRANSFER_STAGES: dict[str, Words] = {
    "open": ("分解中", "Being split"),
    "late": ("逾期未分解", "Split overdue"),
    "done": ("已分解", "Split"),
}

SPLIT_VERBS: dict[str, Words] = {
    "open": ("分解到项目", "Split it over projects"),
    "late": ("已逾期，请尽快分解", "Split it, it is overdue"),
}
"""What the work list asks for, by stage."""


def _read(session: Session, actor: Actor, given: Given, cursor: str, size: int) -> tuple[Sequence[Any], str | None]:
    page = transfers(session, actor, whole(given, "region") or 0, whole(given, "money_year") or 0, cursor, size)
    return page.rows, page.after


UPPER_TRANSFERS = Listing(
    "upper_transfers", ("上级转移支付", "Transfers from above"), _read,
    (
        Column("title", ("文件名称", "Document"), lambda line: line.title),
        Column("number", ("文号", "Number"), lambda line: line.number),
        Column("kind", ("类别", "Kind"), lambda line: TRANSFER_KINDS[line.kind]),
        Column("level", ("资金级次", "Money of"), lambda line: TRANSFER_LEVELS[line.granted_by]),
        Column("function", ("支出功能分类", "Functional class"), lambda line: line.function_code, Kind.code),
        Column("economic", ("部门预算支出经济分类", "Economic class"), lambda line: line.economic_code, Kind.code),
        Column("stage", ("状态", "State"), lambda line: TRANSFER_STAGES[line.stage]),
        Column("received", ("收文日期", "Received"), lambda line: line.received_on, Kind.day),
        Column("due", ("分解期限", "To be split by"), lambda line: line.due_on, Kind.day),
        Column("amount", ("金额", "Amount"), lambda line: line.amount_fen, Kind.wan),
        Column("split", ("已分解", "Split"), lambda line: line.split_fen, Kind.wan),
        Column("rest", ("未分解", "Left"), lambda line: line.rest_fen, Kind.wan),
        Column("targets", ("区域绩效目标", "Regional targets"), lambda line: line.targets),
    ),
    frozenset(REGION_WIDE),
)  # fmt: skip
