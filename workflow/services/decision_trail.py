"""What is written down about a pending decision, and what becomes of it when its owner decides at once instead."""

from sqlmodel import Session, col, select

from workflow import clock
from workflow.lifecycle.record import append_audit
from workflow.models import PendingDecision
from workflow.permissions import Actor
from workflow.types import DecisionState

KIND = "pending_decision"


def write_down(session: Session, actor: Actor, decision: PendingDecision, action: str, reason: str = "") -> None:
    """One audit entry about the decision itself; the file's own entry follows when it is performed."""
    append_audit(
        session,
        actor_id=actor.user_id,
        actor_name=actor.name,
        action=action,
        object_kind=KIND,
        object_id=decision.id,
        reason=reason,
        details={"declaration": decision.declaration_id, "decision": decision.action, "seen": decision.version_seen},
    )


def give_up_own(session: Session, actor: Actor, declaration_id: int) -> None:
    """The person has just decided the file at once: what he had put off about it is void.

    Not the one a worker is performing at this moment: that is this very move, or it fails by the version.
    """
    query = select(PendingDecision).where(
        PendingDecision.declaration_id == declaration_id,
        PendingDecision.actor_id == actor.user_id,
        col(PendingDecision.status).in_((DecisionState.held, DecisionState.sent)),
    )
    for decision in session.exec(query.with_for_update(key_share=True)):
        decision.status, decision.finished_at = DecisionState.recalled, clock.now()
        write_down(session, actor, decision, "drop_decision")
