"""A stored declaration as the document that rules take."""

from sqlmodel import Session

from workflow import regional
from workflow.canonical import Declaration as Document
from workflow.canonical import Profile
from workflow.documents.assemble import document_of
from workflow.errors import NotFound
from workflow.models import Declaration


def stored_document(session: Session, declaration_id: int) -> tuple[Document, Profile]:
    """With its form; for the operator at the command line, whose reach is the installation. Raises ``NotFound``."""
    row = session.get(Declaration, declaration_id)
    if row is None:
        raise NotFound("no_such_file")
    return document_of(session, row), regional.profile(session, row.form_profile)
