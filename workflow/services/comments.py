"""Comments of those who check a file: on a cell, a row, a section or the form; internal until published.

A published comment goes to the unit with the next return or decline (``lifecycle.effects.send_comments``); from then on
it belongs to the file and nobody changes it. Until then its author may edit, publish, hide or delete it.
"""

from sqlmodel import Session, col, select

from workflow import clock, regional
from workflow.canonical import Declaration as Document
from workflow.canonical.paths import FORM, Path, parse
from workflow.documents.assemble import document_of
from workflow.documents.values import has_place, value_at
from workflow.errors import Conflict, NotAllowed, NotFound, RuleFailed, WrongState
from workflow.lifecycle import perform
from workflow.lifecycle.files import find_declaration
from workflow.lifecycle.moves import DESK_ROLES
from workflow.models import Comment, Declaration, UserAccount
from workflow.permissions import Actor
from workflow.services.late_comments import forget_consent, forget_late, lateness, may_go_out
from workflow.texts import said
from workflow.types import Desk

LONGEST = 2000
COMMENTING_DESKS = frozenset({Desk.head, Desk.department, Desk.section, Desk.performance, Desk.batch})
"""Every desk but the filer's: the filer changes the form itself."""


def add_comment(
    session: Session,
    actor: Actor,
    declaration_id: int,
    path: str,
    text: str,
    *,
    publish: bool = False,
    cause: str = "",
) -> Comment:
    """A comment of the desk that holds the file. Needs ``unit_of_work(write=True)``.

    The first comment in the section takes the file up; the same words sent twice are one comment. ``cause``: why it
    comes only now (``late_comments``). Raises 403/409 where the actor does not hold the file, ``RuleFailed`` for an
    empty or endless text, a place that the form lacks, or a late comment without a cause.
    """
    words, target = _clean(text), _target(path)
    row, actor = file_at_desk(session, actor, declaration_id)
    document = document_of(session, row)
    if not has_place(document, regional.profile(session, row.form_profile), target):
        raise RuleFailed("bad_path", path=path)
    comment = write(session, row, actor, document, target, words)
    if publish and may_go_out(session, row, actor, comment, cause):
        comment.published_at = comment.published_at or clock.now()
    return comment


def file_at_desk(session: Session, actor: Actor, declaration_id: int) -> tuple[Declaration, Actor]:
    """The locked file at a desk of the actor's, and in whose name he acts there.

    What nobody of the section had taken up is his from now on.
    """
    row = find_declaration(session, actor, declaration_id, lock=True)
    acting = _require_desk(session, row, actor)
    if row.desk == Desk.section and row.taken_by is None:
        perform(session, row, acting, "take_up", expected_version=row.version)
    return row, acting


def write(session: Session, row: Declaration, actor: Actor, document: Document, target: Path, words: str) -> Comment:
    """An internal comment at a place that the form has."""
    comment = _same(session, row, actor, str(target), words) or Comment(
        created_at=clock.now(),
        object_kind="declaration",
        object_id=row.id,
        round=row.round,
        desk=row.desk or "",
        path=str(target),
        text=words,
        old_value=value_at(document, str(target)),
        author_id=actor.user_id,
        on_behalf_of=actor.absent_id,
    )
    session.add(comment)
    session.flush()  # its id is the answer
    return comment


def edit_comment(session: Session, actor: Actor, declaration_id: int, comment_id: int, text: str) -> Comment:
    """Other words for an own comment that was not sent yet; the section head's consent was to the old ones."""
    comment = _own(session, actor, declaration_id, comment_id)
    words = _clean(text)
    if words != comment.text and forget_consent(session, comment):
        comment.published_at = None
    comment.text = words
    return comment


def publish_comment(
    session: Session, actor: Actor, declaration_id: int, comment_id: int, publish: bool, cause: str = ""
) -> Comment:
    """Whether the next return takes the comment along; a late one needs its cause or the section head's consent."""
    comment = _own(session, actor, declaration_id, comment_id)
    row = session.get_one(Declaration, declaration_id)
    going = publish and may_go_out(session, row, actor, comment, cause)
    comment.published_at = (comment.published_at or clock.now()) if going else None
    return comment


