"""协商完善 as read: the suggested edits of a file, and what its round looked like before any was accepted."""

from sqlmodel import Session, col, select

from workflow.canonical import Declaration as Document
from workflow.canonical import unpack
from workflow.models import Declaration, Snapshot, Submission, SuggestedEdit
from workflow.types import SuggestionAnswer


def suggestions(session: Session, row: Declaration) -> list[SuggestedEdit]:
    """All of the file, newest round first; within a round in the order they were made."""
    query = select(SuggestedEdit).where(SuggestedEdit.declaration_id == row.id)
    return list(session.exec(query.order_by(col(SuggestedEdit.round).desc(), col(SuggestedEdit.id))))


def accepted(found: list[SuggestedEdit], row: Declaration) -> list[SuggestedEdit]:
    """What the unit accepted in the present round: these cells say something else than what was submitted."""
    return [item for item in found if item.round == row.round and item.answer == SuggestionAnswer.accepted]


def pending(found: list[SuggestedEdit]) -> list[SuggestedEdit]:
    """What the unit has to answer."""
    return [item for item in found if item.answer is None and item.settled_at is None]


def unsigned(found: list[SuggestedEdit]) -> list[SuggestedEdit]:
    """What the head has to sign."""
    return [item for item in found if item.answer is not None and item.settled_at is None]


def as_submitted(session: Session, row: Declaration) -> Document | None:
    """What the unit sent with the last submit, before any suggested edit of that round."""
    query = select(Snapshot.packed).join(Submission, col(Submission.snapshot_id) == Snapshot.id)
    mine = (Submission.declaration_id == row.id, Submission.round == row.round, Submission.edition == 1)
    packed = session.exec(query.where(*mine)).first()
    return unpack(packed) if packed else None
