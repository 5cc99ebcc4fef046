"""目标调整任务: the unit says why the targets stay as they are; the business section confirms it or asks again."""

from sqlmodel import Session, col, select

from workflow import clock
from workflow.errors import Conflict, NotAllowed, NotFound, RuleFailed
from workflow.lifecycle.record import append_audit
from workflow.lifecycle.target_tasks import CONFIRMING, EXPLAINING
from workflow.lifecycle.words import within
from workflow.models import Project, TargetAdjustmentTask
from workflow.money_types import TargetTaskEnd
from workflow.notifications.outbox import notify
from workflow.permissions import Actor, people_at
from workflow.types import Role

LONGEST = 500


def explain(session: Session, actor: Actor, task_id: int, reason: str) -> TargetAdjustmentTask:
    """The targets stay, and why. Needs ``unit_of_work(write=True)``.

    Raises ``NotFound`` out of sight, ``NotAllowed`` without the role, ``Conflict`` when closed, ``RuleFailed`` for a
    missing or endless reason.
    """
    task = _open(session, actor, task_id, EXPLAINING)
    task.explanation = _said(reason)
    task.explained_at, task.explained_by, task.answer = clock.now(), actor.user_id, ""
    _record(session, actor, task, "explain_target_task", task.explanation, CONFIRMING, "target_task.explained")
    return task


def answer(session: Session, actor: Actor, task_id: int, agrees: bool, note: str = "") -> TargetAdjustmentTask:
    """The section confirms the explanation, which closes the task, or says why it does not.

    Raises as ``explain`` does; ``Conflict`` where nothing was explained, ``NotAllowed`` for who explained it himself.
    """
    task = _open(session, actor, task_id, CONFIRMING)
    if task.explained_at is None:
        raise Conflict("target_task_not_explained")
    if task.explained_by in actor.persons:
        raise NotAllowed("target_task_own_explanation")
    task.answer, task.answered_by = within(note, LONGEST) if agrees else _said(note), actor.user_id
    if agrees:
        task.closed_as, task.closed_at = TargetTaskEnd.explained, clock.now()
    else:
        task.explained_at = task.explained_by = None
    action, template = ("confirm_target_task", "confirmed") if agrees else ("refuse_target_task", "refused")
    _record(session, actor, task, action, task.answer, EXPLAINING, f"target_task.{template}")
    return task


def _open(session: Session, actor: Actor, task_id: int, roles: tuple[Role, ...]) -> TargetAdjustmentTask:
    query = select(TargetAdjustmentTask).where(TargetAdjustmentTask.id == task_id).with_for_update(key_share=True)
    task = session.exec(query.execution_options(populate_existing=True)).first()
    if task is None or not actor.sees(task):
        raise NotFound("no_such_target_task")
    if not actor.holds_any(roles, task):
        raise NotAllowed("no_role")
    if task.closed_at:
        raise Conflict("target_task_closed")
    return task


def _said(text: str) -> str:
    words = within(text, LONGEST)
    if not words:
        raise RuleFailed("reason_missing")
    return words


def _record(
    session: Session,
    actor: Actor,
    task: TargetAdjustmentTask,
    action: str,
    words: str,
    told: tuple[Role, ...],
    template: str,
) -> None:
    """In the trail of the project; the other side hears of it."""
    entry = append_audit(
        session,
        actor_id=actor.user_id,
        actor_name=actor.acting(EXPLAINING + CONFIRMING, task).name,
        action=action,
        object_kind="project",
        object_id=task.project_id,
        reason=words,
        details=task.details,
    )
    name = session.exec(select(Project.name).where(col(Project.id) == task.project_id)).one()
    notify(
        session,
        people_at(session, told, task) - {actor.user_id},
        template=template,
        key=f"target_task_said:{entry.id}",
        object_kind="target_task",
        object_id=task.id,
        facts={"project_name": name, "year": task.fiscal_year, "actor": actor.name, "reason": words},
    )
