"""抽样复核 as read: the draws of a task, the re-checks and what these changed, and one re-check beside its form."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import exists
from sqlmodel import Session, col, func, select

from workflow.lifecycle.evaluations.finance import IN_OFFICE, find_recheck
from workflow.lifecycle.evaluations.results import lines_of, rechecked_points
from workflow.lifecycle.evaluations.scores import points_of
from workflow.models import (
    Declaration,
    EvaluationRecheck,
    EvaluationSample,
    Organisation,
    RecheckLine,
    SelfEvaluation,
)
from workflow.permissions import Actor, visible_to
from workflow.queries.evaluation_page import EvaluationView, evaluation_view
from workflow.scoring.sampling import rank_of
from workflow.types import RecheckState, ReportState


@dataclass(frozen=True)
class ListedRecheck:
    """One form of a sample; ``after`` are None until somebody has begun."""

    id: int
    evaluation_id: int
    seed: str
    project_name: str
    unit_name: str
    department_name: str
    why: str
    state: str
    adjusted_fen: int
    own_hundredths: int
    own_grade: str
    total_hundredths: int | None
    grade: str | None
    finished_at: datetime | None

    @property
    def difference(self) -> Decimal | None:
        """Points of the re-check less those of the unit, once it is finished."""
        if self.state != RecheckState.finished or self.total_hundredths is None:
            return None
        return Decimal(self.total_hundredths - self.own_hundredths) / 100

    @property
    def lot(self) -> str:
        """The beginning of what the draw was sorted by."""
        return rank_of(self.seed, self.evaluation_id)[:12]


@dataclass(frozen=True)
class Differences:
    """What the finished re-checks of one name (a department, or all) changed; None where none is finished."""

    name: str
    drawn: int
    finished: int
    mean: Decimal | None
    mean_size: Decimal | None
    lowered: int
    raised: int
    other_grade: int


def samples(session: Session, task_id: int) -> Sequence[EvaluationSample]:
    """The draws of a task, the first one first."""
    query = select(EvaluationSample).where(EvaluationSample.task_id == task_id)
    return session.exec(query.order_by(col(EvaluationSample.id))).all()


def left_to_draw(session: Session, task_id: int) -> int:
    """Accepted forms that no draw has taken."""
    query = select(func.count()).select_from(SelfEvaluation)
    return session.exec(
        query.where(
            SelfEvaluation.task_id == task_id,
            SelfEvaluation.state == ReportState.accepted,
            ~exists().where(col(EvaluationRecheck.evaluation_id) == SelfEvaluation.id),
        )
    ).one()


def list_rechecks(session: Session, actor: Actor, task_id: int) -> list[ListedRecheck]:
    """All re-checks of a task that the actor may see, by project; the unit's side sees none here."""
    unit, department = Organisation.__table__.alias("unit"), Organisation.__table__.alias("department")  # type: ignore[attr-defined]
    row, form = EvaluationRecheck, SelfEvaluation
    columns: list[Any] = [
        row.id, row.evaluation_id, EvaluationSample.seed, Declaration.project_name, unit.c.name, department.c.name,
        row.why, row.state, form.adjusted_fen, form.total_hundredths, form.grade, row.total_hundredths, row.grade,
        row.finished_at,
    ]  # fmt: skip
    query: Any = (
        select(*columns)
        .join(EvaluationSample, col(EvaluationSample.id) == row.sample_id)
        .join(SelfEvaluation, col(form.id) == row.evaluation_id)
        .join(Declaration, col(Declaration.id) == form.declaration_id)
        .join(unit, unit.c.id == form.unit_id)
        .join(department, department.c.id == form.department_id)
        .where(EvaluationSample.task_id == task_id, visible_to(actor, SelfEvaluation))
        .order_by(col(Declaration.sort_key), col(row.id))
    )
    if not actor.roles & set(IN_OFFICE):
        return []
    return [ListedRecheck(*line) for line in session.exec(query)]


def differences(rows: Sequence[ListedRecheck]) -> list[Differences]:
    """By department, in the order they are met, then all together (name "")."""
    names = dict.fromkeys(row.department_name for row in rows)
    found = [_of(name, [row for row in rows if row.department_name == name]) for name in names]
    return [*found, _of("", rows)]


def _of(name: str, rows: Sequence[ListedRecheck]) -> Differences:
    changed = [row.difference for row in rows if row.difference is not None]
    return Differences(
        name=name,
        drawn=len(rows),
        finished=len(changed),
        mean=_mean(changed),
        mean_size=_mean([abs(one) for one in changed]),
        lowered=sum(one < 0 for one in changed),
        raised=sum(one > 0 for one in changed),
        other_grade=sum(row.difference is not None and row.grade != row.own_grade for row in rows),
    )


def _mean(numbers: Iterable[Decimal]) -> Decimal | None:
    found = list(numbers)
    return (sum(found, Decimal(0)) / len(found)).quantize(Decimal("0.01")) if found else None


@dataclass(frozen=True)
class RecheckView:
    """One re-check beside its form; ``points`` are those that count, by place."""

    row: EvaluationRecheck
    sample: EvaluationSample
    form: EvaluationView
    lines: dict[str, RecheckLine]
    points: dict[str, Decimal | None]


def recheck_view(session: Session, actor: Actor, recheck_id: int) -> RecheckView:
    """Raises ``NotFound`` out of sight."""
    row, evaluation = find_recheck(session, actor, recheck_id)
    form, lines = evaluation_view(session, actor, evaluation.id), lines_of(session, row.id)
    points = rechecked_points(form.row, [line.item for line in form.lines], lines)
    sample = session.get_one(EvaluationSample, row.sample_id)
    return RecheckView(row, sample, form, lines, {place: points_of(one) for place, one in points.items()})


def recheck_of(session: Session, actor: Actor, evaluation: SelfEvaluation) -> EvaluationRecheck | None:
    """The re-check of a form as far as the actor may know of it."""
    query = select(EvaluationRecheck).where(EvaluationRecheck.evaluation_id == evaluation.id)
    found = session.exec(query).first()
    if found is None or found.state == RecheckState.finished or actor.holds_any(IN_OFFICE, evaluation):
        return found
    return None
