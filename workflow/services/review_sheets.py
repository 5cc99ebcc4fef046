"""Filling in the review sheet while the file lies at the section: saved as a draft again and again, nothing is lost."""

from collections.abc import Mapping
from decimal import Decimal

from sqlmodel import Session

from workflow import clock
from workflow.errors import NotAllowed, RuleFailed, WrongState
from workflow.lifecycle.record import append_audit
from workflow.lifecycle.review_sheets import CRITERIA, needed_kind, sheet_of
from workflow.models import Declaration, ReviewSheet
from workflow.permissions import Actor
from workflow.scoring.review_sheet import TICK_ANSWERS, Criterion, points
from workflow.services.comments import file_at_desk
from workflow.texts import said
from workflow.types import Desk, Grade, Role

LONGEST = 1000


def save_sheet(
    session: Session, actor: Actor, declaration_id: int, answers: Mapping[str, str], grade: str, opinion: str
) -> ReviewSheet:
    """What was filled in so far; open questions stay open. Saving takes the file up, like a comment.

    Raises 403/409 where the file is not this reviewer's, ``RuleFailed``: ``not_a_score``, ``sheet_text_too_long``.
    """
    row, actor = _file(session, actor, declaration_id)
    words = said(opinion)
    if len(words) > LONGEST:
        raise RuleFailed("sheet_text_too_long", longest=LONGEST)
    sheet = _sheet(session, row, actor)
    asked = {item.key: _answer(item, answers) for item in CRITERIA[sheet.kind]}
    sheet.answers = {key: given for key, given in {**sheet.answers, **asked}.items() if given}
    sheet.grade = grade if grade in list(Grade) else ""
    sheet.opinion, sheet.author_id, sheet.updated_at = words, actor.user_id, clock.now()
    return sheet


def raise_to_scored(session: Session, actor: Actor, declaration_id: int, raised: bool) -> ReviewSheet:
    """Review an ordinary project by the scored sheet, or no longer; a key project always is. Audited."""
    row, actor = _file(session, actor, declaration_id)
    sheet = _sheet(session, row, actor)
    if sheet.raised != raised:
        sheet.raised = raised
        sheet.kind, sheet.updated_at = needed_kind(session, row, sheet), clock.now()
        append_audit(
            session,
            actor_id=actor.user_id,
            actor_name=actor.name,
            action="raise_sheet" if raised else "lower_sheet",
            object_kind="declaration",
            object_id=row.id,
            details={"round": row.round},
        )
    return sheet


def may_fill(row: Declaration, actor: Actor) -> bool:
    """Whether the page offers the sheet: what ``save_sheet`` would not refuse."""
    mine = row.taken_by is None or row.taken_by in actor.seats
    return row.desk == Desk.section and mine and actor.holds(Role.section_reviewer, row)


def _file(session: Session, actor: Actor, declaration_id: int) -> tuple[Declaration, Actor]:
    row, actor = file_at_desk(session, actor, declaration_id)
    if row.desk != Desk.section:
        raise WrongState("not_at_section")
    if not actor.holds(Role.section_reviewer, row):
        raise NotAllowed("no_role")
    return row, actor


def _sheet(session: Session, row: Declaration, actor: Actor) -> ReviewSheet:
    """Of this round; a file that came back from the performance section is reviewed anew on the same sheet."""
    sheet = sheet_of(session, row)
    kind = needed_kind(session, row, sheet)
    if sheet is None:
        now = clock.now()
        sheet = ReviewSheet(
            created_at=now, declaration_id=row.id, round=row.round, kind=kind, author_id=actor.user_id, updated_at=now
        )
        session.add(sheet)
    sheet.kind, sheet.decided_at = kind, None
    session.flush()  # one sheet per round
    return sheet


def _answer(item: Criterion, answers: Mapping[str, str]) -> str:
    raw = said(answers.get(item.key, ""))
    if not item.points:
        return raw if raw in TICK_ANSWERS else ""
    if not raw:
        return ""
    try:
        return _plain(points(raw, item.points))
    except ValueError:
        raise RuleFailed("not_a_score", given=raw, most=item.points) from None


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
