"""The job that loads a voucher file: chunk by chunk, every row accounted for, twice the same as once.

A chunk (payments, quarantine, counts, progress) commits as one; a worker killed with -9 is continued after the last
committed row. A line is new, a duplicate (same key, same content), a conflict (same key, other content) or waits.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import dropwhile, islice
from typing import Any, TypeVar

from sqlalchemy import insert, update
from sqlmodel import Session, col, select

from workflow import clock
from workflow.db import unit_of_work
from workflow.documents.intake.child import Limits, work_on
from workflow.documents.intake.readers.words import Unreadable as TrialFailed
from workflow.documents.payment_columns import Said
from workflow.documents.payment_file import PaymentFile, PrintedRow, Unreadable, is_workbook, open_file
from workflow.documents.voucher import Expected, Problem, read_row
from workflow.errors import NotFound, RuleFailed
from workflow.models import FileContent, Payment, PaymentBatch, PaymentQuarantine
from workflow.services.job_context import JobContext
from workflow.services.payments.accounts import AccountKeeper, hidden
from workflow.services.payments.columns import known_columns
from workflow.services.payments.lines import (
    Key,
    Known,
    Line,
    account_problems,
    expected_of,
    known_lines,
    turned,
    waiting_row,
)
from workflow.services.payments.matching import Matcher, rematch
from workflow.services.payments.receive import MOST_MB, lock_region
from workflow.services.payments.totals import Changes, Deed
from workflow.services.rates import request_rates

CHUNK = 2_000
LONGEST_SHOWN = 40
TRIAL = Limits(
    work="workflow.documents.payment_file:try_out",
    memory=1_500 * 2**20,
    seconds=110,
    cpu_seconds=100,
    bytes=MOST_MB * 2**20,
)
"""Shorter than the lease of a job. A year of vouchers of a province is one file."""
COUNTS = ("loaded", "duplicate", "conflict", "quarantined")
T = TypeVar("T")


@dataclass(frozen=True)
class Work:
    """What a job needs from the database before it starts."""

    batch: PaymentBatch
    expected: Expected
    keeper: AccountKeeper
    matcher: Matcher
    file: PaymentFile


def import_payments(job: JobContext) -> None:
    """Load the batch named in the payload. Raises ``RuleFailed`` if the file as a whole cannot be used."""
    work = _prepare(job)
    if work.batch.finished_at is not None:
        return
    rows = dropwhile(lambda row: row.row_no <= job.progress, work.file.rows())
    for chunk in _chunks(rows, CHUNK):
        readings = [_read(row, work) for row in chunk]  # before the transaction: others may write meanwhile
        with unit_of_work(write=True) as session:
            counts = _store(session, work, readings)
            result = {name: job.result.get(name, 0) + counts[name] for name in COUNTS}
            job.report(session, progress=chunk[-1].row_no, total=work.file.lines, result=result)
    _finish(job, work)


def _prepare(job: JobContext) -> Work:
    keeper = AccountKeeper.of(job.secret_key)
    with unit_of_work() as session:
        batch = session.get(PaymentBatch, job.payload["batch_id"])
        if batch is None:
            raise NotFound("no_such_payment_batch")
        content = session.exec(select(FileContent.content).where(FileContent.sha256 == batch.sha256)).one()
        expected = expected_of(session, batch)
        matcher = Matcher(session, batch.region_id, batch.fiscal_year)
        other_secret = _other_secret(session, keeper.mark)
        said = known_columns(session, batch.region_id)
    try:
        if other_secret:
            raise Unreadable("account_key_changed")
        return Work(batch, expected, keeper, matcher, _opened(content, said))
    except Unreadable as fault:
        _refuse(batch.id, fault)
        raise RuleFailed(fault.code, **fault.facts) from None


def _opened(content: bytes, said: Said) -> PaymentFile:
    """A workbook is read once by a child first: one that runs in a circle must not take a worker with it."""
    if is_workbook(content):
        try:
            work_on("", content, TRIAL)
        except TrialFailed:
            raise Unreadable("file_unreadable") from None
    return open_file(content, said)


def _other_secret(session: Session, mark: str) -> bool:
    query = select(PaymentBatch.id).where(col(PaymentBatch.account_key).not_in(("", mark)))
    return session.exec(query.limit(1)).first() is not None


def _refuse(batch_id: int, fault: Unreadable) -> None:
    """Nothing is loaded, the file is kept, the batch says why."""
    with unit_of_work(write=True) as session:
        problem = {"code": fault.code, **fault.facts}
        if fault.head:
            problem["head"] = [[hidden(text)[:LONGEST_SHOWN] for text in cells] for cells in fault.head]
        statement = update(PaymentBatch).where(col(PaymentBatch.id) == batch_id)
        session.exec(statement.values(problem=problem, finished_at=clock.now()))


def _chunks(items: Iterator[T], size: int) -> Iterator[list[T]]:
    while chunk := list(islice(items, size)):
        yield chunk


Reading = tuple[PrintedRow, Line | list[Problem]]


def _read(row: PrintedRow, work: Work) -> Reading:
    found = read_row(row, work.expected)
    if isinstance(found, list):
        return row, found
    return row, account_problems(found.payee_account) or turned(found, work.keeper)


@dataclass
class _Sorted:
    """The lines of a chunk by what becomes of them."""

    new: dict[Key, tuple[PrintedRow, Line]] = field(default_factory=dict)
    duplicates: int = 0
    conflicts: list[tuple[PrintedRow, Key]] = field(default_factory=list)
    waiting: list[tuple[PrintedRow, list[Problem]]] = field(default_factory=list)


def _sort(readings: Iterable[Reading], known: dict[Key, Known]) -> _Sorted:
    """In the order of the file, so the first of two different lines with one key is the one that is loaded."""
    found = _Sorted()
    for row, line in readings:
        if isinstance(line, list):
            found.waiting.append((row, line))
            continue
        before = known.get(line.key)
        stands = before.content_hash if before else None
        if line.key in found.new:
            stands = found.new[line.key][1].content_hash
        if stands is None:
            found.new[line.key] = (row, line)
        elif stands == line.content_hash:
            found.duplicates += 1
        else:
            found.conflicts.append((row, line.key))
    return found


def _store(session: Session, work: Work, readings: list[Reading]) -> dict[str, int]:
    batch = work.batch
    lock_region(session, batch.region_id)
    keys = [line.key for _, line in readings if isinstance(line, Line)]
    found = _sort(readings, known_lines(session, batch.region_id, batch.fiscal_year, keys))
    payments = _payment_rows(session, work, list(found.new.values()))
    if payments:
        session.connection().execute(insert(Payment), payments)
        _add_up(session, work, payments)
    waiting = [*_waiting_rows(work, found), *_conflict_rows(session, work, found)]
    if waiting:
        in_order = sorted(waiting, key=lambda row: row["row_no"])
        session.connection().execute(insert(PaymentQuarantine), in_order)
    counts = dict(zip(COUNTS, (len(payments), found.duplicates, len(found.conflicts), len(found.waiting)), strict=True))
    _count(session, work, counts)
    return counts


def _add_up(session: Session, work: Work, payments: list[dict[str, Any]]) -> None:
    batch, changes = work.batch, Changes()
    changes.add_lines(payments)
    changes.store(session, batch.region_id, batch.fiscal_year, Deed("loaded", batch.uploaded_by, batch.id))


def _payment_rows(session: Session, work: Work, new: list[tuple[PrintedRow, Line]]) -> list[dict[str, Any]]:
    batch = work.batch
    matches = work.matcher.match(session, [line.printed for _, line in new])
    shared = {"fiscal_year": batch.fiscal_year, "region_id": batch.region_id, "batch_id": batch.id}
    return [
        {**line.values, **shared, "row_no": row.row_no, "project_id": match.project_id, "matched_by": match.how}
        for (row, line), match in zip(new, matches, strict=True)
    ]


def _waiting_rows(work: Work, found: _Sorted) -> list[dict[str, Any]]:
    rows = [waiting_row(row, problems, work.keeper) for row, problems in found.waiting]
    return [row | {"batch_id": work.batch.id, "resolution": ""} for row in rows]


def _conflict_rows(session: Session, work: Work, found: _Sorted) -> list[dict[str, Any]]:
    """After the new lines stand: a conflict may be with a line of its own chunk."""
    if not found.conflicts:
        return []
    keys = [key for _, key in found.conflicts]
    known = known_lines(session, work.batch.region_id, work.batch.fiscal_year, keys)
    problem = [Problem("key_conflict")]
    rows = [waiting_row(row, problem, work.keeper, known[key].payment_id) for row, key in found.conflicts]
    return [row | {"batch_id": work.batch.id, "resolution": ""} for row in rows]


def _count(session: Session, work: Work, counts: dict[str, int]) -> None:
    added = {f"rows_{name}": getattr(PaymentBatch, f"rows_{name}") + count for name, count in counts.items()}
    total = PaymentBatch.rows_total + sum(counts.values())
    statement = update(PaymentBatch).where(col(PaymentBatch.id) == work.batch.id)
    session.exec(statement.values(rows_total=total, account_key=work.keeper.mark, **added))


def _finish(job: JobContext, work: Work) -> None:
    """Older unmatched lines are tried again, rates are asked for, and the batch is done: together."""
    batch = work.batch
    with unit_of_work(write=True) as session:
        lock_region(session, batch.region_id)
        again = rematch(session, batch.region_id, batch.fiscal_year, Deed("matched", batch.uploaded_by, batch.id))
        statement = update(PaymentBatch).where(col(PaymentBatch.id) == batch.id)
        session.exec(statement.values(finished_at=clock.now(), ignored_sheets=work.file.ignored))
        _refresh_statistics(session)
        request_rates(session, batch.region_id, batch.fiscal_year, job.requested_by)
        result = {**dict.fromkeys(COUNTS, 0), **job.result, "matched_again": again}
        job.report(session, progress=work.file.lines, total=work.file.lines, result=result)


def _refresh_statistics(session: Session) -> None:
    """A big file changes what PostgreSQL should expect; until it knows, it joins the sums of rates row by row."""
    if session.get_bind().dialect.name == "postgresql":
        session.connection().exec_driver_sql("ANALYZE payment, project, budget_ledger_entry")
