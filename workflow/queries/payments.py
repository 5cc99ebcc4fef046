"""Payment files, rows that wait (待核对数据) and payments of no project: for who sees the region as a whole."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, cast, or_
from sqlmodel import Session, col, func, select

from workflow.documents.payment_columns import COLUMNS
from workflow.documents.voucher import reason_text
from workflow.errors import NotFound
from workflow.models import (
    JobRun,
    Organisation,
    Payment,
    PaymentAside,
    PaymentBatch,
    PaymentQuarantine,
    Project,
    UserAccount,
)
from workflow.notifications.refusals import refusal_text
from workflow.permissions import Actor, regions_seen
from workflow.queries.keyset import PAGE_SIZE, Order, Window, window
from workflow.queries.payment_lines import PaymentLine, lines_query, seen_projects

CHOICES = 20
CSV_ROWS = 1_000
PRINTED = ("unit_code", "unit_name", "project_code", "project_name")


# --- files ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class BatchLine:
    """One file: loaded + duplicate + conflict + quarantined = total, while it loads and afterwards."""

    id: int
    region_id: int
    fiscal_year: int
    file_name: str
    created_at: datetime
    uploader: str | None
    rows_total: int
    rows_loaded: int
    rows_duplicate: int
    rows_conflict: int
    rows_quarantined: int
    problem: dict[str, Any]
    ignored_sheets: list[str]
    finished_at: datetime | None
    job_id: int | None
    job_status: str | None
    job_progress: int | None
    job_total: int | None
    open_rows: int
    uploaded_by: int | None

    def problem_text(self, language: str = "zh") -> str:
        """Why nothing was loaded; empty if the file could be used."""
        return refusal_text(self.problem["code"], self.problem, language) if self.problem else ""


def batches(
    session: Session, actor: Actor, year: int | None = None, cursor: str = "", size: int = PAGE_SIZE
) -> Window[BatchLine]:
    """Newest first."""
    query = _batches(actor)
    if year:
        query = query.where(col(PaymentBatch.fiscal_year) == year)
    return window(session, query, Order(col(PaymentBatch.id), col(PaymentBatch.id), int, True), BatchLine, cursor, size)


def batch(session: Session, actor: Actor, batch_id: int) -> BatchLine:
    """One file; raises ``NotFound``."""
    query: Any = _batches(actor).where(col(PaymentBatch.id) == batch_id)
    found = session.exec(query).first()
    if found is None:
        raise NotFound("no_such_payment_batch")
    return BatchLine(*found)


def _seen(actor: Actor) -> ColumnElement[bool]:
    return col(PaymentBatch.region_id).in_(sorted(regions_seen(actor)))


def _batches(actor: Actor) -> Select[Any]:
    open_rows = (
        select(func.count())
        .select_from(PaymentQuarantine)
        .where(PaymentQuarantine.batch_id == PaymentBatch.id, col(PaymentQuarantine.resolved_at).is_(None))
        .scalar_subquery()
    )
    columns: list[Any] = [
        PaymentBatch.id, PaymentBatch.region_id, PaymentBatch.fiscal_year, PaymentBatch.file_name,
        PaymentBatch.created_at, UserAccount.name, PaymentBatch.rows_total, PaymentBatch.rows_loaded,
        PaymentBatch.rows_duplicate, PaymentBatch.rows_conflict, PaymentBatch.rows_quarantined, PaymentBatch.problem,
        PaymentBatch.ignored_sheets, PaymentBatch.finished_at, PaymentBatch.job_id, JobRun.status, JobRun.progress,
        JobRun.total, open_rows, PaymentBatch.uploaded_by,
    ]  # fmt: skip
    query: Select[Any] = select(*columns)
    return (
        query.join(UserAccount, col(UserAccount.id) == PaymentBatch.uploaded_by, isouter=True)
        .join(JobRun, col(JobRun.id) == PaymentBatch.job_id, isouter=True)
        .where(_seen(actor))
    )


# --- rows that wait -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class WaitingRow:
    """A row as printed, what is wrong with it, and for a conflict the line that stands (``other``)."""

    id: int
    batch_id: int
    fiscal_year: int
    file_name: str
    row_no: int
    status: str
    raw: dict[str, Any]
    resolved_at: datetime | None
    resolution: str
    conflicts_with_id: int | None
    other: PaymentLine | None = None

    @property
    def place(self) -> str:
        """``7``, or ``1月!7`` in a workbook."""
        return str(self.raw["place"])

    @property
    def cells(self) -> list[tuple[str, str]]:
        """(printed header, text) in the order of the file; accounts masked."""
        return [(head, text) for head, text in self.raw["cells"]]

    @property
    def values(self) -> dict[str, str]:
        """Column key → text, for the form that corrects it."""
        return {column.key: self.raw["values"].get(column.key, "") for column in COLUMNS}

    def reasons(self, language: str = "zh") -> list[tuple[str, str]]:
        """(column key or "", sentence)."""
        return [(one["column"], reason_text(one, self.fiscal_year, language)) for one in self.raw["problems"]]


def waiting_rows(
    session: Session,
    actor: Actor,
    *,
    batch_id: int | None = None,
    year: int | None = None,
    status: str = "",
    settled: bool = False,
    cursor: str = "",
    size: int = PAGE_SIZE,
) -> Window[WaitingRow]:
    """Rows that still wait (or those that were settled), oldest first."""
    query = _waiting(actor)
    for column, value in (
        (col(PaymentQuarantine.batch_id), batch_id),
        (col(PaymentBatch.fiscal_year), year),
        (col(PaymentQuarantine.status), status or None),
    ):
        if value is not None:
            query = query.where(column == value)
    resolved = col(PaymentQuarantine.resolved_at)
    query = query.where(resolved.is_not(None) if settled else resolved.is_(None))
    row_id = col(PaymentQuarantine.id)
    page = window(session, query, Order(row_id, row_id, int), WaitingRow, cursor, size)
    return Window(_with_others(session, page.rows), page.before, page.after)


def waiting_row(session: Session, actor: Actor, row_id: int) -> WaitingRow:
    """One row; raises ``NotFound``."""
    query: Any = _waiting(actor).where(col(PaymentQuarantine.id) == row_id)
    found = session.exec(query).first()
    if found is None:
        raise NotFound("no_such_payment_row")
    return _with_others(session, [WaitingRow(*found)])[0]


def waiting_csv(session: Session, actor: Actor, batch_id: int, language: str = "zh") -> Iterator[str]:
    """The rows of a file that still wait, as CSV with its own headers, to be corrected and sent in again."""
    batch(session, actor, batch_id)
    query = _waiting(actor).where(
        col(PaymentQuarantine.batch_id) == batch_id, col(PaymentQuarantine.resolved_at).is_(None)
    )
    rows: Any = session.exec(query.order_by(col(PaymentQuarantine.row_no)).execution_options(yield_per=CSV_ROWS))  # type: ignore[call-overload]
    heads: list[str] = []
    yield "\ufeff"
    for found in rows:
        row = WaitingRow(*found)
        if not heads:
            heads = [head for head, _ in row.cells]
            yield _csv_line([*(("行", "原因") if language == "zh" else ("Row", "Reason")), *heads])
        reasons = "；".join(text for _, text in row.reasons(language))
        yield _csv_line([row.place, reasons, *(text for _, text in row.cells)])


def _waiting(actor: Actor) -> Select[Any]:
    columns: list[Any] = [
        PaymentQuarantine.id, PaymentQuarantine.batch_id, PaymentBatch.fiscal_year, PaymentBatch.file_name,
        PaymentQuarantine.row_no, PaymentQuarantine.status, PaymentQuarantine.raw, PaymentQuarantine.resolved_at,
        PaymentQuarantine.resolution, PaymentQuarantine.conflicts_with_id,
    ]  # fmt: skip
    query: Select[Any] = select(*columns)
    return query.join(PaymentBatch, col(PaymentBatch.id) == PaymentQuarantine.batch_id).where(_seen(actor))


def _with_others(session: Session, rows: list[WaitingRow]) -> list[WaitingRow]:
    wanted = sorted({row.conflicts_with_id for row in rows if row.conflicts_with_id})
    query: Any = lines_query().where(col(Payment.id).in_(wanted))
    lines = {line.id: line for line in (PaymentLine(*found) for found in session.exec(query))} if wanted else {}
    others = [lines.get(row.conflicts_with_id) if row.conflicts_with_id else None for row in rows]
    return [WaitingRow(**{**row.__dict__, "other": other}) for row, other in zip(rows, others, strict=True)]


_NUMBER = re.compile(r"[+-]?[\d,]*\.?\d+")


def _csv_line(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow([_neutral(cell) for cell in cells])
    return out.getvalue()


def _neutral(text: str) -> str:
    """A cell that a spreadsheet would run as a formula is shown as text; a refund stays a number."""
    return f"'{text}" if text[:1] in "=+-@\t\r" and text and not _NUMBER.fullmatch(text) else text


# --- payments of no project -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class UnmatchedGroup:
    """Payments that print the same unit and project: matched by one choice. ``project_key`` "" = they name none."""

    first_id: int
    unit_key: str
    project_key: str
    unit_code: str
    unit_name: str
    project_code: str
    project_name: str
    payments: int
    amount_fen: int
    first_on: date
    last_on: date
    waiting: int
    aside: str

    @property
    def stage(self) -> str:
        """``aside`` once all of them are, with the reason given last."""
        return "open" if self.waiting else "aside"


def unmatched(
    session: Session, actor: Actor, region_id: int, year: int, cursor: str = "", size: int = PAGE_SIZE
) -> Window[UnmatchedGroup]:
    """Largest sum first; empty for who does not see the whole region."""
    columns: list[Any] = [
        func.min(Payment.id).label("first_id"), Payment.unit_key, Payment.project_key,
        *(func.max(getattr(Payment, name)).label(name) for name in PRINTED),
        func.count().label("payments"), cast(func.sum(Payment.amount_fen), BigInteger).label("amount_fen"),
        func.min(Payment.paid_on).label("first_on"), func.max(Payment.paid_on).label("last_on"),
        (func.count() - func.count(col(PaymentAside.id))).label("waiting"),
        func.coalesce(func.max(PaymentAside.reason), "").label("aside"),
    ]  # fmt: skip
    groups = (
        select(*columns)
        .outerjoin(PaymentAside, col(PaymentAside.payment_id) == Payment.id)
        .where(
            col(Payment.region_id) == region_id,
            col(Payment.region_id).in_(sorted(regions_seen(actor))),
            col(Payment.fiscal_year) == year,
            col(Payment.project_id).is_(None),
        )
        .group_by(col(Payment.unit_key), col(Payment.project_key))
        .subquery()
    )
    order = Order(groups.c.amount_fen, groups.c.first_id, int, True)
    query: Any = select(*groups.c)
    return window(session, query, order, UnmatchedGroup, cursor, size)


@dataclass(frozen=True)
class ProjectChoice:
    """A project a payment may be matched to."""

    id: int
    name: str
    code: str
    unit_name: str
    same_unit: bool


def project_choices(
    session: Session, actor: Actor, region_id: int, text: str = "", unit_code: str = "", unit_name: str = ""
) -> list[ProjectChoice]:
    """Projects of the region by name, pinyin initials or code; those of the printed unit first."""
    same = or_(col(Organisation.code) == unit_code, col(Organisation.name) == unit_name)
    columns: list[Any] = [Project.id, Project.name, func.coalesce(Project.code, ""), Organisation.name, same]
    query: Any = (
        select(*columns)
        .join(Organisation, col(Organisation.id) == Project.unit_id)
        .where(col(Project.region_id) == region_id, seen_projects(actor))
        .order_by(same.desc(), col(Project.sort_key), col(Project.id))
        .limit(CHOICES)
    )
    if wanted := text.strip():
        query = query.where(
            or_(
                col(Project.name).contains(wanted, autoescape=True),
                col(Project.initials).contains(wanted.lower(), autoescape=True),
                col(Project.code) == wanted.upper(),
            )
        )
    return [ProjectChoice(*row) for row in session.exec(query)]
