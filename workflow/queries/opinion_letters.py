"""What an opinion letter (审核意见函) to one department is made of: its returns of some days, with what was said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from sqlmodel import Session, col, select

from workflow import clock, regional
from workflow.canonical import Declaration as Document
from workflow.canonical import Profile, unpack
from workflow.errors import NotFound, RuleFailed
from workflow.models import Comment, Declaration, Organisation, ReturnOrder, Snapshot, Submission
from workflow.permissions import Actor, regions_seen, visible_to
from workflow.types import OrganisationKind


@dataclass(frozen=True)
class ReturnedFile:
    """One return of one file: the form as it was then, and the comments that went out with it (place, sentence)."""

    row: Declaration
    unit_name: str
    returned_on: date
    due_on: date
    document: Document
    profile: Profile
    comments: list[tuple[str, str]]


@dataclass(frozen=True)
class Returned:
    """Everything of one letter."""

    department: str
    bureau: str
    files: list[ReturnedFile]


def returned(session: Session, actor: Actor, department_id: int, first: date, last: date) -> Returned:
    """The returns of these days, both included, by project.

    Raises ``NotFound`` for a department outside the actor's scope; ``RuleFailed`` if the days are turned round or
    nothing was returned in them.
    """
    department = _department(session, actor, department_id)
    if last < first:
        raise RuleFailed("days_turned")
    query = (
        select(ReturnOrder, Declaration, Organisation.name)
        .join(Declaration, col(Declaration.id) == ReturnOrder.declaration_id)
        .join(Organisation, col(Organisation.id) == Declaration.unit_id)
        .where(
            visible_to(actor, Declaration),
            Declaration.department_id == department_id,
            ReturnOrder.created_at >= clock.start_of_day(first),
            ReturnOrder.created_at <= clock.end_of_day(last),
        )
        .order_by(col(Declaration.sort_key), col(Declaration.id), col(ReturnOrder.round))
    )
    orders = session.exec(query).all()
    if not orders:
        raise RuleFailed(
            "no_returns_then", department=department.name, first=first.isoformat(), last=last.isoformat()
        )  # fmt: skip
    said = _comments(session, [order.declaration_id for order, *_ in orders])
    files = [_file(session, order, row, unit, said) for order, row, unit in orders]
    return Returned(department.name, _bureau(session, department.region_id), files)


def _department(session: Session, actor: Actor, department_id: int) -> Organisation:
    found = session.get(Organisation, department_id)
    if found is None or found.kind != OrganisationKind.department or not _reached(actor, found):
        raise NotFound("no_such_department")
    return found


def _reached(actor: Actor, department: Organisation) -> bool:
    return department.region_id in regions_seen(actor) or any(
        department.id in grant.department_ids for grant in actor.grants
    )


def _comments(session: Session, ids: Sequence[int]) -> dict[tuple[int, int], list[tuple[str, str]]]:
    """By file and round, in the order they were written."""
    query = (
        select(Comment)
        .where(
            Comment.object_kind == "declaration", col(Comment.object_id).in_(ids), Comment.sent_with == "return",
        )
        .order_by(col(Comment.object_id), col(Comment.round), col(Comment.id))
    )  # fmt: skip
    grouped = groupby(session.exec(query), key=lambda item: (item.object_id, item.round))
    return {key: [(item.path, item.text) for item in items] for key, items in grouped}


def _file(
    session: Session,
    order: ReturnOrder,
    row: Declaration,
    unit: str,
    said: dict[tuple[int, int], list[tuple[str, str]]],
) -> ReturnedFile:
    query = (
        select(Snapshot.packed)
        .join(Submission, col(Submission.snapshot_id) == Snapshot.id)
        .where(Submission.declaration_id == row.id, Submission.round == order.round)
        .order_by(col(Submission.edition).desc())
        .limit(1)
    )
    return ReturnedFile(
        row=row,
        unit_name=unit,
        returned_on=clock.local(order.created_at).date(),
        due_on=order.due_on,
        document=unpack(session.exec(query).one()),
        profile=regional.profile(session, row.form_profile),
        comments=said.get((row.id, order.round), []),
    )


def _bureau(session: Session, region_id: int) -> str:
    query = select(Organisation.name).where(
        Organisation.region_id == region_id, Organisation.kind == OrganisationKind.bureau
    )
    return session.exec(query.order_by(col(Organisation.id)).limit(1)).first() or ""
