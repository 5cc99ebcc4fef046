"""What was said to the single lines of a self-evaluation when it was last sent back; its reason stands at ``form``."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from workflow.documents.evaluation_texts import SEE_REMARKS
from workflow.lifecycle.facts import file_kind
from workflow.models import Comment, SelfEvaluation, UserAccount


@dataclass(frozen=True)
class Remark:
    """One remark; ``place`` as in ``services.evaluation_remarks``."""

    id: int
    place: str
    text: str
    author: str
    desk: str
    at: datetime


def remarks_of(session: Session, row: SelfEvaluation) -> list[Remark]:
    """Of the newest round that has any, oldest first: the next checker sees what was asked for, too."""
    here = (Comment.object_kind == file_kind(row), Comment.object_id == row.id)
    newest = select(func.max(Comment.round)).where(*here).scalar_subquery()
    query = (
        select(Comment, UserAccount.name)
        .join(UserAccount, col(UserAccount.id) == Comment.author_id)
        .where(*here, Comment.round == newest, Comment.text != SEE_REMARKS)
        .order_by(col(Comment.id))
    )
    return [Remark(one.id, one.path, one.text, name, one.desk, one.created_at) for one, name in session.exec(query)]
