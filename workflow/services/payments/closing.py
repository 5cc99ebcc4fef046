"""月结: the treasury section closes a month of payments; its figures are kept beside what they become afterwards.

Nothing is forbidden after it: late and corrected payments count as always (the rates are made anew), but every change
of a closed month is written down with who, when and why (``totals.Changes.store``). Closing December closes the year:
the figures of each project are kept as well.
"""

from sqlalchemy import insert
from sqlmodel import Session, col, func, select

from workflow import clock
from workflow.errors import NotFound, RuleFailed, WrongState
from workflow.execution import last_day
from workflow.execution.ledger import MONEY_COLUMNS
from workflow.lifecycle.record import append_audit
from workflow.models import ClosedMonth, ClosedMonthChange, ClosedProject, PaymentTotal
from workflow.money_facts import money_query, month_ends
from workflow.permissions import Actor, regions_seen
from workflow.services.payments.receive import lock_region, require_treasury
from workflow.texts import said
from workflow.types import Role

LONGEST_REASON = 300
LAST_MONTH = 12
AT_ONCE = 1_000
"""Rows of one statement: SQLite takes 32,766 values."""


def close_month(session: Session, actor: Actor, region_id: int, year: int, month: int) -> ClosedMonth:
    """Raises ``NotAllowed``, ``WrongState`` if it is closed, ``RuleFailed`` before its end or before an earlier one."""
    require_treasury(actor, region_id)
    lock_region(session, region_id)
    closed = set(session.exec(select(ClosedMonth.month).where(*_year(region_id, year))))
    if month in closed:
        raise WrongState("month_closed", year=year, month=month)
    if clock.business_date() <= last_day(year, month):
        raise RuleFailed("month_not_over", year=year, month=month)
    if open_before := [before for before in range(1, month) if before not in closed]:
        raise RuleFailed("month_before_open", before=open_before[0], month=month)
    row = _as_it_stands(session, region_id, year, month)
    row.closed_by = actor.user_id or None
    session.add(row)
    session.flush()  # the audit entry names its id
    _record(session, actor, "close_payment_month", row.id, "", {"year": year, "month": month, "fen": row.month_fen})
    if month == LAST_MONTH:
        _keep_projects(session, region_id, year)
    return row


def explain_change(session: Session, actor: Actor, change_id: int, reason: str) -> None:
    """Why a closed month changed, for all the same deed changed; what was said before stays in the trail."""
    row = session.get(ClosedMonthChange, change_id)
    if row is None or row.region_id not in regions_seen(actor):
        raise NotFound("no_such_month_change")
    require_treasury(actor, row.region_id)
    why = said(reason)
    if not why:
        raise RuleFailed("reason_missing")
    if len(why) > LONGEST_REASON:
        raise RuleFailed("ledger_text_too_long", field="reason", most=LONGEST_REASON)
    same = [ClosedMonthChange.batch_id == row.batch_id, ClosedMonthChange.cause == row.cause] if row.batch_id else []
    which = same or [ClosedMonthChange.id == change_id]
    for change in session.exec(select(ClosedMonthChange).where(*which, ClosedMonthChange.reason == row.reason)):
        change.reason = why
        session.add(change)
    _record(session, actor, "explain_closed_month", change_id, why, {"year": row.fiscal_year, "month": row.month})


def _year(region_id: int, year: int) -> tuple[bool, bool]:
    return ClosedMonth.region_id == region_id, ClosedMonth.fiscal_year == year


def _as_it_stands(session: Session, region_id: int, year: int, month: int) -> ClosedMonth:
    net = func.coalesce(func.sum(PaymentTotal.paid_fen + PaymentTotal.refunded_fen), 0)
    lines = func.coalesce(func.sum(PaymentTotal.lines), 0)
    query = select(lines, net).where(
        PaymentTotal.region_id == region_id, PaymentTotal.fiscal_year == year, col(PaymentTotal.month) == month
    )
    count, fen = session.exec(query).one()
    money = month_ends(session, region_id, year)[month - 1]
    return ClosedMonth(
        created_at=clock.now(),
        region_id=region_id,
        fiscal_year=year,
        month=month,
        lines=int(count),
        month_fen=int(fen),
        executed_fen=money.executed_fen,
        initial_fen=money.initial_fen,
        adjustment_fen=money.adjustment_fen,
        carry_over_fen=money.carry_over_fen,
    )


def _keep_projects(session: Session, region_id: int, year: int) -> None:
    """Every project with a budget or payments as the year ends."""
    found = session.execute(money_query(region_id, year, last_day(year, LAST_MONTH)))
    rows = [
        {name: line[name] for name in ("project_id", *MONEY_COLUMNS, "executed_fen")}
        | {"created_at": clock.now(), "fiscal_year": year}
        for line in found.mappings()
    ]
    for start in range(0, len(rows), AT_ONCE):
        session.exec(insert(ClosedProject), params=rows[start : start + AT_ONCE])


def _record(
    session: Session, actor: Actor, action: str, object_id: int, reason: str, details: dict[str, object]
) -> None:
    append_audit(
        session,
        actor_id=actor.user_id,
        actor_name=actor.acting([Role.treasury]).name,
        action=action,
        object_kind="closed_month",
        object_id=object_id,
        reason=reason,
        details=details,
    )
