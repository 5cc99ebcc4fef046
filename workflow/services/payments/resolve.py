"""What becomes of a row that waits (待核对数据): corrected and loaded, or set aside as no payment; both are audited."""

from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from workflow import clock
from workflow.documents.payment_columns import BY_KEY
from workflow.documents.payment_file import cell_text
from workflow.documents.voucher import Problem, read_values, reason_text
from workflow.errors import NotFound, RuleFailed, WrongState
from workflow.lifecycle.record import append_audit
from workflow.lifecycle.words import within
from workflow.models import Payment, PaymentBatch, PaymentQuarantine
from workflow.permissions import Actor, regions_seen
from workflow.services.payments.accounts import AccountKeeper, masked
from workflow.services.payments.lines import (
    Line,
    account_problems,
    expected_of,
    known_lines,
    line_of,
    shown,
    turned,
)
from workflow.services.payments.matching import Matcher
from workflow.services.payments.receive import lock_region, require_treasury
from workflow.services.payments.totals import Changes, Deed
from workflow.services.rates import request_rates
from workflow.types import Role

Values = dict[str, str]


def load_corrected(session: Session, actor: Actor, row_id: int, changes: Values, secret: str) -> Payment:
    """Load a waiting row with these cells changed (keys of ``payment_columns``); the others stay as printed.

    An account that is not changed keeps its identity, though nobody can read it any more. Raises ``RuleFailed`` with
    all problems, as ``{"code", "column", "value", "zh", "en"}``.
    """
    row, batch = _waiting(session, actor, row_id)
    before: Values = row.raw["values"]
    values = before | {key: " ".join(cell_text(text).split()) for key, text in changes.items() if key in BY_KEY}
    line = _line(session, batch, row, values, secret)
    payment = _insert(session, batch, row, line)
    added = Changes()
    added.add_lines([payment.model_dump()])
    added.store(session, batch.region_id, batch.fiscal_year, Deed("corrected", actor.user_id, batch.id))
    _settle(session, actor, row, "loaded")
    _recount(session, batch.id, row.status)
    _record(session, actor, row, "load_corrected", changes=_changed(before, values), payment_id=payment.id)
    request_rates(session, batch.region_id, batch.fiscal_year, actor.user_id)
    return payment


def set_aside(session: Session, actor: Actor, row_id: int, reason: str) -> PaymentQuarantine:
    """The row is no payment (a total, a note) or the line that stands is right; it stays listed as settled."""
    row, _ = _waiting(session, actor, row_id)
    reason = within(reason)
    if not reason:
        raise RuleFailed("reason_missing")
    _settle(session, actor, row, "not_a_payment")
    _record(session, actor, row, "set_aside", reason=reason)
    return row


def _waiting(session: Session, actor: Actor, row_id: int) -> tuple[PaymentQuarantine, PaymentBatch]:
    """The row, locked; 404 outside the actor's regions, 403 without the role, 409 if it is settled."""
    query = select(PaymentQuarantine).where(PaymentQuarantine.id == row_id)
    row = session.exec(query.with_for_update(key_share=True).execution_options(populate_existing=True)).first()
    batch = session.get(PaymentBatch, row.batch_id) if row else None
    if row is None or batch is None or batch.region_id not in regions_seen(actor):
        raise NotFound("no_such_payment_row")
    require_treasury(actor, batch.region_id)
    if row.resolved_at is not None:
        raise WrongState("payment_row_settled")
    return row, batch


def _line(session: Session, batch: PaymentBatch, row: PaymentQuarantine, values: Values, secret: str) -> Line:
    account = values.get("payee_account", "")
    kept = account == row.raw["values"].get("payee_account", "")
    read = read_values(values, expected_of(session, batch))
    problems = read if isinstance(read, list) else []
    if kept:  # what stands there is a mask: read_values cannot see what was wrong with it
        problems += [Problem(**problem) for problem in row.raw["problems"] if problem["column"] == "payee_account"]
    else:
        problems += account_problems(account)
    if isinstance(read, list) or problems:
        raise RuleFailed("payment_row_wrong", problems=[_told(problem, batch.fiscal_year) for problem in problems])
    if kept:
        return line_of(read, row.raw["account"]["hmac"], row.raw["account"]["tail"])
    return turned(read, AccountKeeper.of(secret))


def _told(problem: Problem, year: int) -> Values:
    kept = shown(problem)
    return kept | {"zh": reason_text(kept, year), "en": reason_text(kept, year, "en")}


def _insert(session: Session, batch: PaymentBatch, row: PaymentQuarantine, line: Line) -> Payment:
    lock_region(session, batch.region_id)
    if line.key in known_lines(session, batch.region_id, batch.fiscal_year, [line.key]):
        raise RuleFailed("payment_key_taken", voucher_no=line.key.voucher_no, line_no=line.key.line_no)
    [match] = Matcher(session, batch.region_id, batch.fiscal_year).match(session, [line.printed])
    payment = Payment(
        **line.values,
        fiscal_year=batch.fiscal_year,
        region_id=batch.region_id,
        batch_id=batch.id,
        row_no=row.row_no,
        project_id=match.project_id,
        matched_by=match.how,
    )
    session.add(payment)
    session.flush()  # the audit entry names its id
    return payment


def _settle(session: Session, actor: Actor, row: PaymentQuarantine, resolution: str) -> None:
    row.resolved_at, row.resolved_by, row.resolution = clock.now(), actor.user_id or None, resolution
    session.add(row)


def _recount(session: Session, batch_id: int, status: str) -> None:
    """One more loaded, one fewer waiting: the counts of a batch still add up to its rows."""
    column = getattr(PaymentBatch, f"rows_{status}")
    statement = (
        update(PaymentBatch).where(col(PaymentBatch.id) == batch_id).execution_options(synchronize_session=False)
    )
    session.exec(statement.values(rows_loaded=PaymentBatch.rows_loaded + 1, **{f"rows_{status}": column - 1}))


def _changed(before: Values, after: Values) -> dict[str, list[str]]:
    """Column → [old, new]; a new account only masked."""
    found = {key: [before.get(key, ""), text] for key, text in after.items() if text != before.get(key, "")}
    return {key: [old, masked(new) if key == "payee_account" else new] for key, (old, new) in found.items()}


def _record(session: Session, actor: Actor, row: PaymentQuarantine, action: str, **facts: Any) -> None:
    append_audit(
        session,
        actor_id=actor.user_id,
        actor_name=actor.acting([Role.treasury]).name,
        action=action,
        object_kind="payment_quarantine",
        object_id=row.id,
        state_from=row.status,
        state_to=row.resolution,
        reason=facts.pop("reason", ""),
        details=facts,
    )
