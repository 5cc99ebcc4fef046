"""Which approval documents an actor sees: the bureau all of its reach, departments and units the issued ones."""

from sqlalchemy import ColumnElement, and_, exists, false, or_
from sqlmodel import Session, col, select

from workflow.errors import NotFound
from workflow.models import ApprovalDocument, DocumentFile
from workflow.permissions import Actor, Held, reach_clause
from workflow.types import FINANCE_ROLES, DocumentState, Role

INSIDE = FINANCE_ROLES | {Role.auditor}
"""Who sees a letter before it is issued."""
OF_A_UNIT = frozenset({Role.filer, Role.unit_head})
IS_OUT = col(ApprovalDocument.state).in_((DocumentState.issued, DocumentState.voided))


def letters_seen_by(actor: Actor) -> ColumnElement[bool]:
    """The WHERE clause of what the actor may see; everything outside it is 404."""
    return or_(false(), *(_reach(grant) for grant in dict.fromkeys(actor.grants)))


def _reach(grant: Held) -> ColumnElement[bool]:
    if grant.role in OF_A_UNIT:
        mine = exists().where(
            col(DocumentFile.document_id) == ApprovalDocument.id, col(DocumentFile.unit_id) == grant.organisation_id
        )
        return and_(IS_OUT, mine)
    reach = reach_clause(ApprovalDocument, grant)
    return reach if grant.role in INSIDE else and_(IS_OUT, reach)


def units_shown(actor: Actor, document: ApprovalDocument) -> frozenset[int] | None:
    """Whose annexes the actor gets: all of them, or those of his own units."""
    if actor.holds_any(INSIDE | {Role.department_reviewer}, document):
        return None
    return frozenset(grant.organisation_id for grant in actor.grants if grant.role in OF_A_UNIT)


def find_letter(session: Session, actor: Actor, document_id: int, *, lock: bool = False) -> ApprovalDocument:
    """The row, locked for a change where asked; raises ``NotFound`` outside the actor's scope."""
    query = select(ApprovalDocument).where(ApprovalDocument.id == document_id, letters_seen_by(actor))
    if lock:
        query = query.with_for_update(key_share=True).execution_options(populate_existing=True)
    found = session.exec(query).first()
    if found is None:
        raise NotFound("no_such_approval_document")
    return found
