"""The list of adjustments that are only filed (目标调整备案)."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session

from workflow.documents.tables import Kind
from workflow.execution.adjustments import ADJUSTMENT_KINDS
from workflow.permissions import Actor
from workflow.queries.filings import Filing, filings
from workflow.queries.listings.listing import Column, Given, Listing, Words, whole
from workflow.queries.listings.roles import REGION_WIDE

FILING_STAGES: dict[str, Words] = {
    "waits": ("待备案", "To be filed"),
    "filed": ("已备案", "Filed"),
    "review": ("转为审核", "Turned over to a review"),
    "back": ("退回单位", "Back at the unit"),
}


def type_words(line: Filing) -> Words:
    """追加, 调减 …"""
    kind = ADJUSTMENT_KINDS.get(line.adjustment_type)
    return kind.label if kind else ("", "")


def _read(session: Session, actor: Actor, given: Given, cursor: str, size: int) -> tuple[Sequence[Any], str | None]:
    page = filings(session, actor, whole(given, "region") or 0, whole(given, "money_year") or 0, cursor, size)
    return page.rows, page.after


FILINGS = Listing(
    "filings", ("目标调整备案", "Adjustments that are filed"), _read,
    (
        Column("project", ("项目", "Project"), lambda line: line.project_name),
        Column("unit", ("单位", "Unit"), lambda line: line.unit_name),
        Column("type", ("调整类型", "Type"), type_words),
        Column("reason", ("调整理由", "Reason"), lambda line: line.reason),
        Column("document", ("依据文件", "Document"), lambda line: line.document),
        Column("before", ("调整前预算", "Budget before"), lambda line: line.before_fen, Kind.wan),
        Column("after", ("调整后预算", "Budget after"), lambda line: line.after_fen, Kind.wan),
        Column("asked_by", ("申请人", "Asked by"), lambda line: line.asked_by),
        Column("asked", ("报送时间", "Submitted"), lambda line: line.asked_at, Kind.moment),
        Column("stage", ("状态", "State"), lambda line: FILING_STAGES[line.stage]),
        Column("by", ("办理人", "Handled by"), lambda line: line.demanded_by if line.demanded else line.filed_by),
        Column("filed", ("备案时间", "Filed"), lambda line: None if line.demanded else line.filed_at, Kind.moment),
        Column("because", ("转为审核的理由", "Why it is reviewed"), lambda line: line.demanded_because),
    ),
    frozenset(REGION_WIDE),
)  # fmt: skip
