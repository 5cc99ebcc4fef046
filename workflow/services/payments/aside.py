"""暂不归集: a payment of no project that belongs to none, with the reason: it waits no longer, until it is matched."""

from sqlalchemy import ColumnElement, and_, delete
from sqlmodel import Session, col, insert, select

from workflow import clock
from workflow.errors import NotFound, RuleFailed
from workflow.lifecycle.record import append_audit
from workflow.models import Payment, PaymentAside
from workflow.permissions import Actor, regions_seen
from workflow.services.payments.receive import lock_region, require_treasury
from workflow.texts import said
from workflow.types import Role

LONGEST_REASON = 300


def set_payments_aside(session: Session, actor: Actor, payment_id: int, reason: str) -> int:
    """The payment and all of its year that print the same; one that names no project alone. How many.

    Only what waits is set aside: one that has a project keeps it. What a later file brings waits anew. Raises a
    ``Refusal``.
    """
    payment = session.get(Payment, payment_id)
    if payment is None or payment.region_id not in regions_seen(actor):
        raise NotFound("no_such_payment")
    require_treasury(actor, payment.region_id)
    why = said(reason)
    if not why:
        raise RuleFailed("reason_missing")
    if len(why) > LONGEST_REASON:
        raise RuleFailed("ledger_text_too_long", field="reason", most=LONGEST_REASON)
    lock_region(session, payment.region_id)
    session.refresh(payment)
    if payment.project_id is not None:
        raise RuleFailed("payment_has_project")
    waiting = list(session.exec(select(Payment.id).where(_alike(payment), _waits())))
    rows = [
        {"created_at": clock.now(), "payment_id": key, "reason": why, "set_by": actor.user_id or None}
        for key in waiting
    ]
    if rows:
        session.exec(insert(PaymentAside), params=rows)
    append_audit(
        session,
        actor_id=actor.user_id,
        actor_name=actor.acting([Role.treasury]).name,
        action="set_payments_aside",
        object_kind="payment",
        object_id=payment_id,
        reason=why,
        details={"year": payment.fiscal_year, "printed": payment.project_key, "payments": len(waiting)},
    )
    return len(waiting)


def forget_asides(session: Session, which: ColumnElement[bool]) -> None:
    """Payments that are matched wait again when the match is taken back."""
    found = select(Payment.id).where(which)
    session.exec(
        delete(PaymentAside).where(col(PaymentAside.payment_id).in_(found)).execution_options(synchronize_session=False)
    )


def _alike(payment: Payment) -> ColumnElement[bool]:
    if not payment.project_key:
        return col(Payment.id) == payment.id
    return and_(
        col(Payment.region_id) == payment.region_id,
        col(Payment.fiscal_year) == payment.fiscal_year,
        col(Payment.unit_key) == payment.unit_key,
        col(Payment.project_key) == payment.project_key,
    )


def _waits() -> ColumnElement[bool]:
    aside = select(PaymentAside.payment_id)
    return and_(col(Payment.project_id).is_(None), col(Payment.id).not_in(aside))
