"""What a filer may start: open tasks of his region, his units, listed projects."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, func, or_, select

from workflow import clock
from workflow.models import DeclarationTask, Organisation, Project, TaskExtension
from workflow.permissions import Actor
from workflow.types import Role


@dataclass(frozen=True)
class Options:
    """Choices of the form, each {value, label}; a task also says when it closes for the actor's units."""

    tasks: list[dict[str, Any]]
    units: list[dict[str, Any]]
    projects: list[dict[str, Any]]


def options(session: Session, actor: Actor) -> Options:
    """Open now, or extended for one of the actor's units; newest year first."""
    today = clock.business_date()
    units = [grant.organisation_id for grant in actor.grants if grant.role is Role.filer]
    regions = [grant.region_id for grant in actor.grants if grant.role is Role.filer]
    extended = (
        select(TaskExtension.task_id, func.max(TaskExtension.closes_on).label("closes_on"))
        .where(col(TaskExtension.unit_id).in_(units), col(TaskExtension.closes_on) >= today)
        .group_by(col(TaskExtension.task_id))
        .subquery()
    )
    tasks = session.exec(
        select(DeclarationTask, extended.c.closes_on)
        .join(extended, extended.c.task_id == DeclarationTask.id, isouter=True)
        .where(
            col(DeclarationTask.region_id).in_(regions),
            DeclarationTask.opens_on <= today,
            or_(col(DeclarationTask.closes_on) >= today, extended.c.closes_on.is_not(None)),
        )
        .order_by(col(DeclarationTask.fiscal_year).desc(), col(DeclarationTask.id))
    )
    places = session.exec(select(Organisation).where(col(Organisation.id).in_(units)).order_by(col(Organisation.path)))
    projects = session.exec(
        select(Project).where(col(Project.unit_id).in_(units)).order_by(col(Project.sort_key), col(Project.id))
    )
    return Options(
        [
            {"value": task.id, "label": task.name, "closes_on": max(task.closes_on, later or task.closes_on)}
            for task, later in tasks
        ],
        [{"value": place.id, "label": place.name} for place in places],
        [{"value": project.id, "label": project.name} for project in projects],
    )
