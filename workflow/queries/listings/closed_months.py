"""Lists of the month close (月结): the months of a year, and what changed in them afterwards."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session

from workflow.documents.tables import Kind
from workflow.permissions import Actor
from workflow.queries import closed_months
from workflow.queries.closed_months import MonthLine
from workflow.queries.listings.listing import Column, Given, Listing, Words, whole
from workflow.queries.listings.reconciliation import month_words
from workflow.queries.listings.roles import REGION_WIDE

Rows = tuple[Sequence[Any], str | None]
CAUSES: dict[str, Words] = {
    "loaded": ("补记（导入文件）", "Late payments of a file"),
    "corrected": ("更正后补记", "A corrected row was loaded"),
    "matched": ("归到项目", "Matched to a project"),
    "unmatched": ("取消归集", "A match was taken back"),
}
STAGES: dict[str, Words] = {
    "closed": ("已结账", "Closed"),
    "changed": ("结账后有变动", "Changed since"),
    "open": ("未结账", "Not closed"),
    "running": ("进行中", "Under way"),
}


def stage_of(line: MonthLine) -> str:
    """A key of ``STAGES``."""
    if line.closed_at is None:
        return "open" if line.over else "running"
    return "changed" if line.changed_fen or line.then != line.money else "closed"


def _place(given: Given) -> tuple[int, int]:
    return whole(given, "region") or 0, whole(given, "money_year") or 0


def _months(session: Session, actor: Actor, given: Given, _cursor: str, _size: int) -> Rows:
    return closed_months.months(session, actor, *_place(given)), None


def _changes(session: Session, actor: Actor, given: Given, cursor: str, size: int) -> Rows:
    page = closed_months.changes(session, actor, *_place(given), cursor, size)
    return page.rows, page.after


CLOSED_MONTHS = Listing(
    "closed_months", ("支付月结", "Month close of payments"), _months,
    (
        Column("month", ("月份", "Month"), lambda line: month_words(line.month)),
        Column("stage", ("状态", "State"), lambda line: STAGES[stage_of(line)]),
        Column("closed", ("结账时间", "Closed"), lambda line: line.closed_at, Kind.moment),
        Column("who", ("结账人", "Closed by"), lambda line: line.closed_by),
        Column("closed_fen", ("结账时净支付（元）", "Net at closing (yuan)"),
               lambda line: line.closed_fen if line.closed_at else "", Kind.yuan),
        Column("net", ("现净支付（元）", "Net now (yuan)"), lambda line: line.net_fen, Kind.yuan),
        Column("changed", ("结账后变动（元）", "Change since (yuan)"), lambda line: line.changed_fen, Kind.yuan),
        Column("rate_then", ("结账时累计执行率", "Rate at closing"),
               lambda line: line.then.execution_rate if line.then else "", Kind.percent),
        Column("rate_now", ("现累计执行率", "Rate now"), lambda line: line.money.execution_rate, Kind.percent),
    ),
    frozenset(REGION_WIDE),
)  # fmt: skip
MONTH_CHANGES = Listing(
    "month_changes", ("月结后变动", "Changes of closed months"), _changes,
    (
        Column("month", ("月份", "Month"), lambda line: month_words(line.month)),
        Column("project", ("项目", "Project"), lambda line: line.project_name or ("未归到项目", "of no project")),
        Column("cause", ("变动原因", "What happened"), lambda line: CAUSES[line.cause]),
        Column("lines", ("笔数", "Payments"), lambda line: line.lines, Kind.number),
        Column("amount", ("金额（元）", "Amount (yuan)"), lambda line: line.amount_fen, Kind.yuan),
        Column("file", ("文件", "File"), lambda line: line.file_name),
        Column("made", ("时间", "When"), lambda line: line.made_at, Kind.moment),
        Column("who", ("经办人", "Who"), lambda line: line.made_by),
        Column("reason", ("说明", "Why"), lambda line: line.reason),
    ),
    frozenset(REGION_WIDE),
)  # fmt: skip
