"""A new declaration: the empty form of an open task, for a listed or a newly named project."""

from sqlmodel import Session, col, select

from workflow import canonical, clock, pinyin, regional
from workflow.canonical.document import FundingSource, Goal
from workflow.db import insert_once
from workflow.documents.assemble import write_document
from workflow.errors import NotAllowed, NotFound, RuleFailed
from workflow.lifecycle import pair_of
from workflow.lifecycle.record import append_audit
from workflow.models import Declaration, DeclarationTask, FiledBy, Organisation, Project
from workflow.permissions import Actor
from workflow.review import mark_due
from workflow.services.cloning import fill_from
from workflow.services.organisations import place_of
from workflow.services.tasks_admin import closing_for
from workflow.texts import seen
from workflow.types import Horizon, Kind, OrganisationKind, Role, State

LONGEST_NAME = 200
GOAL_NAMES: dict[str, str] = {
    Horizon.long_term: "长期绩效目标1",
    Horizon.annual: "年度绩效目标1",
    Horizon.overall: "项目绩效总目标",
}
"""The first goal of each horizon is named as the forms print it."""


def create_declaration(
    session: Session,
    actor: Actor,
    task_id: int,
    unit_id: int,
    project_id: int | None = None,
    project_name: str = "",
    source_id: int | None = None,
) -> Declaration:
    """The draft at the filer's desk, with the rows its form starts with; of ``source_id``, an earlier declaration of
    the project, what it says is copied. Needs ``unit_of_work(write=True)``.

    Raises ``NotFound`` for a unit, task or project out of sight, ``NotAllowed`` without the filer's role over the unit,
    ``RuleFailed`` if the task is closed, the project has no name or is declared this year already.
    """
    unit = _unit(session, actor, unit_id)
    actor = actor.acting([Role.filer], place_of(unit))
    task = _open_task(session, task_id, unit)
    project = _project(session, unit, project_id, project_name)
    _require_undeclared(session, project, task.fiscal_year)
    now = clock.now()
    row = Declaration(
        project_id=project.id,
        task_id=task.id,
        stage=task.stage,
        form_profile=task.form_profile,
        region_id=project.region_id,
        department_id=project.department_id,
        unit_id=unit.id,
        fiscal_year=task.fiscal_year,
        project_name=project.name,
        held_since=now,
        created_at=now,
        updated_at=now,
        created_by=actor.user_id,
    )
    session.add(row)
    session.flush()  # the rows below need its id
    form = regional.profile(session, row.form_profile)
    department = session.get_one(Organisation, row.department_id).name
    write_document(session, row, empty_form(form, row.fiscal_year, project, unit, department))
    mark_due(session, [row.id])
    session.add_all(
        FiledBy(object_kind="declaration", object_id=row.id, user_id=person) for person in sorted(actor.persons)
    )
    append_audit(
        session,
        actor_id=actor.user_id,
        actor_name=actor.name,
        action="create",
        object_kind="declaration",
        object_id=row.id,
        state_to=pair_of(row),
        details={"task": task.name, "project": project.name, "version": row.version},
    )
    return fill_from(session, actor, row.id, source_id) if source_id else row


def _unit(session: Session, actor: Actor, unit_id: int) -> Organisation:
    unit = session.get(Organisation, unit_id)
    if unit is None or unit.kind != OrganisationKind.unit or not actor.sees(place_of(unit)):
        raise NotFound("no_such_unit")
    if not actor.holds(Role.filer, place_of(unit)):
        raise NotAllowed("no_role")
    return unit


def _open_task(session: Session, task_id: int, unit: Organisation) -> DeclarationTask:
    task = session.get(DeclarationTask, task_id)
    if task is None or task.region_id != unit.region_id or task.kind != Kind.project:
        raise NotFound("no_such_task")
    if not task.opens_on <= clock.business_date() <= closing_for(session, task, unit.id):
        raise RuleFailed("not_in_window")
    return task


def _project(session: Session, unit: Organisation, project_id: int | None, name: str) -> Project:
    """The unit's project, locked, so that two filers cannot start it at once; a new name makes a new one."""
    name = " ".join(seen(name).split())
    if project_id is None:
        _add_project(session, unit, name)
    which = Project.name == name if project_id is None else Project.id == project_id
    query = select(Project).where(which, Project.unit_id == unit.id).with_for_update(key_share=True)
    found = session.exec(query.execution_options(populate_existing=True)).first()
    if found is None:
        raise NotFound("no_such_project")
    return found


def _add_project(session: Session, unit: Organisation, name: str) -> None:
    if not name:
        raise RuleFailed("project_name_missing")
    if len(name) > LONGEST_NAME:
        raise RuleFailed("project_name_too_long", longest=LONGEST_NAME)
    insert_once(
        session,
        Project,
        created_at=clock.now(),
        region_id=unit.region_id,
        department_id=place_of(unit).department_id,
        unit_id=unit.id,
        name=name,
        sort_key=pinyin.sort_key(name),
        initials=pinyin.initials(name),
    )


def _require_undeclared(session: Session, project: Project, year: int) -> None:
    other = session.exec(
        select(Declaration.id).where(
            Declaration.project_id == project.id,
            Declaration.fiscal_year == year,
            col(Declaration.state) != State.terminated,
        )
    ).first()
    if other:
        raise RuleFailed("duplicate_project", name=project.name, declaration_id=other)


def empty_form(
    form: canonical.Profile, year: int, project: Project, unit: Organisation, department: str
) -> canonical.Declaration:
    """One goal per horizon of the form and one funding row per source it prints; the rest is for the filer."""
    return canonical.Declaration(
        form_profile=form.code,
        kind="project",
        fiscal_year=year,
        department=department,
        unit=unit.name,
        project_name=project.name,
        project_code=project.code,
        goals=tuple(
            Goal(uid=f"g{number}", horizon=horizon, name=GOAL_NAMES[horizon])
            for number, horizon in enumerate(form.horizons, 1)
        ),
        funding_sources=tuple(
            FundingSource(uid=f"f{number}", source=source.code) for number, source in enumerate(form.sources, 1)
        ),
    )
