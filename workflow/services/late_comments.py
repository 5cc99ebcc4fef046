"""All findings at the first return: what the section asks anew later on needs a cause or the section head's consent.

After a return a comment of the section is late when it is about something the unit did not touch since its
last submission and that no earlier return had asked about. It goes out with a cause (money, policy, an edit elsewhere),
or when the section head (业务科科长) consents; he may also publish it by himself. A comment on the form as a whole is
late only if nothing at all was changed: the general reason of a return is such a comment.
"""

from collections.abc import Callable

from sqlmodel import Session, col, select

from workflow import clock
from workflow.canonical import unpack
from workflow.canonical.paths import FORM, Path, parse
from workflow.documents.assemble import document_of
from workflow.documents.differences import Difference, diff
from workflow.errors import NotAllowed, NotFound, RuleFailed, WrongState
from workflow.lifecycle.files import find_declaration
from workflow.lifecycle.record import append_audit
from workflow.models import Comment, Declaration, LateComment, ReturnOrder, Snapshot, Submission
from workflow.notifications.outbox import notify
from workflow.permissions import Actor, people_at
from workflow.texts import said
from workflow.types import Desk, LateCause, LateStatus, Role

LONGEST = 500
DECLARED = frozenset({LateCause.money, LateCause.policy, LateCause.linked})


def may_go_out(session: Session, row: Declaration, actor: Actor, comment: Comment, cause: str) -> bool:
    """Whether it may be published now; False: the section head is asked first.

    Raises ``RuleFailed('late_comment_needs_consent')`` for a late comment without a cause.
    """
    if not is_late(session, row, comment):
        return True
    known = _late(session, comment)
    if known is not None and known.status in (LateStatus.granted, LateStatus.declared):
        return True
    if actor.holds(Role.section_head, row):
        _keep(session, row, actor, comment, LateCause.consent, LateStatus.granted)
        return True
    if cause in DECLARED:
        _keep(session, row, actor, comment, LateCause(cause), LateStatus.declared)
        return True
    if cause == LateCause.consent:
        _ask(session, row, actor, comment)
        return False
    raise RuleFailed("late_comment_needs_consent")


def decide(
    session: Session, actor: Actor, declaration_id: int, comment_id: int, *, granted: bool, answer: str = ""
) -> Comment:
    """The section head lets a late comment go out, or not and says why.

    Raises 403 for others, 409 if it was decided already or the file has left the section.
    """
    row = find_declaration(session, actor, declaration_id, lock=True)
    if not actor.holds(Role.section_head, row):
        raise NotAllowed("no_role")
    actor = actor.acting([Role.section_head], row)
    query = select(Comment).where(
        Comment.id == comment_id, Comment.object_kind == "declaration", Comment.object_id == row.id
    )
    comment = session.exec(query.execution_options(populate_existing=True)).first()
    late = _late(session, comment) if comment else None
    if comment is None or late is None:
        raise NotFound("no_such_comment")
    if late.status != LateStatus.asked:
        raise WrongState("late_comment_decided")
    if comment.sent_with or row.desk != Desk.section or comment.round != row.round:
        raise WrongState("comment_frozen")
    late.answer = _answer(answer, required=not granted)
    _settle(late, actor, LateStatus.granted if granted else LateStatus.refused)
    comment.published_at = clock.now() if granted else None
    _record(session, actor, row, "consent" if granted else "refuse_consent", comment, late)
    _tell(session, row, actor, {comment.author_id}, "consent" if granted else "refuse_consent", comment, late)
    return comment


def is_late(session: Session, row: Declaration, comment: Comment) -> bool:
    """Whether the section might have said so the first time."""
    return lateness(session, row)(comment.path)


def lateness(session: Session, row: Declaration) -> Callable[[str], bool]:
    """Which places of the file are late for a new comment of the section; nothing is at other desks and in round 1."""
    if not can_be_late(session, row):
        return lambda _path: False
    asked = [parse(path) for path in _asked_before(session, row)]
    touched = _touched(session, row)

    def late(path: str) -> bool:
        target = parse(path)
        return not any(_asks(item, target) for item in asked) and not any(_meets(target, item) for item in touched)

    return late


def can_be_late(session: Session, row: Declaration) -> bool:
    """It lies at the section and was returned before; a file that the unit withdrew was not reviewed yet."""
    if row.desk != Desk.section or row.round < 2:
        return False
    return session.exec(select(ReturnOrder.id).where(ReturnOrder.declaration_id == row.id)).first() is not None


