"""A stored declaration as the rules see it."""

from dataclasses import replace

from sqlmodel import Session

from workflow.canonical import Declaration as Document
from workflow.documents.assemble import document_of
from workflow.errors import NotFound
from workflow.models import Declaration
from workflow.review import linked_context
from workflow.review.fingerprints import corpus_of
from workflow.rules import Finding, check
from workflow.types import Scope


def reviewed(session: Session, declaration_id: int) -> tuple[Document, list[Finding]]:
    """With what the rules of all scopes find now; for the operator at the command line. Raises ``NotFound``."""
    row = session.get(Declaration, declaration_id)
    if row is None:
        raise NotFound("no_such_file")
    document = document_of(session, row)
    context = replace(linked_context(session, row), corpus=corpus_of(session, row, document))
    return document, check(document, context, frozenset(Scope))
