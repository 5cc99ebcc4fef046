"""What may be copied: a project's declaration of the year before, or one that was ended without being carried out."""

from sqlmodel import Session, col, select

from workflow.canonical import Declaration as Document
from workflow.canonical import unpack
from workflow.documents.assemble import document_of
from workflow.models import Declaration, Snapshot, Submission
from workflow.types import Kind, State


def last_years(session: Session, project_id: int, year: int) -> Declaration | None:
    """The project's declaration of the year before: the one in force, else the last that was submitted."""
    query = select(Declaration).where(
        Declaration.kind == Kind.project,
        Declaration.project_id == project_id,
        Declaration.fiscal_year == year - 1,
        col(Declaration.in_force) | (col(Declaration.round) > 0),
    )
    newest_first = (col(Declaration.in_force).desc(), col(Declaration.id).desc())
    return session.exec(query.order_by(*newest_first).limit(1)).first()


def may_be_copied(row: Declaration) -> bool:
    """A project's declaration that was submitted once, or was ended."""
    return row.kind == Kind.project and (row.in_force or row.round > 0 or row.state == State.terminated)


def copied_content(session: Session, row: Declaration) -> Document:
    """What is copied: the approved text, else what was last submitted, else what was written when the file ended."""
    packed = None
    if row.approved_snapshot_id:
        packed = session.get_one(Snapshot, row.approved_snapshot_id).packed
    elif row.round:
        query = select(Snapshot.packed).join(Submission, col(Submission.snapshot_id) == Snapshot.id)
        newest = query.where(Submission.declaration_id == row.id).order_by(col(Submission.round).desc())
        packed = session.exec(newest.limit(1)).first()
    return unpack(packed) if packed else document_of(session, row)
