"""What the people of the desks that type may take home, and what they brought back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, and_, col, func, or_, select

from workflow import clock
from workflow.models import Declaration, DeclarationTask, FormProfile, OfflineUpload, Organisation, UserAccount
from workflow.permissions import Actor
from workflow.queries.new_declaration import options
from workflow.types import Desk, Kind, OrganisationKind, Role, State

MOST_UPLOADS = 50


@dataclass(frozen=True)
class Template:
    """One unit, task, form and desk: with drafts at the desk, or at the filer's of a task that is open now."""

    task_id: int
    task: str
    year: int
    unit_id: int
    unit: str
    form: str
    title: str
    drafts: int
    desk: str


@dataclass(frozen=True)
class Upload:
    """One workbook that came back."""

    id: int
    file: str
    unit: str
    who: str
    at: datetime
    applied_at: datetime | None
    expires_at: datetime
    report: dict[str, Any]


def units_by_desk(session: Session, actor: Actor) -> dict[str, list[int]]:
    """The units that the actor types for, by the desk at which he does: his own, or those under his department."""
    filing = {grant.organisation_id for grant in actor.grants if grant.role is Role.filer}
    reviewing = {grant.organisation_id for grant in actor.grants if grant.role is Role.department_reviewer}
    under = select(Organisation.id).where(
        Organisation.kind == OrganisationKind.unit, col(Organisation.parent_id).in_(reviewing)
    )
    below = sorted(session.exec(under)) if reviewing else []
    return {Desk.filer.value: sorted(filing), Desk.department.value: below}


def templates(session: Session, actor: Actor) -> list[Template]:
    """Newest task first, then by unit; a department's people see the units whose drafts they hold."""
    units = units_by_desk(session, actor)
    open_now = {task["value"] for task in options(session, actor).tasks}
    own = _templates(session, Desk.filer, units[Desk.filer], open_now)
    return own + _templates(session, Desk.department, units[Desk.department], set())


def _templates(session: Session, desk: Desk, units: list[int], open_now: set[int]) -> list[Template]:
    """``open_now``: tasks in which a draft may be begun."""
    query = (
        select(Declaration.task_id, Declaration.unit_id, Declaration.form_profile, func.count())
        .where(
            col(Declaration.unit_id).in_(units),
            Declaration.kind == Kind.project,
            Declaration.state == State.drafted,
            Declaration.desk == desk,
        )
        .group_by(col(Declaration.task_id), col(Declaration.unit_id), col(Declaration.form_profile))
    )
    drafts = {(task, unit, form): count for task, unit, form, count in session.exec(query)}
    titles = dict(session.exec(select(FormProfile.code, FormProfile.title)).all())
    return [
        Template(task.id, task.name, task.fiscal_year, unit.id, unit.name, form, titles[form], count, desk)
        for task, unit in _places(session, units, open_now | {task for task, _unit, _form in drafts})
        for form in sorted({task.form_profile, *(form for key, at, form in drafts if (key, at) == (task.id, unit.id))})
        if (count := drafts.get((task.id, unit.id, form), 0)) or (task.id in open_now and form == task.form_profile)
    ]


def _places(session: Session, units: list[int], tasks: set[int]) -> list[tuple[DeclarationTask, Organisation]]:
    query = (
        select(DeclarationTask, Organisation)
        .join(Organisation, col(Organisation.region_id) == DeclarationTask.region_id)
        .where(
            col(DeclarationTask.id).in_(tasks),
            DeclarationTask.kind == Kind.project,
            col(Organisation.id).in_(units),
        )
        .order_by(col(DeclarationTask.fiscal_year).desc(), col(DeclarationTask.id).desc(), col(Organisation.path))
    )
    return list(session.exec(query).all())


def uploads(
    session: Session, actor: Actor, upload_id: int = 0, before: int = 0, size: int = MOST_UPLOADS
) -> list[Upload]:
    """What was brought back of these units and has not expired, the newest first (``before`` an older one); one of
    them where asked."""
    mine = (
        and_(col(OfflineUpload.desk) == desk, col(OfflineUpload.unit_id).in_(units))
        for desk, units in units_by_desk(session, actor).items()
    )
    query = (
        select(OfflineUpload, Organisation.name, UserAccount.name)
        .join(Organisation, col(Organisation.id) == OfflineUpload.unit_id)
        .outerjoin(UserAccount, col(UserAccount.id) == OfflineUpload.uploaded_by)
        .where(or_(*mine), col(OfflineUpload.expires_at) > clock.now())
        .order_by(col(OfflineUpload.id).desc())
        .limit(size)
    )
    if before:
        query = query.where(OfflineUpload.id < before)
    if upload_id:
        query = query.where(OfflineUpload.id == upload_id)
    return [
        Upload(row.id, row.file_name, unit, who or "", row.created_at, row.applied_at, row.expires_at, row.report)
        for row, unit, who in session.exec(query)
    ]
