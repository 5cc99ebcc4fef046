"""待发决定 as their owner sees them; nobody else does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session, col, select

from workflow import clock
from workflow.models import Declaration, Organisation, PendingDecision
from workflow.permissions import Actor
from workflow.types import LIVE_DECISIONS, DecisionState

SHOWN_DAYS = 7
"""How long an outcome stays on the page."""
MOST = 500
"""Of each kind; more than anybody decides in a week."""


@dataclass(frozen=True)
class Decided:
    """One decision with its file; ``visible``: the owner may still see the file."""

    decision: PendingDecision
    file: Declaration
    unit_name: str
    visible: bool

    @property
    def stale(self) -> bool:
        """The file has changed since the decision was saved."""
        return self.file.version != self.decision.version_seen


def own(session: Session, actor: Actor, *statuses: DecisionState) -> Sequence[Decided]:
    """The actor's decisions in these states, the newest first; ended ones of the last days only."""
    query = (
        select(PendingDecision, Declaration, Organisation.name)
        .join(Declaration, col(Declaration.id) == PendingDecision.declaration_id)
        .join(Organisation, col(Organisation.id) == Declaration.unit_id)
        .where(PendingDecision.actor_id == actor.user_id, col(PendingDecision.status).in_(statuses))
        .order_by(col(PendingDecision.id).desc())
        .limit(MOST)
    )
    if not set(statuses) & set(LIVE_DECISIONS):
        since = clock.now() - timedelta(days=SHOWN_DAYS)
        query = query.where(col(PendingDecision.finished_at) >= since)
    return [Decided(decision, file, unit, actor.sees(file)) for decision, file, unit in session.exec(query)]


def live_on(session: Session, actor: Actor, declaration_id: int) -> PendingDecision | None:
    """The actor's decision on the file that is saved or on its way."""
    return session.exec(
        select(PendingDecision).where(
            PendingDecision.declaration_id == declaration_id,
            PendingDecision.actor_id == actor.user_id,
            col(PendingDecision.status).in_(LIVE_DECISIONS),
        )
    ).first()


def latest_on(session: Session, actor: Actor, declaration_id: int, action: str) -> PendingDecision | None:
    """What the actor typed last for this move: saved, or failed and to be decided again."""
    found = session.exec(
        select(PendingDecision)
        .where(PendingDecision.declaration_id == declaration_id, PendingDecision.actor_id == actor.user_id)
        .order_by(col(PendingDecision.id).desc())
        .limit(1)
    ).first()
    usable = found is not None and found.action == action
    return found if usable and found and found.status in (DecisionState.held, DecisionState.failed) else None
