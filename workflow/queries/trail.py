"""A declaration as it is stored right now, in one look: for the demo and the tests, which print what they re-read."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from workflow.lifecycle import pair_of
from workflow.models import AuditEntry, Comment, Declaration, DeclarationEdit, Signature, UserAccount


@dataclass(frozen=True)
class Trail:
    """Place, counters and the newest audit entry."""

    place: str
    version: int
    round: int
    last_actor: str
    last_action: str
    signatures: int
    comments: int
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
    standing = session.exec(
        select(func.count(col(Signature.id))).where(
            Signature.object_kind == "declaration",
            Signature.object_id == declaration_id,
            col(Signature.voided_at).is_(None),
        )
    ).one()
    remarks = session.exec(
        select(Comment).where(Comment.object_kind == "declaration", Comment.object_id == declaration_id)
    ).all()
    unanswered = sum(item.sent_with == "return" and item.answer is None for item in remarks)
    actor, action = _newest(session, declaration_id, remarks)
    return Trail(pair_of(row), row.version, row.round, actor, action, standing, len(remarks), unanswered)


def _newest(session: Session, declaration_id: int, remarks: Sequence[Comment]) -> tuple[str, str]:
    """Who did what last: a move, a typed value, a comment or an answer."""
    moved = session.exec(
        select(AuditEntry)
        .where(AuditEntry.object_kind == "declaration", AuditEntry.object_id == declaration_id)
        .order_by(col(AuditEntry.id).desc())
        .limit(1)
    ).one()
    typed = session.exec(
        select(DeclarationEdit)
        .where(DeclarationEdit.declaration_id == declaration_id)
        .order_by(col(DeclarationEdit.id).desc())
        .limit(1)
    ).first()
    deeds = [(moved.at, moved.actor_id, moved.action)]
    deeds += [(typed.at, typed.user_id, "edit")] if typed else []
    deeds += [(item.created_at, item.author_id, "comment") for item in remarks]
    deeds += [(item.answered_at, item.answered_by, "answer") for item in remarks if item.answered_at]
    _at, user_id, action = max(deeds, key=lambda deed: deed[0])
    user = session.get(UserAccount, user_id) if user_id else None
    return user.name if user else "", action


def comment_at(session: Session, declaration_id: int, path: str) -> int:
    """The comment of the newest return at a place; raises ``LookupError``."""
    query = select(Comment.id).where(
        Comment.object_kind == "declaration",
        Comment.object_id == declaration_id,
        Comment.sent_with == "return",
        Comment.path == path,
    )
    found = session.exec(query.order_by(col(Comment.id).desc()).limit(1)).first()
    if found is None:
        raise LookupError(path)
    return found
