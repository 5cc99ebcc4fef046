"""Dropped files and how far they are, and the forms in them that wait to be checked (待核对导入)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ScalarSelect, and_, case, or_
from sqlmodel import Session, col, func, select

from workflow.documents.intake.reading import ProblemRead
from workflow.lifecycle.intake_files import IMPORTS, file_in_reach, find_file, in_reach, unpacked
from workflow.models import IntakeFile, IntakeForm, JobRun, Organisation, UserAccount
from workflow.permissions import Actor, reach_clause
from workflow.queries.keyset import PAGE_SIZE, Order, Window, window
from workflow.types import IntakeStatus, JobState, OrganisationKind, Role

LONGEST = 200
UNDER_WAY = frozenset({"queued", "running"})


@dataclass(frozen=True)
class FileLine:
    """One file; ``forms``, ``open``, ``created`` count what the actor sees of it."""

    id: int
    name: str
    size: int
    created_at: datetime
    unit: str
    uploader: str | None
    trouble: str
    message_zh: str
    message_en: str
    finished_at: datetime | None
    job_status: str | None
    forms: int
    open: int
    created: int

    @property
    def status(self) -> str:
        """queued | running (being read) | cancelled | failed (refused) | stuck (interrupted) | read."""
        if self.finished_at is not None:
            return "failed" if self.trouble else "read"
        known = {JobState.queued: "queued", JobState.running: "running", JobState.cancelled: "cancelled"}
        return known.get(JobState(self.job_status or JobState.failed), "stuck")


@dataclass(frozen=True)
class ToCheck:
    """A file with forms that wait for a person."""

    file_id: int
    name: str
    unit: str
    forms: int
    since: datetime


def files(session: Session, actor: Actor, cursor: str = "", size: int = PAGE_SIZE) -> Window[FileLine]:
    """The files of the actor's units, the newest first."""
    order = Order(col(IntakeFile.id), col(IntakeFile.id), parse=int, descending=True)
    return window(session, _lines(actor).where(file_in_reach(actor)), order, FileLine, cursor, size)


def file(session: Session, actor: Actor, file_id: int) -> FileLine:
    """One of them; raises ``NotFound``."""
    found = find_file(session, actor, file_id)
    return FileLine(*session.exec(_lines(actor).where(col(IntakeFile.id) == found.id)).one())


def forms(session: Session, actor: Actor, file_id: int) -> tuple[IntakeFile, list[IntakeForm], list[ProblemRead]]:
    """The file, its forms in reach in their order, and what was not understood (for who sees the whole file)."""
    row = find_file(session, actor, file_id)
    query = select(IntakeForm).where(IntakeForm.file_id == row.id, in_reach(actor, IntakeForm))
    whole = actor.holds_any(IMPORTS, row)
    return row, list(session.exec(query.order_by(col(IntakeForm.number)))), unpacked(row).problems if whole else []


def units(session: Session, actor: Actor) -> list[Organisation]:
    """For which units the actor may give files."""
    filing = [grant.organisation_id for grant in actor.grants if grant.role is Role.filer]
    reviewing = [grant.organisation_id for grant in actor.grants if grant.role is Role.department_reviewer]
    query = select(Organisation).where(
        Organisation.kind == OrganisationKind.unit,
        or_(col(Organisation.id).in_(filing), col(Organisation.parent_id).in_(reviewing)),
    )
    return list(session.exec(query.order_by(col(Organisation.path), col(Organisation.id))))


def to_check(session: Session, actor: Actor) -> list[ToCheck]:
    """Of filers and of who gave the file, one line a file, the oldest first; others are not asked."""
    if actor.roles.isdisjoint(IMPORTS):
        return []
    columns: list[Any] = [IntakeFile.id, IntakeFile.name, Organisation.name, func.count(), IntakeFile.created_at]
    query: Any = (
        select(*columns)
        .join(IntakeForm, col(IntakeForm.file_id) == col(IntakeFile.id))
        .join(Organisation, col(Organisation.id) == IntakeFile.unit_id)
        .where(_waits_for(actor))
        .group_by(IntakeFile.id, IntakeFile.name, Organisation.name, IntakeFile.created_at)
        .order_by(col(IntakeFile.id))
        .limit(LONGEST)
    )
    return [ToCheck(*row) for row in session.exec(query)]


def to_check_count(actor: Actor) -> list[ScalarSelect[int]]:
    """How many lines that list has, as part of another query; nothing for who is not asked."""
    if actor.roles.isdisjoint(IMPORTS):
        return []
    waiting = select(func.count(func.distinct(IntakeForm.file_id))).select_from(IntakeForm)
    joined = waiting.join(IntakeFile, col(IntakeFile.id) == IntakeForm.file_id)
    return [joined.where(_waits_for(actor)).scalar_subquery()]


def _waits_for(actor: Actor) -> Any:
    """Open forms of the filer's units; a department reviewer has those of the files he gave himself."""
    filing = [reach_clause(IntakeForm, grant) for grant in actor.grants if grant.role is Role.filer]
    given = and_(col(IntakeFile.uploaded_by) == actor.user_id, in_reach(actor, IntakeForm))
    return and_(col(IntakeForm.status) == IntakeStatus.open, or_(given, *filing))


def _lines(actor: Actor) -> Any:
    seen = (
        select(
            col(IntakeForm.file_id).label("file_id"),
            func.count().label("forms"),
            func.sum(case((col(IntakeForm.status) == IntakeStatus.open, 1), else_=0)).label("open"),
            func.sum(case((col(IntakeForm.status) == IntakeStatus.created, 1), else_=0)).label("created"),
        )
        .where(in_reach(actor, IntakeForm))
        .group_by(col(IntakeForm.file_id))
        .subquery()
    )
    columns: list[Any] = [
        IntakeFile.id, IntakeFile.name, IntakeFile.size, IntakeFile.created_at, Organisation.name, UserAccount.name,
        IntakeFile.trouble, IntakeFile.message_zh, IntakeFile.message_en, IntakeFile.finished_at, JobRun.status,
        func.coalesce(seen.c.forms, 0), func.coalesce(seen.c.open, 0), func.coalesce(seen.c.created, 0),
    ]  # fmt: skip
    return (
        select(*columns)
        .join(Organisation, col(Organisation.id) == IntakeFile.unit_id)
        .outerjoin(UserAccount, col(UserAccount.id) == IntakeFile.uploaded_by)
        .outerjoin(JobRun, col(JobRun.id) == IntakeFile.job_id)
        .outerjoin(seen, seen.c.file_id == IntakeFile.id)
    )