def publish_all(session: Session, actor: Actor, declaration_id: int) -> int:
    """Every internal comment of one's own goes out with the next return; a late one stays until it has its cause.

    Answers how many. Raises 404 out of sight; where nothing may be published any more nothing is.
    """
    row = find_declaration(session, actor, declaration_id, lock=True)
    own = session.exec(
        select(Comment).where(
            Comment.object_kind == "declaration",
            Comment.object_id == row.id,
            Comment.author_id == actor.user_id,
            col(Comment.sent_with).is_(None),
            col(Comment.published_at).is_(None),
        )
    )
    late = lateness(session, row)
    going = [item for item in own if changeable(row, item) and not late(item.path)]
    for item in going:
        item.published_at = clock.now()
    return len(going)


def delete_comment(session: Session, actor: Actor, declaration_id: int, comment_id: int) -> None:
    """Take an own comment back that was not sent yet."""
    comment = _own(session, actor, declaration_id, comment_id)
    forget_late(session, comment)
    session.delete(comment)


def may_comment(row: Declaration, actor: Actor) -> bool:
    """Whether a page offers the form: what ``add_comment`` would not refuse for the desk."""
    holds = row.desk in COMMENTING_DESKS and actor.holds(DESK_ROLES[row.desk], row)
    return holds and (row.desk != Desk.section or row.taken_by is None or row.taken_by in actor.seats)


def _same(session: Session, row: Declaration, actor: Actor, path: str, words: str) -> Comment | None:
    """What this person has said here in these words already, and not sent yet."""
    query = select(Comment).where(
        Comment.object_kind == "declaration",
        Comment.object_id == row.id,
        Comment.round == row.round,
        Comment.desk == row.desk,
        Comment.author_id == actor.user_id,
        Comment.path == path,
        Comment.text == words,
        col(Comment.sent_with).is_(None),
    )
    return session.exec(query.execution_options(populate_existing=True)).first()


def _require_desk(session: Session, row: Declaration, actor: Actor) -> Actor:
    """Who writes: the holder of the desk himself, or somebody in his name."""
    if not actor.holds_any({DESK_ROLES[desk] for desk in COMMENTING_DESKS}, row):
        raise NotAllowed("no_role")
    if row.desk not in COMMENTING_DESKS:
        raise WrongState("not_commentable")
    if not actor.holds(DESK_ROLES[row.desk], row):
        raise NotAllowed("no_role")
    actor = actor.acting([DESK_ROLES[row.desk]], row)
    if row.desk == Desk.section and row.taken_by is not None and row.taken_by not in actor.persons:
        holder = session.get(UserAccount, row.taken_by)
        raise Conflict("taken_by_other", holder=holder.name if holder else "")
    return actor


def _own(session: Session, actor: Actor, declaration_id: int, comment_id: int) -> Comment:
    """The actor's own unsent comment, with the file locked, so that no return passes it by half-way."""
    row = find_declaration(session, actor, declaration_id, lock=True)
    query = select(Comment).where(
        Comment.id == comment_id,
        Comment.object_kind == "declaration",
        Comment.object_id == row.id,
        Comment.author_id == actor.user_id,
    )
    comment = session.exec(query.execution_options(populate_existing=True)).first()
    if comment is None:
        raise NotFound("no_such_comment")
    if comment.sent_with is not None:
        raise WrongState("comment_sent")
    if not changeable(row, comment):
        raise WrongState("comment_frozen")
    return comment


def changeable(row: Declaration, comment: Comment) -> bool:
    """Only while the file still lies where the comment was written: what was passed on with it stays as it was."""
    here, there = DESK_ROLES.get(row.desk or ""), DESK_ROLES[comment.desk]
    return comment.sent_with is None and comment.round == row.round and here is there


def _clean(text: str) -> str:
    words = said(text)
    if not words:
        raise RuleFailed("comment_empty")
    if len(words) > LONGEST:
        raise RuleFailed("comment_too_long", longest=LONGEST)
    return words


def _target(path: str) -> Path:
    try:
        return parse(path or FORM)
    except ValueError:
        raise RuleFailed("bad_path", path=path) from None
