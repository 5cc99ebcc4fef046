"""A file whose headings nobody knows: a person says once which column is what; remembered for the treasury's next file.

Remembered by region (a treasury sends its files for one) and by the print of the header row.
"""

from collections.abc import Mapping

from sqlmodel import Session, select

from workflow import clock
from workflow.documents.payment_columns import BY_KEY, Said, header_print, missing_in
from workflow.errors import NotFound, RuleFailed
from workflow.lifecycle.record import append_audit
from workflow.models import PaymentBatch, PaymentColumns
from workflow.permissions import Actor, regions_seen
from workflow.services.job_requests import request_job
from workflow.services.payments.receive import lock_region, require_treasury
from workflow.types import JobKind, Role


def known_columns(session: Session, region_id: int) -> Said:
    """What was said about the files of a region."""
    query = select(PaymentColumns.header_print, PaymentColumns.columns)
    return {mark: places for mark, places in session.exec(query.where(PaymentColumns.region_id == region_id))}


def say_columns(
    session: Session, actor: Actor, batch_id: int, header_row: int, chosen: Mapping[int, str]
) -> PaymentColumns:
    """Remember which column (place, from 0) is what, and load the file again.

    Raises ``NotFound``, ``NotAllowed``, and ``RuleFailed`` for a file that needs no word, a column chosen twice, and
    where what every payment must have is still missing.
    """
    batch = session.get(PaymentBatch, batch_id)
    if batch is None or batch.region_id not in regions_seen(actor):
        raise NotFound("no_such_payment_batch")
    require_treasury(actor, batch.region_id)
    lock_region(session, batch.region_id)
    session.refresh(batch)
    headers = _headers(batch, header_row)
    columns = _checked(chosen, len(headers))
    row = _remember(session, actor, batch.region_id, headers, columns)
    _load_again(session, actor, batch)
    _record(session, actor, "say_payment_columns", row, {"file": batch.file_name, "columns": columns})
    return row


def forget_columns(session: Session, actor: Actor, columns_id: int) -> None:
    """The next file with this header asks again; what was loaded stays."""
    row = session.get(PaymentColumns, columns_id)
    if row is None or row.region_id not in regions_seen(actor):
        raise NotFound("no_such_columns")
    require_treasury(actor, row.region_id)
    _record(session, actor, "forget_payment_columns", row, {"headers": row.headers, "columns": row.columns})
    session.delete(row)


def _headers(batch: PaymentBatch, header_row: int) -> list[str]:
    head: list[list[str]] = batch.problem.get("head", [])
    if not head:
        raise RuleFailed("columns_nothing_to_say")
    if not 0 <= header_row < len(head):
        raise RuleFailed("columns_row_unknown")
    return head[header_row]


def _checked(chosen: Mapping[int, str], width: int) -> dict[str, int]:
    columns: dict[str, int] = {}
    for place, key in sorted(chosen.items()):
        if key not in BY_KEY or not 0 <= place < width:
            continue
        if key in columns:
            raise RuleFailed("columns_twice", column=BY_KEY[key].zh)
        columns[key] = place
    if wanted := missing_in(columns):
        raise RuleFailed("columns_still_missing", wanted="、".join(wanted))
    return columns


def _remember(
    session: Session, actor: Actor, region_id: int, headers: list[str], columns: dict[str, int]
) -> PaymentColumns:
    mark = header_print(headers)
    query = select(PaymentColumns).where(PaymentColumns.region_id == region_id, PaymentColumns.header_print == mark)
    row = session.exec(query).first() or PaymentColumns(created_at=clock.now(), region_id=region_id, header_print=mark)
    row.headers, row.columns, row.said_by = headers, columns, actor.user_id or None
    session.add(row)
    session.flush()  # the audit entry names its id
    return row


def _load_again(session: Session, actor: Actor, batch: PaymentBatch) -> None:
    key = f"payment_import:{batch.id}:{session.info['transaction']}"
    batch.job_id = request_job(session, JobKind.payment_import, key, {"batch_id": batch.id}, actor.user_id).id
    batch.problem, batch.finished_at = {}, None
    session.add(batch)


def _record(session: Session, actor: Actor, action: str, row: PaymentColumns, details: dict[str, object]) -> None:
    append_audit(
        session,
        actor_id=actor.user_id,
        actor_name=actor.acting([Role.treasury]).name,
        action=action,
        object_kind="payment_columns",
        object_id=row.id,
        details=details,
    )