def _asks(earlier: Path, target: Path) -> bool:
    """A general reason asks about nothing in particular."""
    return earlier.covers(target) if earlier.section != FORM else target.section == FORM


def _asked_before(session: Session, row: Declaration) -> list[str]:
    query = select(Comment.path).where(
        Comment.object_kind == "declaration", Comment.object_id == row.id, Comment.sent_with == "return"
    )
    return list(session.exec(query))


def _touched(session: Session, row: Declaration) -> list[Difference]:
    query = (
        select(Snapshot.packed)
        .join(Submission, col(Submission.snapshot_id) == Snapshot.id)
        .where(Submission.declaration_id == row.id, Submission.round < row.round)
        .order_by(col(Submission.round).desc())
    )
    packed = session.exec(query.limit(1)).first()
    return diff(unpack(packed), document_of(session, row)) if packed else []


def _meets(target: Path, item: Difference) -> bool:
    """The place itself, something in it, or an empty cell of a row that is new."""
    place = parse(item.path)
    return target.covers(place) or (item.kind == "added" and place.parent.covers(target))


def _late(session: Session, comment: Comment) -> LateComment | None:
    query = select(LateComment).where(LateComment.comment_id == comment.id)
    return session.exec(query.execution_options(populate_existing=True)).first()


def _keep(
    session: Session, row: Declaration, actor: Actor, comment: Comment, cause: LateCause, status: LateStatus
) -> LateComment:
    """Written down and counted, whoever decided."""
    late = _late(session, comment) or LateComment(
        created_at=clock.now(), comment_id=comment.id, declaration_id=row.id, cause=cause, status=status,
        asked_by=actor.user_id,
    )  # fmt: skip
    late.cause, late.asked_by, late.answer = cause, actor.user_id, ""
    _settle(late, actor, status)
    session.add(late)
    _record(session, actor, row, "late_comment", comment, late)
    return late


def _settle(late: LateComment, actor: Actor, status: LateStatus) -> None:
    decided = status in (LateStatus.granted, LateStatus.refused)
    late.status = status
    late.decided_by, late.decided_at = (actor.user_id, clock.now()) if decided else (None, None)


def _ask(session: Session, row: Declaration, actor: Actor, comment: Comment) -> None:
    late = _late(session, comment)
    if late is not None and late.status == LateStatus.asked:
        return
    late = _keep(session, row, actor, comment, LateCause.consent, LateStatus.asked)
    heads = people_at(session, [Role.section_head], row) - {actor.user_id}
    _tell(session, row, actor, heads, "ask_consent", comment, late)


def _tell(
    session: Session, row: Declaration, actor: Actor, people: set[int], what: str, comment: Comment, late: LateComment
) -> None:
    notify(
        session,
        people,
        template=f"declaration.{what}",
        key=f"late:{late.comment_id}:{what}:{clock.now().isoformat()}",
        object_kind="declaration",
        object_id=row.id,
        facts={"project_name": row.project_name, "actor": actor.name, "text": comment.text, "reason": late.answer},
    )


def _record(session: Session, actor: Actor, row: Declaration, action: str, comment: Comment, late: LateComment) -> None:
    append_audit(
        session,
        actor_id=actor.user_id,
        actor_name=actor.name,
        action=action,
        object_kind="declaration",
        object_id=row.id,
        reason=late.answer,
        details={"comment": comment.id, "path": comment.path, "cause": late.cause, "status": late.status},
    )


def forget_consent(session: Session, comment: Comment) -> bool:
    """Other words: what was asked or granted no longer counts. True if there was such a thing."""
    late = _late(session, comment)
    if late is None or late.cause != LateCause.consent:
        return False
    session.delete(late)
    session.flush()  # one row per comment
    return True


def forget_late(session: Session, comment: Comment) -> None:
    """Before the comment itself goes."""
    late = _late(session, comment)
    if late is not None:
        session.delete(late)
        session.flush()  # it points to the comment


def _answer(text: str, *, required: bool) -> str:
    words = said(text)
    if required and not words:
        raise RuleFailed("reason_missing")
    if len(words) > LONGEST:
        raise RuleFailed("comment_too_long", longest=LONGEST)
    return words
