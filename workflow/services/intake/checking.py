"""What a person says about a form before the draft is made: corrections, confirmed places, task and unit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlmodel import Session

from workflow import clock
from workflow.errors import Conflict, NotFound, WrongState
from workflow.lifecycle.intake_files import IMPORTS, find_form
from workflow.lifecycle.record import append_audit
from workflow.models import IntakeFile, IntakeForm, Organisation
from workflow.permissions import Actor
from workflow.services.intake.sheet import PROJECT_NAME, open_tasks, sheet_of
from workflow.services.intake.typing import LEFT_OUT
from workflow.services.organisations import place_of
from workflow.texts import seen
from workflow.types import IntakeStatus


@dataclass(frozen=True)
class Said:
    """One sent page: every cell by path, rows that are left out, confirmed doubts; 0 = task or unit as proposed."""

    version: int
    cells: Mapping[str, str] = field(default_factory=dict)
    left_out: Iterable[str] = ()
    settled: Iterable[str] = ()
    task_id: int = 0
    unit_id: int = 0


def check_form(session: Session, actor: Actor, form_id: int, said: Said) -> IntakeForm:
    """Keep it. Raises ``NotFound``, ``Conflict('intake_changed')``, ``WrongState('intake_settled')``."""
    form = find_form(session, actor, form_id, lock=True)
    require_open(form, said.version)
    place(session, actor, form, said.task_id, said.unit_id)
    sheet = sheet_of(session, form)
    typed: dict[str, str] = {
        path: seen(text)
        for path, text in said.cells.items()
        if path in sheet.cells and seen(text).strip() != seen(sheet.cells[path]).strip()
    }
    rows = {path.rpartition("/")[0] for path in sheet.cells if not path.startswith("basics/")}
    typed |= {path: LEFT_OUT for path in said.left_out if path in rows}
    known = {doubt.key for doubt in sheet.doubts if doubt.confirmable}
    settled = [key for key in dict.fromkeys(said.settled) if key in known]
    if (typed, settled) == (form.typed, form.settled):
        return form
    form.typed, form.settled, form.version = typed, settled, form.version + 1
    if name := typed.get(PROJECT_NAME, "").strip():
        form.project_name = name[:200]
    _record(session, actor, form, "check_intake", typed=sorted(typed), confirmed=settled)
    return form


def set_aside(session: Session, actor: Actor, form_id: int, version: int, *, aside: bool) -> IntakeForm:
    """Leave a form out, or take it up again (also one whose draft was made: it would then update that draft)."""
    form = find_form(session, actor, form_id, lock=True)
    if form.version != version:
        raise Conflict("intake_changed")
    if form.status == IntakeStatus.other or (form.status == IntakeStatus.open) is not aside:
        raise WrongState("intake_settled")
    form.status = IntakeStatus.aside if aside else IntakeStatus.open
    form.settled_by, form.settled_at = (actor.user_id or None, clock.now()) if aside else (None, None)
    form.version += 1
    _record(session, actor, form, "set_intake_aside" if aside else "take_intake_up")
    return form


def require_open(form: IntakeForm, version: int) -> None:
    """Still to be checked, and as the person saw it."""
    if form.status != IntakeStatus.open:
        raise WrongState("intake_settled")
    if form.version != version:
        raise Conflict("intake_changed")


def place(session: Session, actor: Actor, form: IntakeForm, task_id: int, unit_id: int) -> None:
    """The unit within reach and the open task that were chosen; both are corrections like any other."""
    if unit_id and unit_id != form.unit_id:
        unit = session.get(Organisation, unit_id)
        if unit is None or not actor.holds_any(IMPORTS, place_of(unit)):
            raise NotFound("no_such_unit")
        where = place_of(unit)
        form.unit_id, form.department_id, form.region_id = where.unit_id, where.department_id, where.region_id
        form.task_id, form.version = None, form.version + 1
    if task_id and task_id != form.task_id:
        chosen = [task for task in open_tasks(session, form) if task.id == task_id]
        if not chosen:
            raise NotFound("no_such_task")
        form.task_id, form.version = task_id, form.version + 1


def _record(session: Session, actor: Actor, form: IntakeForm, action: str, **details: object) -> None:
    file = session.get_one(IntakeFile, form.file_id)
    append_audit(
        session,
        actor_id=actor.user_id,
        actor_name=actor.acting(IMPORTS, form).name,
        action=action,
        object_kind="intake_form",
        object_id=form.id,
        details={"file": file.name, "sha256": file.sha256, "form": form.number + 1, **details},
    )
