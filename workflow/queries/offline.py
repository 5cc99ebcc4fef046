"""What a filer may take home, and what he brought back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, select

from workflow.models import Declaration, DeclarationTask, FormProfile, OfflineUpload, Organisation, UserAccount
from workflow.permissions import Actor
from workflow.queries.new_declaration import options
from workflow.types import Desk, Kind, Role, State

MOST_UPLOADS = 50


@dataclass(frozen=True)
class Template:
    """One unit, task and form: of a task that is open now, or with drafts at the filer's desk."""

    task_id: int
    task: str
    year: int
    unit_id: int
    unit: str
    form: str
    title: str
    drafts: int


@dataclass(frozen=True)
class Upload:
    """One workbook that came back."""

    id: int
    file: str
    unit: str
    who: str
    at: datetime
    applied_at: datetime | None
    report: dict[str, Any]


def filed_units(actor: Actor) -> list[int]:
    """The units the actor files for."""
    return sorted({grant.organisation_id for grant in actor.grants if grant.role is Role.filer})


def templates(session: Session, actor: Actor) -> list[Template]:
    """Newest task first, then by unit."""
    units = filed_units(actor)
    query = (
        select(Declaration.task_id, Declaration.unit_id, Declaration.form_profile, func.count())
        .where(
            col(Declaration.unit_id).in_(units),
            Declaration.kind == Kind.project,
            Declaration.state == State.drafted,
            Declaration.desk == Desk.filer,
        )
        .group_by(col(Declaration.task_id), col(Declaration.unit_id), col(Declaration.form_profile))
    )
    drafts = {(task, unit, form): count for task, unit, form, count in session.exec(query)}
    open_now = {task["value"] for task in options(session, actor).tasks}
    titles = dict(session.exec(select(FormProfile.code, FormProfile.title)).all())
    return [
        Template(task.id, task.name, task.fiscal_year, unit.id, unit.name, form, titles[form], count)
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
    """Of the units the actor files for, the newest first (``before`` an older one); one of them where asked."""
    query = (
        select(OfflineUpload, Organisation.name, UserAccount.name)
        .join(Organisation, col(Organisation.id) == OfflineUpload.unit_id)
        .outerjoin(UserAccount, col(UserAccount.id) == OfflineUpload.uploaded_by)
        .where(col(OfflineUpload.unit_id).in_(filed_units(actor)))
        .order_by(col(OfflineUpload.id).desc())
        .limit(size)
    )
    if before:
        query = query.where(OfflineUpload.id < before)
    if upload_id:
        query = query.where(OfflineUpload.id == upload_id)
    return [
        Upload(row.id, row.file_name, unit, who or "", row.created_at, row.applied_at, row.report)
        for row, unit, who in session.exec(query)
    ]
