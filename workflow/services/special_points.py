"""The open points of a special approval (特批) are closed one by one by the performance section, each with a note."""

from sqlmodel import Session, select

from workflow import clock
from workflow.errors import Conflict, NotAllowed, NotFound, RuleFailed
from workflow.lifecycle import pair_of
from workflow.lifecycle.files import find_declaration
from workflow.lifecycle.record import append_audit
from workflow.models import Declaration, SpecialPoint, UserAccount
from workflow.permissions import Actor
from workflow.texts import said
from workflow.types import Role

LONGEST_NOTE = 500


def may_close(row: Declaration, actor: Actor) -> bool:
    """Whether a page offers the form."""
    return actor.holds(Role.performance, row)


def close(session: Session, actor: Actor, declaration_id: int, point_id: int, note: str) -> SpecialPoint:
    """The point is settled; the note says how. Needs ``unit_of_work(write=True)``.

    Raises 404 out of sight, ``NotAllowed`` for other roles, 409 with who closed it when it is closed, ``RuleFailed``
    for a missing or endless note.
    """
    row = find_declaration(session, actor, declaration_id, lock=True)
    if not may_close(row, actor):
        raise NotAllowed("no_role")
    actor = actor.acting([Role.performance], row)
    point = _open(session, row, point_id)
    point.closing_note = _note(note)
    point.closed_at, point.closed_by, point.closed_for = clock.now(), actor.user_id, actor.absent_id
    _record(session, actor, row, point)
    return point


def _open(session: Session, row: Declaration, point_id: int) -> SpecialPoint:
    query = select(SpecialPoint).where(SpecialPoint.id == point_id, SpecialPoint.declaration_id == row.id)
    point = session.exec(query.execution_options(populate_existing=True)).first()
    if point is None:
        raise NotFound("no_such_point")
    if point.closed_at is not None:
        by = session.get(UserAccount, point.closed_by)
        raise Conflict("point_closed", holder=by.name if by else "")
    return point


def _note(text: str) -> str:
    note = said(text)
    if not note:
        raise RuleFailed("closing_note_missing")
    if len(note) > LONGEST_NOTE:
        raise RuleFailed("comment_too_long", longest=LONGEST_NOTE)
    return note


def _record(session: Session, actor: Actor, row: Declaration, point: SpecialPoint) -> None:
    """In the trail of the file, which does not move."""
    append_audit(
        session,
        actor_id=actor.user_id,
        actor_name=actor.name,
        action="close_special_point",
        object_kind="declaration",
        object_id=row.id,
        state_from=pair_of(row),
        state_to=pair_of(row),
        reason=point.closing_note,
        details={
            "point": point.id,
            "text": point.text,
            "on_behalf_of": actor.absent_id or 0,
            "version": row.version,
        },
    )
