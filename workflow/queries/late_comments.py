"""Comments that came after the first return: what became of each, what waits for a section head, and the counts."""

from collections import Counter
from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from workflow.models import Comment, Declaration, LateComment, UserAccount
from workflow.permissions import Actor, visible_to
from workflow.types import LateStatus, State

PAGE_SIZE = 100


@dataclass(frozen=True)
class LateLine:
    """One late comment with its file."""

    late: LateComment
    comment: Comment
    row: Declaration
    author: str


def late_of(session: Session, row: Declaration) -> dict[int, LateComment]:
    """Those of one file by comment."""
    found = session.exec(select(LateComment).where(LateComment.declaration_id == row.id))
    return {item.comment_id: item for item in found}


def late_lines(session: Session, actor: Actor, *, waiting: bool, most: int = PAGE_SIZE) -> list[LateLine]:
    """Of the files in the actor's scope: what waits for a section head's word, or the newest of all."""
    query = (
        select(LateComment, Comment, Declaration, UserAccount.name)
        .join(Comment, col(Comment.id) == LateComment.comment_id)
        .join(Declaration, col(Declaration.id) == LateComment.declaration_id)
        .join(UserAccount, col(UserAccount.id) == LateComment.asked_by)
        .where(visible_to(actor, Declaration))
        .order_by(col(LateComment.id).desc())
        .limit(most)
    )
    if waiting:
        query = query.where(
            LateComment.status == LateStatus.asked,
            Declaration.state == State.submitted,
            Declaration.round == Comment.round,
        )
    return [LateLine(*found) for found in session.exec(query)]


def late_counts(session: Session, actor: Actor) -> Counter[tuple[str, str]]:
    """How many by cause and status, in the actor's scope."""
    query = (
        select(LateComment.cause, LateComment.status, func.count())
        .join(Declaration, col(Declaration.id) == LateComment.declaration_id)
        .where(visible_to(actor, Declaration))
        .group_by(LateComment.cause, LateComment.status)
    )
    return Counter({(cause, status): count for cause, status, count in session.exec(query)})
