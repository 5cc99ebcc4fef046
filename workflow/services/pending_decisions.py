"""待发决定: a reviewer saves his decisions, sends them together, and may recall them for some minutes.

Nothing of the file changes before a worker performs the decision through ``move_declaration``, in one transaction with
the row that says so: it happens once or not at all. It is performed for the version the reviewer saw and with the
grants he holds by then; what is refused stays here as failed, with the refusal, and he is told.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, col, select

from workflow import clock, regional
from workflow.db import insert_once, unit_of_work
from workflow.errors import Conflict, NotFound, Refusal
from workflow.lifecycle import Inputs, rehearse
from workflow.lifecycle.files import find_declaration
from workflow.lifecycle.moves import PENDABLE
from workflow.models import Declaration, PendingDecision
from workflow.permissions import Actor
from workflow.regional.table import HOLD_MINUTES
from workflow.services.decision_trail import write_down
from workflow.services.moves import Chosen, ItemResult
from workflow.types import LIVE_DECISIONS, DecisionState

UNSAID = (None, "", False)
"""Inputs that were left empty need not be kept. Ticks without an answer are not empty: they were asked."""


@dataclass(frozen=True)
class Decision:
    """What a reviewer decided about a file he saw at ``version``; ``batch_name`` belongs to an approval."""

    action: str
    version: int
    inputs: Inputs = field(default_factory=Inputs)
    batch_name: str = ""


def save(session: Session, actor: Actor, declaration_id: int, decision: Decision) -> PendingDecision:
    """Keep the decision unsent; an unsent one of the same person on the file is replaced.

    Raises what the move itself would raise now, ``NotFound('no_such_action')`` for a move that cannot be put off, and
    ``Conflict('decision_sent')`` while another decision on the file is on its way. Needs ``unit_of_work(write=True)``.
    """
    row = find_declaration(session, actor, declaration_id)  # unlocked: whoever performs locks the decision first
    if decision.action not in PENDABLE:
        raise NotFound("no_such_action", action=decision.action)
    rehearse(session, row, actor, decision.action, decision.version, decision.inputs)
    kept = _keep(session, actor, row, decision)
    write_down(session, actor, kept, "hold_decision", decision.inputs.reason or decision.inputs.opinion)
    return kept


def save_many(actor: Actor, chosen: Chosen, decision: Decision) -> list[ItemResult]:
    """The same decision about many files: a transaction and a result per item."""
    return [_save_one(actor, item, version, decision) for item, version in chosen]


def send(session: Session, actor: Actor, ids: Iterable[int]) -> list[ItemResult]:
    """Send own unsent decisions together: each is performed after the region's ``decision_hold_minutes``.

    What would be refused now stays unsent; its result says why. What is gone or already sent is passed over.
    """
    query = _own(actor).where(col(PendingDecision.id).in_(list(ids)), PendingDecision.status == DecisionState.held)
    found = session.exec(query.with_for_update(key_share=True).execution_options(populate_existing=True)).all()
    now = clock.now()
    return [_send_one(session, actor, decision, now) for decision in found]


def recall(session: Session, actor: Actor, ids: Iterable[int]) -> int:
    """Take sent decisions back to the unsent ones, as long as no worker has begun; how many that were.

    Raises ``Conflict('decision_under_way')`` if nothing of what was asked for can be recalled any more.
    """
    wanted = list(ids)
    query = _own(actor).where(col(PendingDecision.id).in_(wanted), PendingDecision.status == DecisionState.sent)
    found = session.exec(query.with_for_update(key_share=True).execution_options(populate_existing=True)).all()
    if wanted and not found:
        raise Conflict("decision_under_way")
    for decision in found:
        decision.status, decision.sent_at, decision.perform_at = DecisionState.held, None, None
        write_down(session, actor, decision, "recall_decision")
    return len(found)


def remove(session: Session, actor: Actor, decision_id: int) -> None:
    """Give up an unsent or failed decision. Raises ``NotFound`` for a foreign one, ``Conflict`` for one on its way."""
    query = _own(actor).where(PendingDecision.id == decision_id)
    decision = session.exec(query.with_for_update(key_share=True).execution_options(populate_existing=True)).first()
    if decision is None:
        raise NotFound("no_such_decision")
    if decision.status not in (DecisionState.held, DecisionState.failed):
        raise Conflict("decision_sent")
    decision.status, decision.finished_at = DecisionState.recalled, clock.now()
    write_down(session, actor, decision, "drop_decision")


def inputs_of(decision: PendingDecision) -> Inputs:
    """What was typed with the decision."""
    known = {item.name for item in fields(Inputs)}
    values = {key: value for key, value in decision.inputs.items() if key in known}
    if values.get("due_on"):
        values["due_on"] = date.fromisoformat(values["due_on"])
    return Inputs(**values)


def _stored(decision: Decision) -> dict[str, Any]:
    """JSON; what was left empty is left out."""
    values = asdict(decision.inputs) | {"batch_name": decision.batch_name}
    return {
        key: value.isoformat() if isinstance(value, date) else value
        for key, value in values.items()
        if value not in UNSAID
    }


def _own(actor: Actor) -> Any:
    return select(PendingDecision).where(PendingDecision.actor_id == actor.user_id).order_by(col(PendingDecision.id))


def _keep(session: Session, actor: Actor, row: Declaration, decision: Decision) -> PendingDecision:
    values: Mapping[str, Any] = {
        "action": decision.action, "inputs": _stored(decision), "version_seen": decision.version
    }  # fmt: skip
    new = insert_once(
        session, PendingDecision, created_at=clock.now(), declaration_id=row.id, actor_id=actor.user_id, **values
    )
    live = _own(actor).where(PendingDecision.declaration_id == row.id, col(PendingDecision.status).in_(LIVE_DECISIONS))
    live = live.with_for_update(key_share=True).execution_options(populate_existing=True)
    kept: PendingDecision = session.exec(live).one()
    if kept.status != DecisionState.held:
        raise Conflict("decision_sent")
    if not new:
        kept.created_at = clock.now()
        for name, value in values.items():
            setattr(kept, name, value)
    return kept


def _save_one(actor: Actor, item: int, version: int, decision: Decision) -> ItemResult:
    try:
        with unit_of_work(write=True) as session:
            seen = Decision(decision.action, version, decision.inputs, decision.batch_name)
            save(session, actor, item, seen)
    except Refusal as refusal:
        return ItemResult(item, refusal)
    return ItemResult(item)


def _send_one(session: Session, actor: Actor, decision: PendingDecision, now: Any) -> ItemResult:
    try:
        row = find_declaration(session, actor, decision.declaration_id)
        rehearse(session, row, actor, decision.action, decision.version_seen, inputs_of(decision))
    except Refusal as refusal:
        return ItemResult(decision.declaration_id, refusal)
    minutes = regional.setting(session, row.region_id, HOLD_MINUTES, row.fiscal_year)
    decision.status, decision.sent_at, decision.perform_at = DecisionState.sent, now, now + timedelta(minutes=minutes)
    write_down(session, actor, decision, "send_decision")
    return ItemResult(decision.declaration_id)
