"""Performing the decisions that are due: claimed by lease, each in a transaction of its own, at most once.

The lease is committed before anything happens; the move and the word ``done`` are committed together. A worker that
dies in between leaves a lease that lapses, and the decision is performed by the next one.
"""

import logging
from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, select

from workflow import clock
from workflow.db import unit_of_work
from workflow.errors import Conflict, NotAllowed, Refusal
from workflow.lifecycle.approval import open_batch_for
from workflow.lifecycle.files import find_declaration
from workflow.models import Declaration, PendingDecision, UserAccount
from workflow.notifications.outbox import notify
from workflow.notifications.refusals import refusal_text
from workflow.permissions import Actor, load_actor
from workflow.services.decision_trail import write_down
from workflow.services.moves import move_declaration
from workflow.services.pending_decisions import inputs_of
from workflow.types import DecisionState

LEASE = timedelta(seconds=120)
"""Far longer than one move takes; a round's share of waiting for the write lock included."""
MAX_ATTEMPTS = 3
AT_MOST = 200
"""Decisions of one round, so that a round ends well within the time limit of its task."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Claim:
    """A decision that is ours to perform: the row, and which attempt this is."""

    decision_id: int
    attempt: int


def perform_due() -> Counter[str]:
    """Perform what is due; how many became what."""
    told: Counter[str] = Counter()
    while sum(told.values()) < AT_MOST and _anything_due() and (claim := _claim()):
        told[_settle(claim)] += 1
    return told


def _due() -> ColumnElement[bool]:
    """Sent ones whose time has come, and those whose worker has fallen silent."""
    now = clock.now()
    waiting = and_(col(PendingDecision.status) == DecisionState.sent, col(PendingDecision.perform_at) <= now)
    silent = and_(col(PendingDecision.status) == DecisionState.due, col(PendingDecision.lease_until) < now)
    return or_(waiting, silent)


def _anything_due() -> bool:
    """Looked up without the write lock: most of the time there is nothing."""
    with unit_of_work() as session:
        return session.exec(select(PendingDecision.id).where(_due()).limit(1)).first() is not None


def _claim() -> Claim | None:
    query = select(PendingDecision).where(_due()).order_by(col(PendingDecision.perform_at), col(PendingDecision.id))
    with unit_of_work(write=True) as session:
        row = session.exec(query.limit(1).with_for_update(skip_locked=True)).first()
        if row is None:
            return None
        row.status, row.lease_until, row.attempts = DecisionState.due, clock.now() + LEASE, row.attempts + 1
        return Claim(row.id, row.attempts)


def _settle(claim: Claim) -> str:
    if claim.attempt > MAX_ATTEMPTS:
        return _fail(claim, Conflict("decision_gave_up"))
    try:
        with unit_of_work(write=True) as session:
            row = _mine(session, claim)
            if row is None:
                return "lost"
            _perform(session, row)
            row.status, row.lease_until, row.finished_at = DecisionState.done, None, clock.now()
    except Refusal as refusal:
        return _fail(claim, refusal)
    except Exception:  # the lease lapses and it is tried again, a few times
        log.exception("decision %s was not performed", claim.decision_id)
        return "later"
    return "done"


def _mine(session: Session, claim: Claim) -> PendingDecision | None:
    """The row as long as no other worker has taken it over."""
    query = select(PendingDecision).where(
        PendingDecision.id == claim.decision_id,
        PendingDecision.attempts == claim.attempt,
        PendingDecision.status == DecisionState.due,
    )
    return session.exec(query.with_for_update(key_share=True)).first()


def _perform(session: Session, decision: PendingDecision) -> None:
    """With the grants the person holds now; an account that was closed holds none."""
    actor = load_actor(session, decision.actor_id)
    if actor is None:
        raise NotAllowed("no_role", action=decision.action)
    inputs = inputs_of(decision)
    if decision.action == "approve":
        inputs = replace(inputs, batch_id=_batch(session, actor, decision))
    move_declaration(session, actor, decision.declaration_id, decision.action, decision.version_seen, inputs)


def _batch(session: Session, actor: Actor, decision: PendingDecision) -> int:
    """One batch (批复批次) per sending, region and year: the one an approval sent with this one has made.

    The person's row is locked, so that two workers do not each make one.
    """
    session.exec(select(UserAccount.id).where(UserAccount.id == actor.user_id).with_for_update(key_share=True)).one()
    row = find_declaration(session, actor, decision.declaration_id, lock=True)
    name = str(decision.inputs.get("batch_name", ""))
    together = (
        select(Declaration.approval_batch_id)
        .join(PendingDecision, col(PendingDecision.declaration_id) == Declaration.id)
        .where(
            PendingDecision.actor_id == actor.user_id,
            PendingDecision.sent_at == decision.sent_at,
            PendingDecision.action == "approve",
            PendingDecision.status == DecisionState.done,
            Declaration.region_id == row.region_id,
            Declaration.fiscal_year == row.fiscal_year,
            col(Declaration.approval_batch_id).is_not(None),
        )
    )
    found = session.exec(together.limit(1)).first() if name else None
    return found or open_batch_for(session, row, actor.user_id, name or row.project_name).id


def _fail(claim: Claim, refusal: Refusal) -> str:
    """Keep the decision with the refusal, and tell the reviewer."""
    with unit_of_work(write=True) as session:
        row = _mine(session, claim)
        if row is None:
            return "lost"
        row.status, row.lease_until, row.finished_at = DecisionState.failed, None, clock.now()
        row.outcome = {"code": refusal.code, "facts": refusal.facts}
        _tell(session, row, refusal)
    return "failed"


def _tell(session: Session, decision: PendingDecision, refusal: Refusal) -> None:
    person = session.get_one(UserAccount, decision.actor_id)
    file = session.get_one(Declaration, decision.declaration_id)
    why = refusal_text(refusal.code, refusal.facts, "zh")
    write_down(session, Actor(person.id, person.name), decision, "fail_decision", why)
    notify(
        session,
        {person.id},
        template="declaration.decision_failed",
        key=f"decision:{decision.id}:{decision.attempts}",
        object_kind="declaration",
        object_id=file.id,
        facts={"project_name": file.project_name, "refused": decision.outcome},
    )
