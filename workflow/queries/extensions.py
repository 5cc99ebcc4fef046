"""延期报送 as read: the tasks and units somebody may extend, and what was granted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, false, or_
from sqlmodel import Session, col, select

from workflow.lifecycle.moves import EXTENDING
from workflow.models import DeclarationTask, Organisation, TaskExtension, UserAccount
from workflow.permissions import Actor
from workflow.types import OrganisationKind, Role

LONGEST = 100


@dataclass(frozen=True)
class Granted:
    """One extension; ``by`` is empty for one that the command line gave."""

    unit: str
    task: str
    closes_on: date
    reason: str
    by: str
    at: datetime


def tasks(session: Session, actor: Actor) -> Sequence[DeclarationTask]:
    """The tasks of the actor's regions, the newest first."""
    regions = {grant.region_id for grant in actor.grants if grant.role in EXTENDING}
    query = select(DeclarationTask).where(col(DeclarationTask.region_id).in_(regions))
    return session.exec(query.order_by(col(DeclarationTask.closes_on).desc(), col(DeclarationTask.id)).limit(20)).all()


def units(session: Session, actor: Actor) -> list[tuple[int, str, str]]:
    """(id, name, department) of every unit the actor may give more time, in the order of the departments."""
    department = Organisation.__table__.alias("department")  # type: ignore[attr-defined]
    query = (
        select(Organisation.id, Organisation.name, department.c.name)
        .join(department, department.c.id == Organisation.parent_id)
        .where(Organisation.kind == OrganisationKind.unit, _mine(actor))
        .order_by(department.c.sort_key, department.c.id, col(Organisation.sort_key), col(Organisation.id))
    )
    return [(key, name, above) for key, name, above in session.exec(query)]


def granted(session: Session, actor: Actor, most: int = LONGEST) -> list[Granted]:
    """The newest extensions of these units."""
    query = (
        select(TaskExtension, Organisation.name, DeclarationTask.name, UserAccount.name)
        .join(Organisation, col(Organisation.id) == TaskExtension.unit_id)
        .join(DeclarationTask, col(DeclarationTask.id) == TaskExtension.task_id)
        .outerjoin(UserAccount, col(UserAccount.id) == TaskExtension.granted_by)
        .where(_mine(actor))
        .order_by(col(TaskExtension.id).desc())
        .limit(most)
    )
    return [
        Granted(unit, task, row.closes_on, row.reason, by or "", row.created_at)
        for row, unit, task, by in session.exec(query)
    ]


def _mine(actor: Actor) -> ColumnElement[bool]:
    """Units of the region for the performance section, of its departments for the head of a section."""
    clauses: list[ColumnElement[bool]] = []
    for grant in actor.grants:
        if grant.role is Role.performance:
            clauses.append(col(Organisation.region_id) == grant.region_id)
        if grant.role is Role.section_head:
            clauses.append(col(Organisation.parent_id).in_(sorted(grant.department_ids)))
    return or_(false(), *clauses)
