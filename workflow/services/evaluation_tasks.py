"""Self-evaluation tasks (自评任务): opened and closed by the performance section of the region."""

from datetime import date

from sqlmodel import Session, col, select

from workflow import clock
from workflow.errors import NotAllowed, NotFound, RuleFailed, WrongState
from workflow.execution.scope import Scope, kinds_of, scope_of
from workflow.lifecycle import Inputs, perform
from workflow.lifecycle.record import append_audit
from workflow.lifecycle.reports import OPEN
from workflow.lifecycle.words import LONGEST_NAME, within
from workflow.models import EvaluationTask, Region, SelfEvaluation
from workflow.permissions import REACH, Actor
from workflow.services.evaluation_opening import sync_task
from workflow.types import Kind, Role

EVERYTHING = Scope()
NAMES: dict[tuple[str, ...], str] = {
    (Kind.project,): "项目支出", (Kind.overall,): "部门整体支出",
    (Kind.project, Kind.overall): "项目支出和部门整体支出",
}  # fmt: skip
"""What a task without a name is named after."""


def open_task(
    session: Session,
    actor: Actor,
    region_id: int,
    year: int,
    deadline: date,
    as_of: date | None = None,
    name: str = "",
    scope: Scope = EVERYTHING,
) -> EvaluationTask:
    """The task of a year with its forms; raises ``NotAllowed`` or ``RuleFailed``.

    One open task per region, year and kind: projects, units as a whole, or both together.

    Money is counted to ``as_of``, without one to the end of the year: what is paid later belongs to the next.
    """
    _require_performance(actor, region_id)
    as_of = as_of or date(year, 12, 31)
    _require_days(year, as_of, deadline)
    session.exec(select(Region).where(Region.id == region_id).with_for_update(key_share=True)).one()  # two take turns
    _require_none_open(session, region_id, year, kinds_of(scope))
    task = EvaluationTask(
        created_at=clock.now(),
        region_id=region_id,
        fiscal_year=year,
        round=_next_round(session, region_id, year),
        name=within(name, LONGEST_NAME) or f"{year}年度{NAMES[kinds_of(scope)]}绩效自评",
        as_of=as_of,
        deadline=deadline,
        scope=scope.as_json(),
        opened_by=actor.user_id or None,
    )
    session.add(task)
    session.flush()  # forms point to its id
    _audit(session, actor, task, "open_evaluation_task")
    sync_task(session, task.id)
    return task


def close_task(session: Session, actor: Actor, task_id: int, reason: str = "") -> EvaluationTask:
    """End a task. Forms still under way are cancelled with it, which takes a reason."""
    reason, task = within(reason), find_task(session, actor, task_id, lock=True)
    _require_performance(actor, task.region_id)
    if task.closed_at:
        raise WrongState("evaluation_task_closed")
    unfinished = _unfinished(session, task_id)
    if unfinished and not reason:
        raise RuleFailed("evaluation_task_unfinished", count=len(unfinished))
    for row in unfinished:
        perform(session, row, actor, "cancel", expected_version=row.version, inputs=Inputs(reason=reason))
    task.closed_at = clock.now()
    _audit(session, actor, task, "close_evaluation_task", reason)
    return task


def find_task(session: Session, actor: Actor, task_id: int, *, lock: bool = False) -> EvaluationTask:
    """A task of a region the actor has business in; raises ``NotFound``."""
    regions = {grant.region_id for grant in actor.grants if grant.role in REACH}
    query = select(EvaluationTask).where(
        EvaluationTask.id == task_id, col(EvaluationTask.region_id).in_(sorted(regions))
    )
    if lock:
        query = query.with_for_update(key_share=True).execution_options(populate_existing=True)
    found = session.exec(query).first()
    if found is None:
        raise NotFound("no_such_evaluation_task")
    return found


def _require_performance(actor: Actor, region_id: int) -> None:
    if not any(grant.role is Role.performance and grant.region_id == region_id for grant in actor.grants):
        raise NotAllowed("no_role")


def _require_days(year: int, as_of: date, deadline: date) -> None:
    if as_of.year != year:
        raise RuleFailed("evaluation_as_of_outside", year=year)
    if as_of > clock.business_date():
        raise RuleFailed("evaluation_year_not_over", year=year)
    if deadline < clock.business_date():
        raise RuleFailed("deadline_past", deadline=deadline.isoformat())


def _require_none_open(session: Session, region_id: int, year: int, kinds: tuple[str, ...]) -> None:
    query = select(EvaluationTask).where(
        EvaluationTask.region_id == region_id,
        EvaluationTask.fiscal_year == year,
        col(EvaluationTask.closed_at).is_(None),
    )
    found = next((one for one in session.exec(query) if {*kinds} & {*kinds_of(scope_of(one.scope))}), None)
    if found:
        raise RuleFailed("evaluation_task_still_open", task_id=found.id, name=found.name, year=year)


def _next_round(session: Session, region_id: int, year: int) -> int:
    rounds = select(EvaluationTask.round).where(
        EvaluationTask.region_id == region_id, EvaluationTask.fiscal_year == year
    )
    return max(session.exec(rounds), default=0) + 1


def _unfinished(session: Session, task_id: int) -> list[SelfEvaluation]:
    query = (
        select(SelfEvaluation)
        .where(SelfEvaluation.task_id == task_id, col(SelfEvaluation.state).in_(OPEN))
        .order_by(col(SelfEvaluation.id))
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return list(session.exec(query))


def _audit(session: Session, actor: Actor, task: EvaluationTask, action: str, reason: str = "") -> None:
    append_audit(
        session,
        actor_id=actor.user_id,
        actor_name=actor.acting([Role.performance]).name,
        action=action,
        object_kind="evaluation_task",
        object_id=task.id,
        reason=reason,
        details={"name": task.name, "year": task.fiscal_year, "deadline": task.deadline.isoformat()},
    )
