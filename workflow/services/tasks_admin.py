"""Declaration tasks (申报任务), extensions (延期报送) and the form profiles that tasks ask for."""

from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from workflow import clock, regional
from workflow.canonical import profile as profiles
from workflow.errors import NotAllowed, NotFound, RuleFailed
from workflow.lifecycle.moves import EXTENDING
from workflow.lifecycle.record import append_audit
from workflow.models import DeclarationTask, FormProfile, Organisation, Region, TaskExtension
from workflow.notifications.outbox import notify
from workflow.permissions import SYSTEM, Actor, people_at
from workflow.services.organisations import place_of
from workflow.texts import said
from workflow.types import OrganisationKind, Role, Stage


def sync_profiles(session: Session) -> int:
    """The shipped form profiles into their table, at every start: new ones, and those this version has changed.

    Returns how many rows were written; nothing to do writes nothing. Profiles of one's own are left alone.
    """
    there = {row.code: row for row in session.exec(select(FormProfile))}
    regions = dict(session.exec(select(Region.code, Region.id)).all())
    return sum(
        _synced(session, one, there.get(one.code), regions.get(one.region)) for one in profiles.shipped().values()
    )


def _synced(session: Session, one: profiles.Profile, row: FormProfile | None, region_id: int | None) -> bool:
    wanted: dict[str, Any] = {
        "region_id": region_id,
        "year": one.year,
        "kind": one.kind,
        "title": one.title,
        "definition": one.model_dump(mode="json"),
    }
    if row is None:
        session.add(FormProfile(code=one.code, **wanted))
    elif {name: getattr(row, name) for name in wanted} != wanted:
        row.sqlmodel_update(wanted)
    else:
        return False
    session.flush()  # tasks and declarations refer to its code
    return True


def open_task(
    session: Session,
    region_id: int,
    year: int,
    profile: str,
    closes_on: date,
    *,
    name: str = "",
    stage: Stage = Stage.first_pass,
    by: Actor = SYSTEM,
) -> DeclarationTask:
    """A task of the region, open from today; raises ``NotFound('unknown_profile')`` or ``RuleFailed``."""
    today, form = clock.business_date(), regional.profile(session, profile)
    if closes_on < today:
        raise RuleFailed("closes_in_the_past", closes_on=closes_on.isoformat())
    task = DeclarationTask(
        created_at=clock.now(),
        region_id=region_id,
        fiscal_year=year,
        name=said(name) or f"{year}年项目支出绩效目标申报",
        kind=form.kind,
        stage=stage,
        form_profile=profile,
        opens_on=today,
        closes_on=closes_on,
        created_by=by.user_id or None,
    )
    _require_new(session, task)
    session.add(task)
    session.flush()  # its id is the answer
    _record(session, by, "open_task", task.id, name=task.name, closes_on=closes_on.isoformat())
    return task


def _require_new(session: Session, task: DeclarationTask) -> None:
    same = select(DeclarationTask.id).where(
        DeclarationTask.region_id == task.region_id,
        DeclarationTask.fiscal_year == task.fiscal_year,
        DeclarationTask.kind == task.kind,
        DeclarationTask.stage == task.stage,
        DeclarationTask.name == task.name,
    )
    if session.exec(same).first():
        raise RuleFailed("task_exists", name=task.name)


