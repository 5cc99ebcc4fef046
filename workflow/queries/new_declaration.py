"""What a filer may start: open tasks of his region, his units, listed projects."""

from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session, col, func, or_, select

from workflow import clock
from workflow.models import Declaration, DeclarationTask, Organisation, Project, TaskExtension
from workflow.permissions import Actor
from workflow.types import Kind, Role, State


@dataclass(frozen=True)
class Earlier:
    """A project's declaration of the year before a task's: what may be copied, and what there is already (0 = none)."""

    task_id: int
    task_name: str
    year: int
    unit_id: int
    project_id: int
    project_name: str
    source: Declaration
    present: int


@dataclass(frozen=True)
class Options:
    """Choices of the form, each {value, label}; a task also says when it closes for the actor's units."""

    tasks: list[dict[str, Any]]
    units: list[dict[str, Any]]
    projects: list[dict[str, Any]]
    earlier: list["Earlier"] = field(default_factory=list)


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
    found = list(tasks)
    return Options(
        [
            {"value": task.id, "label": task.name, "closes_on": max(task.closes_on, later or task.closes_on)}
            for task, later in found
        ],
        [{"value": place.id, "label": place.name} for place in places],
        [{"value": project.id, "label": project.name} for project in projects],
        [line for task, _later in found if task.kind == Kind.project for line in _earlier(session, task, units)],
    )


def _earlier(session: Session, task: DeclarationTask, units: list[int]) -> list[Earlier]:
    """The projects of the units that were declared in the year before, by name; of each what is in force, else the
    last that was submitted."""
    before = select(Declaration, Project.name).join(Project, col(Project.id) == Declaration.project_id)
    query = before.where(
        col(Declaration.unit_id).in_(units),
        Declaration.region_id == task.region_id,
        Declaration.fiscal_year == task.fiscal_year - 1,
        col(Declaration.in_force) | (col(Declaration.round) > 0),
    ).order_by(col(Project.sort_key), col(Project.id), col(Declaration.in_force).desc(), col(Declaration.id).desc())
    newest: dict[int, tuple[Declaration, str]] = {}
    for row, name in session.exec(query):
        newest.setdefault(row.project_id or 0, (row, name))
    there = _present(session, task.fiscal_year, list(newest))
    return [
        Earlier(task.id, task.name, task.fiscal_year, row.unit_id, key, name, row, there.get(key, 0))
        for key, (row, name) in newest.items()
    ]


def _present(session: Session, year: int, projects: list[int]) -> dict[int, int]:
    """The declaration of the year itself, by project: the open one before one that is decided."""
    query = select(Declaration.project_id, Declaration.id).where(
        col(Declaration.project_id).in_(projects),
        Declaration.fiscal_year == year,
        col(Declaration.state) != State.terminated,
    )
    return {key or 0: found for key, found in session.exec(query.order_by(col(Declaration.id)))}
