"""A person says which project a line belongs to: remembered for the next file, applied to all that print the same."""

from typing import Any

from sqlalchemy import ColumnElement, and_, delete
from sqlmodel import Session, col, or_, select

from workflow import clock
from workflow.errors import NotFound, RuleFailed
from workflow.lifecycle.record import append_audit
from workflow.lifecycle.words import within
from workflow.models import Payment, PaymentMatch, Project
from workflow.permissions import Actor, regions_seen
from workflow.services.payments.aside import forget_asides
from workflow.services.payments.receive import lock_region, require_treasury
from workflow.services.payments.totals import Changes, Deed, reassign
from workflow.services.rates import request_rates
from workflow.types import Role

PRINTED = ("region_id", "fiscal_year", "unit_key", "project_key")
"""What lines share that one choice settles."""


def match_payment(session: Session, actor: Actor, payment_id: int, project_id: int) -> int:
    """Match one line and all of its year that print the same; how many changed. Raises a ``Refusal``.

    A line that names no project is matched alone: an empty name is nothing to remember.
    """
    payment = _visible_payment(session, actor, payment_id)
    require_treasury(actor, payment.region_id)
    if payment.project_key:
        return match_by_hand(
            session, actor, payment.region_id, payment.fiscal_year, payment.unit_key, payment.project_key, project_id
        )
    lock_region(session, payment.region_id)
    project = _project(session, payment.region_id, project_id)
    changed = _apply(session, actor, project, payment.fiscal_year, col(Payment.id) == payment_id)
    _record(session, actor, "payment", payment_id, project, changed, year=payment.fiscal_year)
    return changed


def match_by_hand(
    session: Session,
    actor: Actor,
    region_id: int,
    fiscal_year: int,
    unit_key: str,
    project_key: str,
    project_id: int,
) -> int:
    """Match all lines of a printed unit and project, remember it, ask for new rates; how many lines changed.

    Lines found by their project code keep it; what a name or a hand decided is overruled.
    """
    require_treasury(actor, region_id)
    if not project_key:
        raise RuleFailed("payment_names_no_project")
    lock_region(session, region_id)
    project = _project(session, region_id, project_id)
    match = _remember(session, actor, region_id, fiscal_year, unit_key, project_key, project.id)
    same = (
        (col(Payment.region_id) == region_id)
        & (col(Payment.fiscal_year) == fiscal_year)
        & (col(Payment.unit_key) == unit_key)
        & (col(Payment.project_key) == project_key)
        & (col(Payment.matched_by) != "code")
    )
    changed = _apply(session, actor, project, fiscal_year, same)
    keys = {"year": fiscal_year, "unit": unit_key, "printed": project_key}
    _record(session, actor, "payment_match", match.id, project, changed, **keys)
    return changed


def unmatch(session: Session, actor: Actor, payment_id: int, reason: str) -> int:
    """Take a match by hand back, of all lines that print the same; they wait for a project again. How many changed.

    What a code or a name decided is overruled by choosing another project, not by choosing none: the next file would
    find it again. Raises a ``Refusal``.
    """
    payment = _visible_payment(session, actor, payment_id)
    require_treasury(actor, payment.region_id)
    if not (why := within(reason)):
        raise RuleFailed("reason_missing")
    lock_region(session, payment.region_id)
    session.refresh(payment)
    if payment.matched_by != "hand":
        raise RuleFailed("payment_not_by_hand")
    project = session.get_one(Project, payment.project_id)
    which = col(Payment.id) == payment_id
    if payment.project_key:
        which = and_(*_printing(Payment, payment), col(Payment.matched_by) == "hand")
        session.exec(delete(PaymentMatch).where(*_printing(PaymentMatch, payment)))
    changes = Changes()
    changed = reassign(session, changes, which, None, "")
    changes.store(session, project.region_id, payment.fiscal_year, Deed("unmatched", actor.user_id, reason=why))
    keys = {"year": payment.fiscal_year, "unit": payment.unit_key, "printed": payment.project_key}
    _record(session, actor, "payment", payment_id, project, changed, action="unmatch_payments", reason=why, **keys)
    return changed


def _printing(table: type[Payment | PaymentMatch], payment: Payment) -> list[ColumnElement[bool]]:
    return [col(getattr(table, name)) == getattr(payment, name) for name in PRINTED]


def _visible_payment(session: Session, actor: Actor, payment_id: int) -> Payment:
    payment = session.get(Payment, payment_id)
    if payment is None or payment.region_id not in regions_seen(actor):
        raise NotFound("no_such_payment")
    return payment


def _project(session: Session, region_id: int, project_id: int) -> Project:
    project = session.get(Project, project_id)
    if project is None or project.region_id != region_id:
        raise NotFound("no_such_project_here")
    return project


def _remember(
    session: Session, actor: Actor, region_id: int, year: int, unit_key: str, project_key: str, project_id: int
) -> PaymentMatch:
    query = select(PaymentMatch).where(
        PaymentMatch.region_id == region_id,
        PaymentMatch.fiscal_year == year,
        PaymentMatch.unit_key == unit_key,
        PaymentMatch.project_key == project_key,
    )
    match = session.exec(query).first() or PaymentMatch(
        created_at=clock.now(),
        region_id=region_id,
        fiscal_year=year,
        unit_key=unit_key,
        project_key=project_key,
        project_id=project_id,
    )
    match.project_id, match.matched_by = project_id, actor.user_id or None
    session.add(match)
    session.flush()  # the audit entry names its id
    return match


def _apply(session: Session, actor: Actor, project: Project, year: int, which: ColumnElement[bool]) -> int:
    other = or_(col(Payment.project_id).is_(None), col(Payment.project_id) != project.id)
    forget_asides(session, which)
    changes = Changes()
    changed = reassign(session, changes, and_(which, other), project.id, "hand")
    changes.store(session, project.region_id, year, Deed("matched", actor.user_id))
    return changed


def _record(
    session: Session, actor: Actor, kind: str, object_id: int, project: Project, changed: int, **facts: Any
) -> None:
    append_audit(
        session,
        actor_id=actor.user_id,
        actor_name=actor.acting([Role.treasury]).name,
        action=facts.pop("action", "match_payments"),
        object_kind=kind,
        object_id=object_id,
        reason=facts.pop("reason", ""),
        details={"project_id": project.id, "project": project.name, "payments": changed, **facts},
    )
    request_rates(session, project.region_id, facts["year"], actor.user_id)
