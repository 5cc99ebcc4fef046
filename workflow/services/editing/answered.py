"""Answers to the return's comments follow the text: "changed" shows the reviewer what the cell says now."""

from collections.abc import Iterable

from sqlmodel import Session, select

from workflow.canonical.paths import parse
from workflow.documents.assemble import document_of
from workflow.documents.values import value_at
from workflow.models import Comment, Declaration
from workflow.types import AnswerKind


def refresh_answers(session: Session, declaration: Declaration, changed: Iterable[str]) -> None:
    """Write the present value into the answers whose place was edited."""
    query = select(Comment).where(
        Comment.object_kind == "declaration",
        Comment.object_id == declaration.id,
        Comment.round == declaration.round,
        Comment.sent_with == "return",
        Comment.answer == AnswerKind.changed,
    )
    paths = [parse(path) for path in dict.fromkeys(changed)]
    stale = [item for item in session.exec(query) if any(parse(item.path).covers(path) for path in paths)]
    document = document_of(session, declaration) if stale else None
    for comment in stale:
        if document is not None:
            comment.answer_text = value_at(document, comment.path)
