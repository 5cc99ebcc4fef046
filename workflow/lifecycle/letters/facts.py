"""Facts about an approval document that checks, effects and pages share."""

import hashlib
from collections.abc import Sequence

from sqlmodel import Session, col, select

from workflow.lifecycle.letters.moves import COSIGNING, LEADER
from workflow.models import ApprovalDocument, Declaration, DocumentCosigner, DocumentLeftOut
from workflow.permissions import people_at
from workflow.types import DocumentState

GONE = (DocumentState.voided, DocumentState.discarded)
ON_ITS_WAY = (
    DocumentState.drafting, DocumentState.cosigning, DocumentState.signing, DocumentState.numbering,
    DocumentState.sealing,
)  # fmt: skip


def left_out(session: Session, document_id: int) -> set[int]:
    """Declarations that a replacing letter leaves out."""
    query = select(DocumentLeftOut.declaration_id).where(DocumentLeftOut.document_id == document_id)
    return set(session.exec(query))


def files_in_batch(session: Session, document: ApprovalDocument) -> Sequence[Declaration]:
    """The department's declarations of the batch, unit by unit."""
    query = select(Declaration).where(
        Declaration.approval_batch_id == document.batch_id, Declaration.department_id == document.department_id
    )
    order = (col(Declaration.unit_id), col(Declaration.sort_key), col(Declaration.id))
    return session.exec(query.order_by(*order).execution_options(populate_existing=True)).all()


def files_of(session: Session, document: ApprovalDocument) -> list[Declaration]:
    """What the letter approves: those of the batch without the ones it leaves out."""
    without = left_out(session, document.id)
    return [row for row in files_in_batch(session, document) if row.id not in without]


def files_hash(session: Session, document: ApprovalDocument) -> str:
    """Which approved contents the letter is about, in one hash; what it leaves out counts, too."""
    kept = [f"{row.id}:{row.approved_snapshot_id}" for row in files_of(session, document)]
    gone = [f"-{declaration_id}" for declaration_id in left_out(session, document.id)]
    return hashlib.sha256("\n".join(sorted(kept + gone)).encode()).hexdigest()


def batch_hash(session: Session, document: ApprovalDocument) -> str:
    """Which approved contents the batch holds for the department, whatever the letter leaves out."""
    kept = sorted(f"{row.id}:{row.approved_snapshot_id}" for row in files_in_batch(session, document))
    return hashlib.sha256("\n".join(kept).encode()).hexdigest()


def cosigners(session: Session, document_id: int) -> Sequence[DocumentCosigner]:
    """Who is asked to agree, in the order they were named."""
    query = select(DocumentCosigner).where(DocumentCosigner.document_id == document_id)
    return session.exec(query.order_by(col(DocumentCosigner.id)).execution_options(populate_existing=True)).all()


def people_to_sign(session: Session, document: ApprovalDocument) -> set[int]:
    """Whom a draft may name as its signer. Who only stands in for a leader signs in his place, never under his own."""
    return people_at(session, LEADER, document, stand_ins=False)


def people_to_cosign(session: Session, document: ApprovalDocument) -> set[int]:
    """Whom a draft may ask to agree, each for what he is himself."""
    return people_at(session, COSIGNING, document, stand_ins=False)


def replacement_of(session: Session, document_id: int) -> ApprovalDocument | None:
    """The letter that takes the place of this one, drafted or issued."""
    query = select(ApprovalDocument).where(
        ApprovalDocument.voids_id == document_id, ApprovalDocument.state != DocumentState.discarded
    )
    return session.exec(query).first()
