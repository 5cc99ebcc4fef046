"""Lists of money: the execution board, payment files and their rows, payments of no project, one project's rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from sqlmodel import Session

from workflow.clock import business_date
from workflow.documents.tables import Kind
from workflow.execution import Money
from workflow.execution.expected import AGAINST, FORECASTS
from workflow.money_facts import day_in
from workflow.permissions import Actor
from workflow.queries import execution, payments
from workflow.queries.listings.listing import Column, Given, Listing, Words, day_of, one_of, whole
from workflow.queries.listings.roles import BUSINESS, REGION_WIDE
from workflow.queries.payment_lines import PaymentFilters
from workflow.queries.payment_lines import payments as payment_lines
from workflow.rate_facts import CLASSES
from workflow.types import JobState

Rows = tuple[Sequence[Any], str | None]
HOW: dict[str, Words] = {
    "code": ("按项目代码", "by project code"),
    "hand": ("人工指定", "by hand"),
    "name": ("按单位和项目名称", "by unit and name"),
}


# --- 预算执行 --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class BoardRow:
    """A line with the board it stands on, for the time progress, and what the page holds it against."""

    line: execution.BoardLine
    board: execution.Board
    against: str
    forecast: str

    @property
    def money(self) -> Money:
        """The sums of the line."""
        return self.line.money

    @property
    def due(self) -> Fraction:
        """应支付数 in fen."""
        return self.line.outlook.due(self.against, self.money, self.board.as_of.month)

    @property
    def expected(self) -> int:
        """全年预计执行数 in fen."""
        return self.line.outlook.forecast(self.forecast)


def board_filters(given: Given) -> execution.BoardFilters:
    """Which part of the board page and export are asked for."""
    return execution.BoardFilters(
        whole(given, "department"), whole(given, "unit"), whole(given, "section"), asked_class(given)
    )


def asked_class(given: Given) -> tuple[str, str] | None:
    """``class=function:2080705``: the projects with money in a class."""
    scope, separator, key = given.get("class", "").partition(":")
    return (scope, key) if separator and scope in CLASSES else None


def asked_known(given: Given) -> date | None:
    """The day until whose end only what was known counts; None = everything. It may lie behind the fiscal year."""
    known = given.get("facts", "") == "known"
    return (day_of(given.get("as_of", "")) or business_date()) if known else None


def _board(session: Session, actor: Actor, given: Given, cursor: str, size: int) -> Rows:
    board = execution.board(
        session, actor, whole(given, "region") or 0, whole(given, "money_year") or 0, day_of(given.get("as_of", "")),
        grouping=one_of(given, "by", execution.GROUPINGS, "project"), sort=given.get("sort", "name"),
        descending=given.get("dir") == "desc", cursor=cursor, filters=board_filters(given), size=size,
        known=asked_known(given), forecast=one_of(given, "forecast", FORECASTS),
    )  # fmt: skip
    against = one_of(given, "against", AGAINST, "time")
    return [BoardRow(line, board, against, board.forecast) for line in board.lines], board.after


EXECUTION = Listing(
    "execution", ("预算执行", "Budget execution"), _board,
    (
        Column("name", ("名称", "Name"), lambda row: row.line.name),
        Column("code", ("代码", "Code"), lambda row: row.line.code, Kind.code),
        Column("initial", ("年初预算", "Initial budget"), lambda row: row.money.initial_fen, Kind.wan),
        Column("adjustment", ("调整", "Adjustment"), lambda row: row.money.adjustment_fen, Kind.wan),
        Column("carry_over", ("结转", "Carry-over"), lambda row: row.money.carry_over_fen, Kind.wan),
        Column("adjusted", ("调整后预算", "Adjusted budget"), lambda row: row.money.adjusted_fen, Kind.wan),
        Column("executed", ("已支付", "Paid"), lambda row: row.money.executed_fen, Kind.wan),
        Column("rate", ("执行率", "Execution rate"), lambda row: row.money.execution_rate, Kind.percent),
        Column("initial_rate", ("执行率（年初）", "On the initial budget"),
               lambda row: row.money.initial_rate, Kind.percent),
        Column("time", ("序时进度", "Time progress"), lambda row: row.board.time_progress, Kind.percent),
        Column("lead", ("差值", "Ahead or behind"),
               lambda row: row.board.lead(row.money, row.line.outlook, row.against), Kind.percent),
        Column("due", ("应支付", "Due by now"), lambda row: round(row.due), Kind.wan),
        Column("forecast", ("全年预计", "Year-end forecast"), lambda row: row.expected, Kind.wan),
        Column("unspent", ("预计结余", "Unspent at year-end"),
               lambda row: row.line.outlook.unspent(row.forecast, row.money), Kind.wan),
    ),
    BUSINESS,
)  # fmt: skip


# --- 支付文件 --------------------------------------------------------------------------------------------------------


def _files(session: Session, actor: Actor, given: Given, cursor: str, size: int) -> Rows:
    page = payments.batches(session, actor, whole(given, "money_year"), cursor, size)
    return page.rows, page.after


def _file_state(line: payments.BatchLine) -> Words:
    if line.problem:
        return "无法使用", "Not usable"
    if line.finished_at or line.job_id is None:
        return "已导入", "Loaded"
    return {
        JobState.queued.value: ("排队中", "Queued"),
        JobState.running.value: ("导入中", "Loading"),
        JobState.cancelled.value: ("已停止", "Stopped"),
    }.get(line.job_status or "", ("已中断", "Interrupted"))


PAYMENT_FILES = Listing(
    "payment_files", ("支付文件", "Payment files"), _files,
    (
        Column("name", ("文件", "File"), lambda line: line.file_name),
        Column("state", ("状态", "State"), _file_state),
        Column("rows", ("行数", "Rows"), lambda line: line.rows_total, Kind.number),
        Column("loaded", ("已导入", "Loaded"), lambda line: line.rows_loaded, Kind.number),
        Column("duplicate", ("重复", "Duplicate"), lambda line: line.rows_duplicate, Kind.number),
        Column("conflict", ("冲突", "In conflict"), lambda line: line.rows_conflict, Kind.number),
        Column("quarantined", ("待核对", "To check"), lambda line: line.rows_quarantined, Kind.number),
        Column("open", ("尚未处理", "Still open"), lambda line: line.open_rows, Kind.number),
        Column("by", ("上传人", "Uploaded by"), lambda line: line.uploader),
        Column("at", ("上传时间", "Uploaded at"), lambda line: line.created_at, Kind.moment),
    ),
    frozenset(REGION_WIDE), personal=True,
)  # fmt: skip


# --- 待核对数据 ------------------------------------------------------------------------------------------------------


def _rows(session: Session, actor: Actor, given: Given, cursor: str, size: int) -> Rows:
    """Of all files of the year, or of one file: those that wait, or those that were settled."""
    batch_id = whole(given, "batch_id")
    year = None if batch_id else whole(given, "money_year")
    settled = batch_id is not None and given.get("tab") == "settled"
    status = "" if batch_id else given.get("status", "")
    page = payments.waiting_rows(
        session, actor, batch_id=batch_id, year=year, status=status, settled=settled, cursor=cursor, size=min(size, 500)
    )
    return page.rows, page.after


def _row_state(row: payments.WaitingRow) -> Words:
    if row.resolved_at:
        return ("已更正导入", "Corrected and loaded") if row.resolution == "loaded" else ("已搁置", "Set aside")
    return ("冲突", "In conflict") if row.status == "conflict" else ("待核对", "To check")


def _reasons(row: payments.WaitingRow) -> Words:
    zh, en = ("；".join(text for _column, text in row.reasons(language)) for language in ("zh", "en"))
    return zh, en


def _printed(key: str) -> Callable[[payments.WaitingRow], str]:
    return lambda row: row.values[key]


PAYMENT_ROWS = Listing(
    "payment_rows", ("待核对数据", "Rows to check"), _rows,
    (
        Column("place", ("行", "Row"), lambda row: row.place),
        Column("file", ("文件", "File"), lambda row: row.file_name),
        Column("state", ("状态", "State"), _row_state),
        Column("reason", ("问题", "What is wrong"), _reasons),
        Column("voucher", ("凭证号", "Voucher"), _printed("voucher_no"), Kind.code),
        Column("paid_on", ("支付日期", "Paid on"), _printed("paid_on")),
        Column("payee", ("收款人", "Payee"), _printed("payee_name")),
        Column("purpose", ("用途", "Purpose"), _printed("purpose")),
        Column("project", ("项目名称", "Project"), _printed("project_name")),
        Column("unit", ("单位名称", "Unit"), _printed("unit_name")),
        Column("amount", ("文件所列金额（元）", "Amount as printed"), _printed("amount")),
    ),
    frozenset(REGION_WIDE), personal=True,
)  # fmt: skip


# --- 支付明细 --------------------------------------------------------------------------------------------------------


def _unmatched(session: Session, actor: Actor, given: Given, cursor: str, size: int) -> Rows:
    region, year = whole(given, "region") or 0, project_year(given)
    page = payments.unmatched(session, actor, region, year, cursor, size)
    return page.rows, page.after


STAGES_OF_UNMATCHED: dict[str, Words] = {
    "open": ("待归集", "waits for a project"),
    "aside": ("暂不归集", "set aside"),
}
UNMATCHED = Listing(
    "unmatched_payments", ("未对应项目的支付", "Payments of no project"), _unmatched,
    (
        Column("printed", ("文件所列项目", "Project as printed"),
               lambda row: row.project_name or ("未写明", "none printed")),
        Column("code", ("项目代码", "Project code"), lambda row: row.project_code, Kind.code),
        Column("unit", ("文件所列单位", "Unit as printed"), lambda row: row.unit_name),
        Column("unit_code", ("单位代码", "Unit code"), lambda row: row.unit_code, Kind.code),
        Column("days", ("最早支付", "First day"), lambda row: row.first_on, Kind.day),
        Column("last", ("最晚支付", "Last day"), lambda row: row.last_on, Kind.day),
        Column("payments", ("支付", "Payments"), lambda row: row.payments, Kind.number),
        Column("amount", ("金额（元）", "Amount (yuan)"), lambda row: row.amount_fen, Kind.yuan),
        Column("stage", ("处理", "State"), lambda row: STAGES_OF_UNMATCHED[row.stage]),
        Column("aside", ("暂不归集的理由", "Why set aside"), lambda row: row.aside),
    ),
    frozenset(REGION_WIDE),
)  # fmt: skip

LINES = (
    Column("day", ("支付日期", "Paid on"), lambda line: line.paid_on, Kind.day),
    Column("voucher", ("凭证号", "Voucher"), lambda line: line.voucher_no, Kind.code),
    Column("line", ("明细序号", "Line"), lambda line: line.line_no, Kind.number),
    Column("payee", ("收款人", "Payee"), lambda line: line.payee_name),
    Column("account", ("账号末四位", "Account ends in"), lambda line: line.payee_account_tail, Kind.code),
    Column("purpose", ("用途", "Purpose"), lambda line: line.purpose),
    Column("project", ("项目", "Project"), lambda line: line.project_name or line.printed_project),
    Column("how", ("对应方式", "Matched"),
           lambda line: HOW[line.matched_by] if line.project_id else ("未对应", "no project found")),
    Column("unit", ("单位", "Unit"), lambda line: line.printed_unit),
    Column("function", ("功能科目", "Functional classification"), lambda line: line.function_code, Kind.code),
    Column("economic", ("经济科目", "Economic classification"), lambda line: line.economic_code, Kind.code),
    Column("amount", ("金额（元）", "Amount (yuan)"), lambda line: line.amount_fen, Kind.yuan),
)  # fmt: skip


def lines_filters(given: Given) -> PaymentFilters:
    """The payments behind one way of printing unit and project."""
    return PaymentFilters(
        year=project_year(given),
        region_id=whole(given, "region") or 0,
        unmatched=True,
        printed=(given.get("unit_key", ""), given.get("project_key", "")),
    )


def _lines(session: Session, actor: Actor, given: Given, cursor: str, size: int) -> Rows:
    page = payment_lines(session, actor, lines_filters(given), cursor, size)
    return page.rows, page.after


def file_filters(given: Given) -> PaymentFilters:
    """What a file brought in; on the tab of those, only what found no project."""
    return PaymentFilters(batch_id=whole(given, "batch_id") or 0, unmatched=given.get("tab", "") == "unmatched")


def _file_lines(session: Session, actor: Actor, given: Given, cursor: str, size: int) -> Rows:
    filters = file_filters(given)
    page = payment_lines(session, actor, filters, cursor, size)
    return page.rows, page.after


def project_year(given: Given) -> int:
    """The year of a link; one that no budget has is the year of the board."""
    asked = whole(given, "year") or 0
    return asked if 2000 <= asked < 2100 else whole(given, "money_year") or 0


def project_day(given: Given) -> date:
    """Until when payments are counted."""
    return day_in(project_year(given), day_of(given.get("as_of", "")) or business_date())


def _project_payments(session: Session, actor: Actor, given: Given, cursor: str, size: int) -> Rows:
    filters = PaymentFilters(
        year=project_year(given), project_id=whole(given, "project_id") or 0, until=project_day(given),
        known=asked_known(given),
    )  # fmt: skip
    page = payment_lines(session, actor, filters, cursor, size)
    return page.rows, page.after


PAYMENT_LINES = Listing("payment_lines", ("支付明细", "Payments"), _lines, LINES, frozenset(REGION_WIDE), personal=True)
FILE_PAYMENTS = Listing(
    "file_payments", ("支付文件已导入明细", "Loaded payments of a file"), _file_lines, LINES, frozenset(REGION_WIDE),
    personal=True,
)  # fmt: skip
PROJECT_PAYMENTS = Listing(
    "project_payments", ("项目支付明细", "Payments of a project"), _project_payments, LINES, BUSINESS, personal=True
)
