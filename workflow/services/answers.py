"""Answering the comments of a return: changed (then the value differs), or kept (then with a reason)."""

from sqlmodel import Session, select

from workflow import clock
from workflow.documents.assemble import document_of
from workflow.documents.values import value_at
from workflow.errors import NotFound, RuleFailed
from workflow.lifecycle.files import find_declaration
from workflow.lifecycle.record import append_audit
from workflow.models import Comment, Declaration
from workflow.permissions import Actor
from workflow.services.editing.locks import check_desk
from workflow.texts import said
from workflow.types import AnswerKind

LONGEST = 2000


def answer(
    session: Session, actor: Actor, declaration_id: int, comment_id: int, kind: str, text: str = ""
) -> Declaration:
    """One answer; a second one replaces the first as long as the file is being corrected.

    ``answer_text`` holds the new value (changed) or the reason (kept). Raises 403/409 where the file is not this
    person's to edit, ``RuleFailed`` for an unknown kind, an unchanged value, a missing or endless reason.
    """
    declaration = find_declaration(session, actor, declaration_id, lock=True)
    actor = check_desk(session, declaration, actor)
    comment = _comment(session, declaration, comment_id)
    comment.answer_text = _text(session, declaration, comment, kind, text)
    comment.answer, comment.answered_at = kind, clock.now()
    comment.answered_by, comment.answered_for = actor.user_id, actor.absent_id
    declaration.version += 1
    append_audit(
        session,
        actor_id=actor.user_id,
        actor_name=actor.name,
        action="answer",
        object_kind="declaration",
        object_id=declaration.id,
        reason=comment.answer_text if kind == AnswerKind.kept else "",
        details={"comment": comment.id, "path": comment.path, "answer": kind, "version": declaration.version},
    )
    return declaration


def _comment(session: Session, declaration: Declaration, comment_id: int) -> Comment:
    """A comment that came with the return of this round."""
    query = select(Comment).where(
        Comment.id == comment_id,
        Comment.object_kind == "declaration",
        Comment.object_id == declaration.id,
        Comment.round == declaration.round,
        Comment.sent_with == "return",
    )
    found = session.exec(query.execution_options(populate_existing=True)).first()
    if found is None:
        raise NotFound("no_such_comment")
    return found


def _text(session: Session, declaration: Declaration, comment: Comment, kind: str, text: str) -> str:
    if kind == AnswerKind.changed:
        value = value_at(document_of(session, declaration), comment.path)
        if value == comment.old_value:
            raise RuleFailed("comment_not_changed", text=comment.text)
        return value
    reason = said(text)
    if kind != AnswerKind.kept:
        raise RuleFailed("unknown_answer")
    if not reason:
        raise RuleFailed("reason_missing")
    if len(reason) > LONGEST:
        raise RuleFailed("comment_too_long", longest=LONGEST)
    return reason
