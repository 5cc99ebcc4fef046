"""``record_move()``: audit entry, inbox rows and outbox rows in the caller's transaction, all three or none."""

import json

from sqlmodel import Session

from workflow import clock
from workflow.lifecycle.case import Case
from workflow.lifecycle.facts import file_kind, holder_name
from workflow.lifecycle.moves import DESK_ROLES
from workflow.models import ApprovalDocument, AuditEntry, Declaration, Organisation
from workflow.notifications.outbox import notify
from workflow.permissions import people_at
from workflow.types import Role

UNIT_SIDE = (Role.filer, Role.unit_head)
ALSO_TOLD: dict[str, tuple[Role, ...]] = {
    "decline": (Role.unit_head,),
    "sign_on_paper": (Role.unit_head,),
    "submit": (Role.filer,),
    "return": (Role.filer, Role.unit_head),
    "sign_changes": (Role.department_reviewer,),
    "extend": (Role.filer, Role.unit_head, Role.department_reviewer),
    "refuse": UNIT_SIDE,
    "approve": UNIT_SIDE,
    "file_adjustment": UNIT_SIDE,
    "demand_review": (*UNIT_SIDE, Role.section_reviewer),
    "approve_specially": UNIT_SIDE,
    "revoke_approval": UNIT_SIDE,
    "terminate": UNIT_SIDE,
    "accept_evaluation": UNIT_SIDE,
    "accept": UNIT_SIDE,
    "cancel": UNIT_SIDE,
}
"""Who hears of a move besides the people of the desk it goes to. The actor never hears of his own move."""
ASKS_THE_HOLDER = frozenset({"request_return"})
"""Moves that leave the file where it is and want something of the desk that holds it."""
TELLS_THE_TAKER = frozenset({"sign_changes", "transfer"})
"""Moves that concern whoever has the file at the section, now and before: his colleagues need not know."""


def record_move(case: Case) -> None:
    """Write down who moved what from where to where, and tell those concerned."""
    entry = append_audit(
        case.session,
        actor_id=case.actor.user_id,
        actor_name=case.actor.name,
        action=case.move.action,
        object_kind=file_kind(case.row),
        object_id=case.row.id,
        state_from=case.came_from,
        state_to=case.state,
        reason=case.inputs.reason,
        details={key: value for key, value in _details(case).items() if value},
    )
    desk = (
        getattr(case.row, "desk", None) if case.state != case.came_from or case.move.action in ASKS_THE_HOLDER else None
    )
    roles = {*ALSO_TOLD.get(case.move.action, ()), *([DESK_ROLES[desk]] if desk else [])}
    recipients = people_at(case.session, roles, case.row)
    if case.move.action in TELLS_THE_TAKER:
        recipients |= {person for person in (case.row.taken_by, case.made.get("had_it")) if person}
    recipients |= {person for person in case.made.get("told", ()) if person}
    recipients -= {case.actor.user_id}
    notify(
        case.session,
        recipients,
        template=f"{file_kind(case.row)}.{case.move.action}",
        key=f"move:{entry.id}",
        object_kind=file_kind(case.row),
        object_id=case.row.id,
        facts={
            "project_name": _project_name(case),
            "unit_name": _unit_name(case),
            "actor": case.actor.name,
            "reason": case.inputs.reason,
            "desk": desk or "",
            "holder": _holder(case),
            "signer": case.made.get("signer", ""),
            "due_on": case.inputs.due_on.isoformat() if case.inputs.due_on else "",
        },
    )


def _holder(case: Case) -> str:
    """transfer: who has the file now."""
    return holder_name(case) if case.move.action == "transfer" else ""


def _project_name(case: Case) -> str:
    if isinstance(case.row, Declaration):
        return case.row.project_name
    if isinstance(case.row, ApprovalDocument):
        return case.row.title
    declaration = case.session.get(Declaration, case.row.declaration_id)
    return declaration.project_name if declaration else ""


def _unit_name(case: Case) -> str:
    """Whose project it is; an approval letter is about many."""
    unit_id = getattr(case.row, "unit_id", None)
    unit = case.session.get(Organisation, unit_id) if unit_id else None
    return unit.name if unit else ""


def _details(case: Case) -> dict[str, object]:
    return {
        "via": case.via,
        "grade": case.inputs.grade,
        "opinion": case.inputs.opinion,
        "document": case.inputs.document,
        "adjustment_type": case.inputs.adjustment_type,
        "document_date": case.inputs.document_date.isoformat() if case.inputs.document_date else "",
        "document_issuer": case.inputs.document_issuer,
        "counterpart": case.inputs.counterpart,
        "content_hash": case.inputs.content_hash,
        "holder": _holder(case),
        "signer": case.made.get("signer"),
        "scan": case.made.get("scan_id"),
        "scan_sha256": case.inputs.scan.sha256 if case.inputs.scan else "",
        "code": case.inputs.code,
        "leader": case.inputs.leader,
        "points": [[words, due_on.isoformat()] for words, due_on in case.inputs.points if due_on],
        "overridden": case.made.get("overridden"),
        "due_on": case.inputs.due_on.isoformat() if case.inputs.due_on else "",
        "round": getattr(case.row, "round", 0),
        "version": case.row.version,
        "on_behalf_of": case.actor.absent_id or 0,
    }


def append_audit(
    session: Session,
    *,
    actor_id: int,
    actor_name: str,
    action: str,
    object_kind: str,
    object_id: int,
    state_from: str = "",
    state_to: str = "",
    reason: str = "",
    details: dict[str, object] | None = None,
) -> AuditEntry:
    """One insert-only row; ``canonical`` holds everything again as sorted JSON, for the seal."""
    at = clock.now()
    facts = {
        "at": at.isoformat(),
        "actor_id": actor_id,
        "actor": actor_name,
        "action": action,
        "object": f"{object_kind}/{object_id}",
        "from": state_from,
        "to": state_to,
        "reason": reason,
        "details": details or {},
    }
    entry = AuditEntry(
        at=at,
        transaction=session.info["transaction"],
        actor_id=actor_id or None,
        actor_name=actor_name,
        action=action,
        object_kind=object_kind,
        object_id=object_id,
        state_from=state_from,
        state_to=state_to,
        reason=reason,
        canonical=json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":")),
    )
    session.add(entry)
    session.flush()  # its id names the messages about this move
    return entry