def grant_extension(
    session: Session, actor: Actor, task_id: int, unit_id: int, closes_on: date, reason: str
) -> TaskExtension:
    """延期报送 by the performance section, or by the head of the section that reviews the unit's department.

    Raises ``NotFound`` out of sight, ``NotAllowed`` without the role over the unit, and what ``extend_task`` raises.
    """
    if not unit_id:
        raise RuleFailed("choice_missing")
    unit = session.get(Organisation, unit_id)
    if unit is None or unit.kind != OrganisationKind.unit or not actor.sees(place_of(unit)):
        raise NotFound("no_such_unit")
    if not actor.holds_any(EXTENDING, place_of(unit)):
        raise NotAllowed("no_role")
    made = extend_task(session, task_id, unit_id, closes_on, reason, actor.acting(EXTENDING, place_of(unit)))
    people = people_at(session, [Role.filer, Role.unit_head], place_of(unit)) - {actor.user_id}
    notify(
        session,
        people,
        template="declaration_task.extended",
        key=f"extended:{made.id}",
        object_kind="declaration_task",
        object_id=task_id,
        facts={"unit": unit.name, "closes_on": closes_on.isoformat(), "reason": made.reason, "actor": actor.name},
    )
    return made


def extend_task(
    session: Session, task_id: int, unit_id: int, closes_on: date, reason: str, by: Actor = SYSTEM
) -> TaskExtension:
    """A later closing date for one unit; raises ``RuleFailed`` without a reason or if it is not later."""
    task, unit = session.get(DeclarationTask, task_id), session.get(Organisation, unit_id)
    if task is None:
        raise NotFound("no_such_task")
    if unit is None or unit.kind != OrganisationKind.unit or unit.region_id != task.region_id:
        raise NotFound("no_such_unit")
    reason = said(reason)
    if not reason:
        raise RuleFailed("reason_missing")
    until = closing_for(session, task, unit.id)
    if closes_on <= until:
        raise RuleFailed("extension_not_later", closes_on=until.isoformat())
    if closes_on < clock.business_date():
        raise RuleFailed("closes_in_the_past", closes_on=closes_on.isoformat())
    extension = TaskExtension(
        created_at=clock.now(),
        task_id=task.id,
        unit_id=unit.id,
        closes_on=closes_on,
        reason=reason,
        granted_by=by.user_id or None,
    )
    session.add(extension)
    session.flush()  # its id is the answer
    _record(session, by, "extend_task", task.id, unit=unit.name, closes_on=closes_on.isoformat(), reason=reason)
    return extension


def unit_of_task(session: Session, task_id: int, code: str) -> Organisation:
    """A budget unit of the task's region by its code; raises ``NotFound``."""
    task = session.get(DeclarationTask, task_id)
    if task is None:
        raise NotFound("no_such_task")
    found = session.exec(
        select(Organisation)
        .where(Organisation.region_id == task.region_id, Organisation.code == code, Organisation.kind == "unit")
        .order_by(col(Organisation.valid_from).desc())
    ).first()
    if found is None:
        raise NotFound("no_such_unit")
    return found


def region_of_profile(session: Session, profile: str) -> str:
    """The code of the region a form belongs to; "" for a form of all regions. Raises ``NotFound``."""
    return regional.profile(session, profile).region


def listed(session: Session) -> list[dict[str, Any]]:
    """All tasks, the newest first, as the command line shows them."""
    query = select(DeclarationTask, Region.code).join(Region, col(Region.id) == DeclarationTask.region_id)
    return [
        {
            "id": task.id,
            "name": task.name,
            "region": code,
            "year": task.fiscal_year,
            "profile": task.form_profile,
            "opens_on": task.opens_on.isoformat(),
            "closes_on": task.closes_on.isoformat(),
        }
        for task, code in session.exec(query.order_by(col(DeclarationTask.id).desc()))
    ]


def closing_for(session: Session, task: DeclarationTask, unit_id: int) -> date:
    """Until when this unit may declare: the task's closing date or its latest extension."""
    extensions = session.exec(
        select(TaskExtension).where(TaskExtension.task_id == task.id, TaskExtension.unit_id == unit_id)
    )
    return max((task.closes_on, *(extension.closes_on for extension in extensions)))


def _record(session: Session, by: Actor, action: str, task_id: int, **details: object) -> None:
    append_audit(
        session,
        actor_id=by.user_id,
        actor_name=by.name,
        action=action,
        object_kind="declaration_task",
        object_id=task_id,
        details=details,
    )
