"""Facts about a file that checks and effects share: arrivals, signatures, windows, open revisions."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from workflow import clock
from workflow.canonical import content_hash, unpack
from workflow.documents.evaluation_content import evaluation_hash
from workflow.documents.report_content import report_hash
from workflow.documents.values import changed_paths, touches_money_or_target
from workflow.lifecycle.case import Case, pair_of
from workflow.lifecycle.moves import DESK_ROLES
from workflow.models import (
    AuditEntry,
    Comment,
    Declaration,
    DeclarationEdit,
    DeclarationTask,
    Organisation,
    ReturnOrder,
    SelfEvaluation,
    Signature,
    Snapshot,
    SuggestedEdit,
    TaskExtension,
    UserAccount,
)

FILL = "fill"
"""What typing into a report is called in the audit trail; a declaration has its own table of edits."""


def file_kind(row: Any) -> str:
    """``declaration`` or ``monitoring_report``: the table's name, used as ``object_kind`` everywhere."""
    return str(type(row).__tablename__)


def holder_name(case: Case) -> str:
    """The name of who took the file up."""
    user = case.session.get(UserAccount, case.row.taken_by) if case.row.taken_by else None
    return user.name if user else ""


def last_move(session: Session, row: Any) -> AuditEntry | None:
    """The newest audit entry of the file that is a move."""
    query = select(AuditEntry).where(
        AuditEntry.object_kind == file_kind(row), AuditEntry.object_id == row.id, AuditEntry.state_to != ""
    )
    return session.exec(query.order_by(col(AuditEntry.id).desc()).limit(1)).first()


def last_word(session: Session, row: Any) -> dict[str, str]:
    """Who changed the file last, by a move or by typing, and when: what the loser of a race is told."""
    move = last_move(session, row)
    found = {"last_actor": move.actor_name, "last_action": move.action, "last_at": move.at.isoformat()} if move else {}
    typed = _last_typing(session, row) if isinstance(row, Declaration) else None
    if typed is None or (move and typed.at < move.at):
        return found
    author, absent = session.get(UserAccount, typed.user_id), session.get(UserAccount, typed.on_behalf_of or 0)
    who = " 代 ".join(person.name for person in (author, absent) if person)
    return {"last_actor": who, "last_action": "edit", "last_at": typed.at.isoformat()}


def _last_typing(session: Session, row: Declaration) -> DeclarationEdit | None:
    query = select(DeclarationEdit).where(DeclarationEdit.declaration_id == row.id)
    return session.exec(query.order_by(col(DeclarationEdit.id).desc()).limit(1)).first()


def last_arrival(case: Case) -> AuditEntry | None:
    """The move that brought the file to the desk where it lies now."""
    query = select(AuditEntry).where(
        AuditEntry.object_kind == file_kind(case.row),
        AuditEntry.object_id == case.row.id,
        AuditEntry.state_to == pair_of(case.row),
        AuditEntry.state_from != AuditEntry.state_to,
    )
    return case.session.exec(query.order_by(col(AuditEntry.id).desc()).limit(1)).first()


def touched_since_arrival(case: Case) -> bool:
    """Whether the desk that holds the file has edited or commented since it came."""
    row = case.row
    commented = case.session.exec(
        select(Comment.id).where(
            Comment.object_kind == file_kind(row),
            Comment.object_id == row.id,
            Comment.desk == row.desk,
            Comment.created_at >= row.held_since,
        )
    ).first()
    return bool(commented) or _edited_since_arrival(case)


def _edited_since_arrival(case: Case) -> bool:
    row, since = case.row, case.row.held_since
    if isinstance(row, Declaration):
        query = select(DeclarationEdit.id).where(DeclarationEdit.declaration_id == row.id, DeclarationEdit.at >= since)
    else:
        query = select(AuditEntry.id).where(
            AuditEntry.object_kind == file_kind(row),
            AuditEntry.object_id == row.id,
            AuditEntry.action == FILL,
            AuditEntry.at >= since,
        )
    return case.session.exec(query).first() is not None


