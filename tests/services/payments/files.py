"""Voucher files as a treasury would send them, and the way through receiving, loading and counting."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any

import xlsxwriter
from sqlmodel import Session, col, func, select

from tests.domain.world import World
from workflow import clock, db
from workflow.db import insert_once
from workflow.models import FileContent, JobRun, LedgerEntry, Payment, PaymentBatch, PaymentQuarantine, Project
from workflow.services.jobs import run_next_job
from workflow.services.payments.receive import receive_file
from workflow.services.payments.totals import Changes, Deed

SECRET = "a-secret-for-tests-only-0123456789abcdef"
YEAR = 2025
HEADERS = (
    "支付凭证号", "支付日期", "项目代码", "项目名称", "单位代码", "单位名称", "支付金额（元）", "用途",
    "收款人全称", "收款人账号", "功能科目", "部门经济科目", "资金性质", "明细序号", "年度", "财政区划",
)  # fmt: skip
DEFAULTS = {
    "支付日期": "2025-03-15",
    "项目名称": "就业见习补贴",
    "单位代码": "centre",
    "支付金额（元）": "12,000.00",
    "用途": "三月见习补贴",
    "收款人全称": "鄂州市某人力资源公司",
    "收款人账号": "6222021812000345678",
    "功能科目": "2080705",
    "部门经济科目": "30309",
    "资金性质": "一般公共预算资金",
    "年度": "2025",
    "财政区划": "420700",
}
PROJECT_CODE = "42070025T000000000018"


def row(voucher: str, **cells: str) -> list[str]:
    """A row under ``HEADERS``; cells by printed header, 金额 for the long one."""
    values = {"支付凭证号": voucher, **DEFAULTS, **cells}
    values["支付金额（元）"] = cells.get("金额", values["支付金额（元）"])
    return [values.get(header, "") for header in HEADERS]


def csv_of(rows: Iterable[Sequence[str]], encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([HEADERS, *rows])
    return out.getvalue().encode(encoding)


def xlsx_of(sheets: dict[str, list[list[Any]]], hidden: Sequence[str] = ()) -> bytes:
    """Cells keep their type: a number is a number, a date a date."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"default_date_format": "yyyy-mm-dd"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for line, cells in enumerate(rows):
                for at, cell in enumerate(cells):
                    sheet.write(line, at, cell)
            if name in hidden:
                sheet.hide()
    return out.getvalue()


def send(world: World, content: bytes, name: str = "支付明细.csv", year: int = YEAR, who: str = "treasury") -> int:
    """Receive a file; the batch's id."""
    with db.unit_of_work(write=True) as session:
        return receive_file(session, world.actor(who), world.regions["ezhou"], year, name, content).id


def work_off(secret: str = SECRET) -> None:
    """Run every job that is due, as a worker does."""
    while run_next_job(secret) is not None:
        pass


def load(world: World, content: bytes, name: str = "支付明细.csv") -> PaymentBatch:
    """Receive and load; the batch as it stands then."""
    batch_id = send(world, content, name)
    work_off()
    return batch_of(batch_id)


def batch_of(batch_id: int) -> PaymentBatch:
    with db.unit_of_work() as session:
        batch = session.get(PaymentBatch, batch_id)
        assert batch is not None
        return batch


def counts(batch: PaymentBatch) -> tuple[int, int, int, int]:
    """loaded, duplicate, conflict, quarantined; they must add up to the rows."""
    found = (batch.rows_loaded, batch.rows_duplicate, batch.rows_conflict, batch.rows_quarantined)
    assert sum(found) == batch.rows_total
    return found


def payments() -> list[Payment]:
    with db.unit_of_work() as session:
        return list(session.exec(select(Payment).order_by(col(Payment.batch_id), col(Payment.row_no))))


def waiting(batch_id: int | None = None) -> list[PaymentQuarantine]:
    query = select(PaymentQuarantine).order_by(col(PaymentQuarantine.batch_id), col(PaymentQuarantine.row_no))
    if batch_id:
        query = query.where(PaymentQuarantine.batch_id == batch_id)
    with db.unit_of_work() as session:
        return list(session.exec(query))


def jobs(kind: str) -> list[JobRun]:
    with db.unit_of_work() as session:
        return list(session.exec(select(JobRun).where(JobRun.kind == kind).order_by(col(JobRun.id))))


def rows_in(table: type[Any]) -> int:
    with db.unit_of_work() as session:
        return session.exec(select(func.count()).select_from(table)).one()


def add_project(session: Session, world: World, name: str, unit: str = "centre", code: str | None = None) -> Project:
    project = Project(
        created_at=datetime(2025, 1, 2, tzinfo=UTC),
        region_id=world.regions["ezhou"],
        department_id=world.organisations["justice" if unit.startswith("justice") else "hr"],
        unit_id=world.organisations[unit],
        code=code,
        name=name,
        sort_key=name,
        initials="",
    )
    session.add(project)
    session.flush()
    return project


def project(world: World, name: str = "就业见习补贴", unit: str = "centre", code: str | None = None) -> int:
    with db.unit_of_work(write=True) as session:
        return add_project(session, world, name, unit, code).id


def pay(world: World, project_id: int, fen: int, day: date = date(2025, 3, 15)) -> None:
    """One payment without its file and its job; the totals are kept as they are by the job."""
    place: dict[str, Any] = {"region_id": world.regions["ezhou"], "fiscal_year": day.year}
    with db.unit_of_work(write=True) as session:
        insert_once(session, FileContent, sha256="1" * 64, size=1, content=b"-")
        batch = PaymentBatch(created_at=clock.now(), file_name="a.csv", sha256="1" * 64, **place)
        session.add(batch)
        session.flush()
        line = {
            "voucher_no": f"P{batch.id}", "paid_on": day, "amount_fen": fen, "content_hash": "", "batch_id": batch.id,
            "row_no": 1, "project_id": project_id, "matched_by": "name", **place,
        }  # fmt: skip
        session.add(Payment(**line))
        changes = Changes()
        changes.add_lines([line])
        changes.store(session, place["region_id"], day.year, Deed("loaded"))


def ledger(project_id: int, kind: str, fen: int, year: int = YEAR, made: date = date(2025, 1, 20)) -> None:
    with db.unit_of_work(write=True) as session:
        at = datetime(made.year, made.month, made.day, tzinfo=UTC)
        session.add(LedgerEntry(created_at=at, project_id=project_id, fiscal_year=year, kind=kind, amount_fen=fen))
