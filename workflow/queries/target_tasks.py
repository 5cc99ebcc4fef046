"""目标调整任务 as read: the list of a region, one task with its causes, and what waits for a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, false, or_
from sqlmodel import Session, col, func, select

from workflow.errors import NotFound
from workflow.lifecycle.target_tasks import CONFIRMING, EXPLAINING
from workflow.models import Declaration, Organisation, Project, TargetAdjustmentTask, UserAccount
from workflow.money_types import TargetTaskEnd
from workflow.permissions import Actor, reach_clause
from workflow.queries.keyset import PAGE_SIZE, Order, Window, window
from workflow.queries.ledger import LedgerLine, lines_of
from workflow.queries.no_targets import UNDER_WAY

LONGEST = 200
OPEN, ADJUSTING, EXPLAINED = "open", "adjusting", "waiting"
"""An open task waits for the unit, with its adjustment on the way, or with an explanation for the section."""


@dataclass(frozen=True)
class TaskLine:
    """One task."""

    id: int
    project_id: int
    project_name: str
    unit_name: str
    fiscal_year: int
    change_fen: int
    initial_fen: int
    share_percent: int
    opened_at: datetime
    explained_at: datetime | None
    closed_as: str
    closed_at: datetime | None
    explanation: str
    answer: str
    under_way: bool

    @property
    def stage(self) -> str:
        """open, adjusting, waiting, adjusted, explained, lapsed."""
        if self.closed_as != TargetTaskEnd.open:
            return self.closed_as
        return EXPLAINED if self.explained_at else ADJUSTING if self.under_way else OPEN


@dataclass(frozen=True)
class TaskPage:
    """One task with the entries that made it; ``declaration_id``: what closed it, is on its way, or is in force.

    ``answer``: (id, revision, state) of the adjustment that was opened for it.
    """

    line: TaskLine
    causes: list[LedgerLine]
    declaration_id: int | None
    on_its_way: bool
    explained_by: str
    answered_by: str
    may_explain: bool
    may_answer: bool
    answer: tuple[int, int, str] | None = None


def tasks(
    session: Session, actor: Actor, region_id: int, year: int, stage: str = "", cursor: str = "", size: int = PAGE_SIZE
) -> Window[TaskLine]:
    """Of the year, the newest first."""
    here = (
        col(TargetAdjustmentTask.region_id) == region_id,
        col(TargetAdjustmentTask.fiscal_year) == year,
        _seen(actor),
        *_in_stage(stage),
    )
    order = Order(col(TargetAdjustmentTask.id), col(TargetAdjustmentTask.id), int, descending=True)
    return window(session, _lines().where(*here), order, TaskLine, cursor, size)


def task(session: Session, actor: Actor, task_id: int) -> TaskPage:
    """Raises ``NotFound`` out of sight."""
    query: Any = _lines().where(col(TargetAdjustmentTask.id) == task_id, _seen(actor))
    found = session.exec(query).first()
    if found is None:
        raise NotFound("no_such_target_task")
    line, row = TaskLine(*found), session.get_one(TargetAdjustmentTask, task_id)
    declaration_id, on_its_way = (row.declaration_id, False) if row.declaration_id else _newest(session, row)
    waits = row.closed_at is None
    names = dict(
        session.exec(
            select(UserAccount.id, UserAccount.name).where(
                col(UserAccount.id).in_([one for one in (row.explained_by, row.answered_by) if one])
            )
        ).all()
    )
    return TaskPage(
        line,
        lines_of(session, row.cause_ids),
        declaration_id,
        on_its_way,
        names.get(row.explained_by or 0, ""),
        names.get(row.answered_by or 0, ""),
        waits and actor.holds_any(EXPLAINING, row),
        waits and bool(row.explained_at) and actor.holds_any(CONFIRMING, row),
        _answer(session, row),
    )


def tasks_waiting(session: Session, actor: Actor) -> Sequence[TaskLine]:
    """For the work list, the oldest first: what nobody began or explained (unit), what was (section)."""
    if not actor.roles & {*EXPLAINING, *CONFIRMING}:
        return []
    query: Any = _lines().where(*_waits_for(actor)).order_by(col(TargetAdjustmentTask.id)).limit(LONGEST)
    return [TaskLine(*row) for row in session.exec(query)]


def task_count(actor: Actor) -> ScalarSelect[int]:
    """How many there are, as part of another query."""
    query = select(func.count()).select_from(TargetAdjustmentTask)
    return query.where(*_waits_for(actor)).scalar_subquery()


def _lines() -> Select[Any]:
    """The columns of ``TaskLine``."""
    row = TargetAdjustmentTask
    columns: list[Any] = [
        row.id, row.project_id, Project.name, Organisation.name, row.fiscal_year, row.change_fen, row.initial_fen,
        row.share_percent, row.created_at, row.explained_at, row.closed_as, row.closed_at, row.explanation, row.answer,
        _under_way().label("under_way"),
    ]  # fmt: skip
    query: Select[Any] = select(*columns)
    return query.join(Project, col(Project.id) == row.project_id).join(
        Organisation, col(Organisation.id) == row.unit_id
    )


def _seen(actor: Actor) -> ColumnElement[bool]:
    return or_(false(), *(reach_clause(TargetAdjustmentTask, grant) for grant in actor.grants))


def _under_way() -> ColumnElement[bool]:
    """A revision of its project is on its way: nobody has to be told again to begin one."""
    return (
        select(Declaration.id)
        .where(
            Declaration.project_id == TargetAdjustmentTask.project_id,
            Declaration.fiscal_year == TargetAdjustmentTask.fiscal_year,
            ~col(Declaration.in_force),
            col(Declaration.state).in_(UNDER_WAY),
        )
        .correlate(TargetAdjustmentTask)
        .exists()
    )


def _in_stage(stage: str) -> tuple[ColumnElement[bool], ...]:
    explained = col(TargetAdjustmentTask.explained_at).is_not(None)
    wanted = {OPEN: (~explained, ~_under_way()), ADJUSTING: (~explained, _under_way()), EXPLAINED: (explained,)}
    if stage in wanted:
        return col(TargetAdjustmentTask.closed_at).is_(None), *wanted[stage]
    return (col(TargetAdjustmentTask.closed_as) == stage,) if stage else ()


def _waits_for(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    explained = col(TargetAdjustmentTask.explained_at).is_not(None)
    wanted = dict.fromkeys(EXPLAINING, and_(~explained, ~_under_way())) | dict.fromkeys(CONFIRMING, explained)
    reach = [
        and_(
            col(TargetAdjustmentTask.region_id) == grant.region_id,
            reach_clause(TargetAdjustmentTask, grant),
            wanted[grant.role],
        )
        for grant in actor.grants
        if grant.role in wanted
    ]
    return col(TargetAdjustmentTask.closed_at).is_(None), or_(false(), *reach)


def _answer(session: Session, row: TargetAdjustmentTask) -> tuple[int, int, str] | None:
    columns: list[Any] = [Declaration.id, Declaration.revision, Declaration.state]
    query: Any = select(*columns).where(Declaration.id == (row.declaration_id or row.adjustment_id))
    found = session.exec(query).first()
    return (found[0], found[1], found[2]) if found else None


def _newest(session: Session, row: TargetAdjustmentTask) -> tuple[int | None, bool]:
    """The revision that is on its way, else the declaration in force."""
    found = session.exec(
        select(Declaration.id, Declaration.in_force)
        .where(
            Declaration.project_id == row.project_id,
            Declaration.fiscal_year == row.fiscal_year,
            or_(col(Declaration.in_force), col(Declaration.state).in_(UNDER_WAY)),
        )
        .order_by(col(Declaration.in_force), col(Declaration.id).desc())
    ).first()
    return (found[0], not found[1]) if found else (None, False)
