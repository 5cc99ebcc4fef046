"""What the editor shows besides the form itself: raw input, comments to answer, files, and what changed since."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from workflow.lifecycle.evaluations.results import reached_of
from workflow.models import (
    Attachment,
    CarriedValue,
    Clone,
    Comment,
    Declaration,
    DeclarationEdit,
    Indicator,
    Unlock,
    UserAccount,
)

PRIOR = "prior_years"


@dataclass(frozen=True)
class AttachedFile:
    """A file beside the form, without its content."""

    id: int
    purpose: str
    name: str
    size: int
    uploaded_by: str
    at: datetime


def carried_open(session: Session, row: Declaration) -> list[str]:
    """Paths of values that were carried over and nobody has confirmed yet, in the order of the form."""
    query = select(CarriedValue.path).where(
        CarriedValue.declaration_id == row.id, col(CarriedValue.settled_at).is_(None)
    )
    return list(session.exec(query.order_by(col(CarriedValue.id))))


def clone_of(session: Session, row: Declaration) -> Clone | None:
    """What the draft was copied from, if it was."""
    return session.exec(select(Clone).where(Clone.declaration_id == row.id)).first()


def reached_figures(session: Session, row: Declaration, clone: Clone, waiting: Iterable[str]) -> dict[str, int]:
    """Of the carried figures of past years that wait: those taken from a self-evaluation, with its year."""
    if not any(PRIOR in path for path in waiting):
        return {}
    reached = reached_of(session, session.get_one(Declaration, clone.source_id))
    found: dict[str, int] = {}
    for indicator in session.exec(select(Indicator).where(Indicator.declaration_id == row.id)) if reached else ():
        for place, (ago, text) in enumerate(((2, indicator.prior_two), (1, indicator.prior_one))):
            if text and text == reached.get(row.fiscal_year - ago, {}).get(indicator.origin_uid):
                found[f"indicators/{indicator.uid}/{PRIOR}.{place}"] = row.fiscal_year - ago
    return found


def return_comments(session: Session, row: Declaration) -> list[Comment]:
    """The comments of the return that this round answers, in the order they were written."""
    query = select(Comment).where(
        Comment.object_kind == "declaration",
        Comment.object_id == row.id,
        Comment.round == row.round,
        Comment.sent_with == "return",
    )
    return list(session.exec(query.order_by(col(Comment.id)))) if row.round else []


def attached_files(session: Session, row: Declaration) -> list[AttachedFile]:
    """In the order they were uploaded."""
    query = (
        select(Attachment, UserAccount.name)
        .outerjoin(UserAccount, col(UserAccount.id) == Attachment.uploaded_by)
        .where(Attachment.owner_kind == "declaration", Attachment.owner_id == row.id)
        .order_by(col(Attachment.id))
    )
    return [
        AttachedFile(file.id, file.purpose, file.name, file.size, name or "", file.created_at)
        for file, name in session.exec(query)
    ]


def unlocked_paths(session: Session, row: Declaration) -> list[str]:
    """What was unlocked on request in this round."""
    query = select(Unlock.path).where(Unlock.declaration_id == row.id, Unlock.round == row.round)
    return list(session.exec(query.order_by(col(Unlock.id)))) if row.round else []


def newest_edit(session: Session, row: Declaration) -> int:
    """The id of the last recorded edit: a page that was built now has seen everything up to it."""
    return session.exec(select(func.max(DeclarationEdit.id)).where(DeclarationEdit.declaration_id == row.id)).one() or 0


def values_seen(session: Session, row: Declaration, seen: int) -> dict[str, str]:
    """What cells edited since then said at that time: a form without script sends no old values."""
    query = select(DeclarationEdit.path, DeclarationEdit.old).where(
        DeclarationEdit.declaration_id == row.id, col(DeclarationEdit.id) > seen
    )
    values: dict[str, str] = {}
    for path, old in session.exec(query.order_by(col(DeclarationEdit.id))):
        values.setdefault(path, old)
    return values


def following_budget(session: Session, row: Declaration) -> frozenset[str]:
    """Indicators whose target was taken from the budget."""
    query = select(Indicator.uid).where(Indicator.declaration_id == row.id, col(Indicator.follows_budget))
    return frozenset(session.exec(query))
