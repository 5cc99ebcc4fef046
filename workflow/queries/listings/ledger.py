"""Lists of the budget ledger (预算指标台账): of a region, and of one project."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session

from workflow.clock import business_date
from workflow.documents.tables import Kind
from workflow.execution.class_codes import lists_of
from workflow.execution.class_lists import NATURE
from workflow.execution.ledger import ENTRY_KINDS
from workflow.money_facts import day_in
from workflow.money_types import LedgerKind
from workflow.permissions import Actor
from workflow.queries import ledger
from workflow.queries.ledger import LedgerFilters, LedgerLine
from workflow.queries.listings.listing import Column, Given, Listing, Words, day_of, one_of, whole
from workflow.queries.listings.money import asked_known, project_day, project_year
from workflow.queries.listings.roles import BUSINESS
from workflow.queries.project_money import project_rows

Rows = tuple[Sequence[Any], str | None]
CORRECTION: Words = ("冲销", "Taken back")


def kind_words(line: LedgerLine) -> Words:
    """追加, 冲销·追加 …"""
    zh, en = ENTRY_KINDS[LedgerKind(line.kind)].words
    return (f"{CORRECTION[0]}·{zh}", f"{CORRECTION[1]}: {en}") if line.corrects_id else (zh, en)


def nature_words(line: LedgerLine) -> Words:
    """What the code is called in its year."""
    return lists_of(line.fiscal_year).words(NATURE, line.nature) or (line.nature, line.nature)


def ledger_filters(given: Given) -> LedgerFilters:
    """What page and export are asked for."""
    day = day_of(given.get("as_of", ""))
    year = whole(given, "money_year") or 0
    known = asked_known(given)
    until = day_in(year, day or known or business_date()) if (day or known) and year else None
    return LedgerFilters(one_of(given, "kind", ENTRY_KINDS), given.get("q", "").strip(), until, known)


def _entries(session: Session, actor: Actor, given: Given, cursor: str, size: int) -> Rows:
    region, year = whole(given, "region") or 0, whole(given, "money_year") or 0
    page = ledger.entries(session, actor, region, year, ledger_filters(given), cursor, size)
    return page.rows, page.after


def _of_project(session: Session, actor: Actor, given: Given, _cursor: str, _size: int) -> Rows:
    asked = whole(given, "project_id") or 0, project_year(given), project_day(given)
    return project_rows(session, actor, *asked, known=asked_known(given)).ledger, None


LEDGER = Listing(
    "ledger", ("预算指标台账", "Budget ledger"), _entries,
    (
        Column("project", ("项目", "Project"), lambda line: line.project_name),
        Column("unit", ("单位", "Unit"), lambda line: line.unit_name),
        Column("kind", ("类型", "Kind"), kind_words),
        Column("document", ("依据文件", "Document"), lambda line: line.document),
        Column("reason", ("理由", "Reason"), lambda line: line.reason),
        Column("effective", ("生效日期", "In effect from"), lambda line: line.counts_from, Kind.day),
        Column("amount", ("金额", "Amount"), lambda line: line.amount_fen, Kind.wan),
        Column("function", ("支出功能分类", "Functional class"), lambda line: line.function_code, Kind.code),
        Column("economic", ("部门预算支出经济分类", "Economic class"), lambda line: line.economic_code, Kind.code),
        Column("nature", ("资金性质", "Funding nature"), nature_words),
        Column("other", ("调剂对方", "Other project"), lambda line: line.other_project or ""),
        Column("by", ("登记人", "Entered by"), lambda line: line.entered_by),
        Column("when", ("登记时间", "Entered"), lambda line: line.created_at, Kind.moment),
    ),
    BUSINESS, personal=True,
)  # fmt: skip


PROJECT_LEDGER = Listing(
    "project_ledger", ("项目预算指标台账", "Budget ledger of a project"), _of_project,
    (
        Column("kind", ("类型", "Kind"), lambda row: kind_words(row.line)),
        Column("document", ("依据文件", "Document"), lambda row: row.line.document),
        Column("reason", ("理由", "Reason"), lambda row: row.line.reason),
        Column("effective", ("生效日期", "In effect from"), lambda row: row.line.counts_from, Kind.day),
        Column("amount", ("金额", "Amount"), lambda row: row.line.amount_fen, Kind.wan),
        Column("adjusted", ("调整后预算", "Adjusted budget"), lambda row: row.adjusted_fen, Kind.wan),
        Column("function", ("支出功能分类", "Functional class"), lambda row: row.line.function_code, Kind.code),
        Column("economic", ("部门预算支出经济分类", "Economic class"), lambda row: row.line.economic_code, Kind.code),
        Column("nature", ("资金性质", "Funding nature"), lambda row: nature_words(row.line)),
        Column("other", ("调剂对方", "Other project"), lambda row: row.line.other_project or ""),
        Column("by", ("登记人", "Entered by"), lambda row: row.line.entered_by),
        Column("when", ("登记时间", "Entered"), lambda row: row.line.created_at, Kind.moment),
    ),
    BUSINESS, personal=True,
)  # fmt: skip
