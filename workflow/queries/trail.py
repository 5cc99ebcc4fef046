"""A declaration as it is stored right now, in one look: for the demo and the tests, which print what they re-read."""

from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from workflow.lifecycle import pair_of
from workflow.models import AuditEntry, Comment, Declaration, Signature


@dataclass(frozen=True)
class Trail:
    """Place, counters and the newest audit entry."""

    place: str
    version: int
    round: int
    last_actor: str
    last_action: str
    signatures: int
    open_comments: int


def find_by_name(session: Session, project_name: str) -> int:
    """The newest open declaration of that name; raises ``LookupError``."""
    query = select(Declaration.id).where(Declaration.project_name == project_name)
    found = session.exec(query.order_by(col(Declaration.id).desc()).limit(1)).first()
    if found is None:
        raise LookupError(project_name)
    return found


def trail(session: Session, declaration_id: int) -> Trail:
    """Read straight from the tables, without a scope: not for pages."""
    row = session.get_one(Declaration, declaration_id)
    of_file = (AuditEntry.object_kind == "declaration", AuditEntry.object_id == declaration_id)
    last = session.exec(select(AuditEntry).where(*of_file).order_by(col(AuditEntry.id).desc()).limit(1)).one()
    standing = session.exec(
        select(func.count(col(Signature.id))).where(
            Signature.object_kind == "declaration",
            Signature.object_id == declaration_id,
            col(Signature.voided_at).is_(None),
        )
    ).one()
    unanswered = session.exec(
        select(func.count(col(Comment.id))).where(
            Comment.object_kind == "declaration",
            Comment.object_id == declaration_id,
            Comment.sent_with == "return",
            col(Comment.answer).is_(None),
        )
    ).one()
    return Trail(pair_of(row), row.version, row.round, last.actor_name, last.action, standing, unanswered)