def unsent_comments(row: Any, desk: str) -> tuple[ColumnElement[bool], ...]:
    """What the next return or decline from ``desk`` takes along: comments of this round by the people of the desk.

    The performance section holds two desks (performance and batch).
    """
    return (
        col(Comment.object_kind) == file_kind(row),
        col(Comment.object_id) == row.id,
        col(Comment.round) == row.round,
        col(Comment.desk).in_([other for other, role in DESK_ROLES.items() if role is DESK_ROLES[desk]]),
        col(Comment.published_at).is_not(None),
        col(Comment.sent_with).is_(None),
    )


def content_hash_of(case: Case) -> str:
    """The hash of what the file says now."""
    if isinstance(case.row, Declaration):
        return content_hash(case.document)
    if isinstance(case.row, SelfEvaluation):
        return evaluation_hash(case.session, case.row)
    return report_hash(case.session, case.row)


def open_suggestions(session: Session, row: Declaration) -> list[SuggestedEdit]:
    """Suggested edits (协商完善) with something left to do, oldest first: to be answered, or accepted and unsigned."""
    query = select(SuggestedEdit).where(SuggestedEdit.declaration_id == row.id, col(SuggestedEdit.settled_at).is_(None))
    return list(session.exec(query.order_by(col(SuggestedEdit.id)).execution_options(populate_existing=True)))


@dataclass(frozen=True)
class Standing:
    """A signature that was not voided, with the paths of amounts and targets that changed since."""

    desk: str
    user_id: int
    changed: list[str]


def signatures(case: Case) -> list[Standing]:
    """Signatures that stand, oldest first."""
    query = select(Signature).where(
        Signature.object_kind == file_kind(case.row),
        Signature.object_id == case.row.id,
        col(Signature.voided_at).is_(None),
    )
    found = case.session.exec(query.order_by(col(Signature.id))).all()
    return [Standing(item.desk, item.user_id, _changed_since(case, item)) for item in found]


def _changed_since(case: Case, signature: Signature) -> list[str]:
    snapshot = case.session.get(Snapshot, signature.snapshot_id) if signature.snapshot_id else None
    if snapshot is None or signature.content_hash == content_hash(case.document):
        return []
    return [path for path in changed_paths(unpack(snapshot.packed), case.document) if touches_money_or_target(path)]


def needs_department(session: Session, row: Any) -> bool:
    """Whether the unit stands under a department that must sign too; 本级 is the department itself."""
    unit = session.get(Organisation, row.unit_id)
    return unit is not None and not unit.own_level and row.unit_id != row.department_id


def open_revision(session: Session, row: Declaration) -> Declaration | None:
    """The open revision of the same project (or unit as a whole) and year, if there is one."""
    same = (
        Declaration.project_id == row.project_id
        if row.project_id
        else (Declaration.unit_id == row.unit_id) & (Declaration.kind == row.kind)
    )
    return session.exec(
        select(Declaration).where(
            same,
            Declaration.fiscal_year == row.fiscal_year,
            col(Declaration.state).in_(("drafted", "submitted", "finance_reviewed")),
        )
    ).first()


def return_order(session: Session, row: Declaration) -> ReturnOrder | None:
    """The return this round answers, if the file was returned in it."""
    return session.exec(
        select(ReturnOrder).where(ReturnOrder.declaration_id == row.id, ReturnOrder.round == row.round)
    ).first()


def closing_date(session: Session, row: Declaration) -> date:
    """Until when the unit may submit: the task's closing date or the unit's extension of it.

    A return's deadline overrides the window, also when it is earlier; only an extension given after it counts then.
    """
    order = return_order(session, row)
    task = session.get_one(DeclarationTask, row.task_id)
    granted = select(TaskExtension).where(TaskExtension.task_id == task.id, TaskExtension.unit_id == row.unit_id)
    if order:
        granted = granted.where(TaskExtension.created_at > order.created_at)
    return max((order.due_on if order else task.closes_on, *(item.closes_on for item in session.exec(granted))))


def closed_since(session: Session, row: Declaration) -> date | None:
    """The last day for submitting, if it has passed.

    An adjustment is not bound by the window of the yearly task: it was opened on a budget document. A return's
    deadline binds it like any other.
    """
    if row.revision > 1 and not return_order(session, row):
        return None
    closes_on = closing_date(session, row)
    return closes_on if clock.business_date() > closes_on else None
