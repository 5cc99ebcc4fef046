"""目标调整任务, opened and closed by what happens to the money and to the declaration; never by hand."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, func, select

from workflow import clock, regional
from workflow.execution.ledger import ENTRY_KINDS, above_share
from workflow.lifecycle.case import Case
from workflow.lifecycle.ledger import APPROVAL
from workflow.lifecycle.record import append_audit
from workflow.models import Declaration, LedgerEntry, Project, TargetAdjustmentTask
from workflow.money import wan_grouped
from workflow.money_types import LedgerKind, TargetTaskEnd
from workflow.notifications.outbox import notify
from workflow.permissions import SYSTEM, Actor, people_at
from workflow.regional.table import TARGET_SHARE
from workflow.types import Role

EXPLAINING = (Role.filer, Role.unit_head)
"""Who adjusts the targets, or says why they stay."""
CONFIRMING = (Role.section_reviewer, Role.section_head)
"""Who confirms that they stay."""
MOVING = tuple(kind.value for kind, row in ENTRY_KINDS.items() if row.moves_targets)


def look_at_changes(session: Session, project: Project, year: int) -> None:
    """After an entry: what changed since the targets were last looked at opens a task, adds to it or lets it lapse.

    A project-year without a declaration in force has no targets to adjust: it stands among 有钱无目标 instead. A cut
    that a corrective action ordered (调减预算) opens one however small it is: 财预〔2019〕136号 has the targets follow.
    """
    declared = session.exec(
        select(Declaration).where(
            Declaration.project_id == project.id, Declaration.fiscal_year == year, col(Declaration.in_force)
        )
    ).first()
    if declared is None:
        return
    task = open_task(session, project.id, year)
    changes = _changes(session, project.id, year, _looked_at(session, declared))
    change, initial = sum(one.amount_fen for one in changes), _initial(session, project.id, year)
    percent = regional.setting(session, project.region_id, TARGET_SHARE, year)
    taken_back = {one.corrects_id for one in changes}
    ordered = any(one.correction_id and one.id not in taken_back for one in changes)
    if change and (ordered or above_share(change, initial, percent)):
        task = task or _new(session, project, year, initial, percent)
        _update(task, [one.id for one in changes], change)
        session.flush()  # its id names the messages
        _tell_unit(session, project, task, ordered)
    elif task:
        _close(session, task, TargetTaskEnd.lapsed, SYSTEM)


def open_task(session: Session, project_id: int, year: int) -> TargetAdjustmentTask | None:
    """The task that waits, locked."""
    query = select(TargetAdjustmentTask).where(
        TargetAdjustmentTask.project_id == project_id,
        TargetAdjustmentTask.fiscal_year == year,
        col(TargetAdjustmentTask.closed_at).is_(None),
    )
    return session.exec(query.with_for_update(key_share=True).execution_options(populate_existing=True)).first()


def close_by_approval(case: Case) -> None:
    """approve: targets approved after the change are what the task asked for."""
    _close_of(case, TargetTaskEnd.adjusted)


def answer_by_adjustment(case: Case) -> None:
    """open_adjustment: the revision answers the task that waits, and names it for what is booked already."""
    row = case.row
    task = open_task(case.session, row.project_id, row.fiscal_year) if row.project_id else None
    if task:
        task.adjustment_id = case.made["revision"].id


def lapse(case: Case) -> None:
    """terminate: a project that ended has no targets to adjust."""
    _close_of(case, TargetTaskEnd.lapsed)


def _close_of(case: Case, end: TargetTaskEnd) -> None:
    task = open_task(case.session, case.row.project_id, case.row.fiscal_year) if case.row.project_id else None
    if task:
        task.declaration_id = case.row.id if end is TargetTaskEnd.adjusted else None
        _close(case.session, task, end, case.actor)


def _close(session: Session, task: TargetAdjustmentTask, end: TargetTaskEnd, actor: Actor) -> None:
    task.closed_as, task.closed_at = end, clock.now()
    append_audit(
        session,
        actor_id=actor.user_id,
        actor_name=actor.name,
        action="close_target_task",
        object_kind="project",
        object_id=task.project_id,
        details={**task.details, "end": end.value},
    )


def _looked_at(session: Session, declared: Declaration) -> datetime | None:
    """When the targets were last held against the money: by approval, or by an explanation the section confirmed."""
    explained = session.exec(
        select(func.max(TargetAdjustmentTask.closed_at)).where(
            TargetAdjustmentTask.project_id == declared.project_id,
            TargetAdjustmentTask.fiscal_year == declared.fiscal_year,
            TargetAdjustmentTask.closed_as == TargetTaskEnd.explained,
        )
    ).one()
    return max(filter(None, (declared.approved_at, explained)), default=None)


def _changes(session: Session, project_id: int, year: int, since: datetime | None) -> Sequence[LedgerEntry]:
    """The entries that targets must follow; what was taken back adds up to nothing."""
    query = select(LedgerEntry).where(
        LedgerEntry.project_id == project_id,
        LedgerEntry.fiscal_year == year,
        LedgerEntry.origin != APPROVAL,
        col(LedgerEntry.kind).in_(MOVING),
        *([col(LedgerEntry.created_at) > since] if since else []),
    )
    return session.exec(query.order_by(col(LedgerEntry.id))).all()


def _initial(session: Session, project_id: int, year: int) -> int:
    query = select(func.coalesce(func.sum(LedgerEntry.amount_fen), 0)).where(
        LedgerEntry.project_id == project_id,
        LedgerEntry.fiscal_year == year,
        LedgerEntry.kind == LedgerKind.initial,
    )
    return int(session.exec(query).one())


def _new(session: Session, project: Project, year: int, initial: int, percent: int) -> TargetAdjustmentTask:
    task = TargetAdjustmentTask(
        created_at=clock.now(),
        project_id=project.id,
        fiscal_year=year,
        region_id=project.region_id,
        department_id=project.department_id,
        unit_id=project.unit_id,
        change_fen=0,
        initial_fen=initial,
        share_percent=percent,
    )
    session.add(task)
    return task


def _update(task: TargetAdjustmentTask, causes: list[int], change: int) -> None:
    """An explanation of fewer changes explains nothing any more."""
    task.cause_ids, task.change_fen = causes, change
    task.explained_at = task.explained_by = None


def _tell_unit(session: Session, project: Project, task: TargetAdjustmentTask, ordered: bool) -> None:
    notify(
        session,
        people_at(session, EXPLAINING, project),
        template="target_task.ordered" if ordered else "target_task.opened",
        key=f"target_task:{task.id}:{task.cause_ids[-1]}",
        object_kind="target_task",
        object_id=task.id,
        facts={
            "project_name": project.name,
            "year": task.fiscal_year,
            "change": f"{'+' if task.change_fen > 0 else ''}{wan_grouped(task.change_fen)}",
            "percent": task.share_percent,
        },
    )
