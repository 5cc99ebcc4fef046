"""Self-evaluation tasks and lists of self-evaluations as an actor may see them."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, false, tuple_
from sqlmodel import Session, col, func, or_, select

from workflow.errors import NotFound
from workflow.models import Declaration, EvaluationTask, Organisation, SelfEvaluation
from workflow.permissions import REACH, Actor, visible_to
from workflow.queries.arrivals import to_be_changed
from workflow.texts import whole
from workflow.types import Kind, ReportState, State

PAGE_SIZE = 50


@dataclass(frozen=True)
class TaskLine:
    """A task with the number of visible forms per state, of accepted ones per grade, of those that count per kind."""

    task: EvaluationTask
    by_state: Mapping[str, int] = field(default_factory=dict)
    by_grade: Mapping[str, int] = field(default_factory=dict)
    by_kind: Mapping[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """Forms that count: cancelled ones do not."""
        return sum(count for state, count in self.by_state.items() if state != ReportState.cancelled)


def tasks(session: Session, actor: Actor, year: int | None = None) -> list[TaskLine]:
    """Tasks of the actor's regions, newest first."""
    query = select(EvaluationTask).where(_seen(actor))
    if year:
        query = query.where(EvaluationTask.fiscal_year == year)
    found = session.exec(query.order_by(col(EvaluationTask.id).desc())).all()
    return _counted(session, actor, list(found))


def task(session: Session, actor: Actor, task_id: int) -> TaskLine:
    """One task; raises ``NotFound`` outside the actor's regions."""
    found = session.exec(select(EvaluationTask).where(EvaluationTask.id == task_id, _seen(actor))).first()
    if found is None:
        raise NotFound("no_such_evaluation_task")
    return _counted(session, actor, [found])[0]


def in_force(session: Session, region_id: int, year: int) -> dict[str, int]:
    """How many forms a new task of the year would open, by kind."""
    query = select(Declaration.kind, func.count()).where(
        Declaration.region_id == region_id,
        Declaration.fiscal_year == year,
        col(Declaration.in_force).is_(True),
        col(Declaration.state).in_((State.approved, State.monitored)),
    )
    return dict.fromkeys(Kind, 0) | dict(session.exec(query.group_by(col(Declaration.kind))).all())


def _seen(actor: Actor) -> ColumnElement[bool]:
    regions = {grant.region_id for grant in actor.grants if grant.role in REACH}
    return col(EvaluationTask.region_id).in_(sorted(regions))


def _counted(session: Session, actor: Actor, found: list[EvaluationTask]) -> list[TaskLine]:
    whole = col(SelfEvaluation.project_id).is_(None)
    query = (
        select(  # type: ignore[call-overload]
            SelfEvaluation.task_id, SelfEvaluation.state, SelfEvaluation.grade, whole, func.count()
        )
        .where(col(SelfEvaluation.task_id).in_([one.id for one in found]), visible_to(actor, SelfEvaluation))
        .group_by(col(SelfEvaluation.task_id), col(SelfEvaluation.state), col(SelfEvaluation.grade), whole)
    )
    states, grades, kinds = (defaultdict[int, Counter[str]](Counter) for _ in range(3))
    for task_id, state, grade, of_unit, count in session.exec(query):
        states[task_id][state] += count
        if state != ReportState.cancelled:
            kinds[task_id][Kind.overall if of_unit else Kind.project] += count
        if state == ReportState.accepted and grade:
            grades[task_id][grade] += count
    return [TaskLine(one, states[one.id], grades[one.id], kinds[one.id]) for one in found]


@dataclass(frozen=True)
class EvaluationFilters:
    """What the filter bar asks for; empty = all."""

    task_id: int
    state: str = ""
    grade: str = ""
    kind: str = ""
    department_id: int | None = None
    text: str = ""


@dataclass(frozen=True)
class ListedEvaluation:
    """One line of the list; ``declaration_state`` says whether the result is confirmed (evaluated)."""

    id: int
    declaration_id: int
    project_name: str
    unit_name: str
    department_name: str
    state: str
    desk: str | None
    held_since: datetime | None
    round: int
    adjusted_fen: int
    executed_fen: int
    total_hundredths: int | None
    grade: str | None
    declaration_state: str
    declaration_version: int
    to_be_changed: bool
    """It lies where it is changed; ``round`` says whether it came back."""
    kind: str

    @property
    def to_confirm(self) -> bool:
        """Accepted by the section, not yet confirmed by the performance section."""
        return self.state == ReportState.accepted and self.declaration_state in (State.approved, State.monitored)


def list_evaluations(
    session: Session, actor: Actor, filters: EvaluationFilters, after: str = "", size: int = PAGE_SIZE
) -> tuple[list[ListedEvaluation], str | None]:
    """One page in the order of the project's name, and the cursor of the next (None = there is none)."""
    unit, department = Organisation.__table__.alias("unit"), Organisation.__table__.alias("department")  # type: ignore[attr-defined]
    row, order = SelfEvaluation, (col(Declaration.sort_key), col(SelfEvaluation.id))
    query = (
        select(  # type: ignore[call-overload]
            row.id, row.declaration_id, Declaration.project_name, unit.c.name, department.c.name, row.state, row.desk,
            row.held_since, row.round, row.adjusted_fen, row.executed_fen, row.total_hundredths, row.grade,
            Declaration.state, Declaration.version, func.coalesce(to_be_changed(row), false()), Declaration.kind,
            Declaration.sort_key,
        )
        .join(Declaration, col(Declaration.id) == row.declaration_id)
        .join(unit, unit.c.id == row.unit_id)
        .join(department, department.c.id == row.department_id)
        .where(visible_to(actor, SelfEvaluation), *_conditions(filters))
        .order_by(*order)
        .limit(size + 1)
    )  # fmt: skip
    key, _, evaluation_id = after.rpartition("|")
    if last := whole(evaluation_id):
        query = query.where(tuple_(*order) > tuple_(key, last))
    found = session.exec(query).all()
    more, found = len(found) > size, found[:size]
    cursor = f"{found[-1][-1]}|{found[-1][0]}" if more else None
    return [ListedEvaluation(*line[:-1]) for line in found], cursor


def _conditions(filters: EvaluationFilters) -> list[ColumnElement[bool]]:
    wanted: list[Any] = [col(SelfEvaluation.task_id) == filters.task_id]
    for column, value in (
        (SelfEvaluation.state, filters.state),
        (SelfEvaluation.grade, filters.grade),
        (Declaration.kind, filters.kind),
        (SelfEvaluation.department_id, filters.department_id),
    ):
        if value:
            wanted.append(col(column) == value)
    if text := filters.text.strip():
        name, initials = col(Declaration.project_name), col(Declaration.initials)
        wanted.append(or_(name.contains(text, autoescape=True), initials.contains(text.lower(), autoescape=True)))
    return wanted


def departments(session: Session, actor: Actor, task_id: int) -> list[tuple[int, str]]:
    """Departments with visible forms in a task, by name."""
    here: Any = select(SelfEvaluation.department_id).where(
        SelfEvaluation.task_id == task_id, visible_to(actor, SelfEvaluation)
    )
    query = select(Organisation.id, Organisation.name).where(col(Organisation.id).in_(here))
    return list(session.exec(query.order_by(col(Organisation.sort_key), col(Organisation.id))).all())
