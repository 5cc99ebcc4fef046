"""What an accepted self-evaluation came to: the unit's points, or finance's where they were checked again (复核)."""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from workflow.execution import rate
from workflow.lifecycle.evaluations.scores import points_of
from workflow.models import (
    Declaration,
    EvaluationRecheck,
    Indicator,
    RecheckLine,
    SelfEvaluation,
    SelfEvaluationItem,
)
from workflow.regional.evaluation import evaluation_scheme
from workflow.scoring.total import Total, total_of
from workflow.types import RecheckState, ReportState

MONEY_PLACE = "money/-"


def item_place(uid: str) -> str:
    """The place of an indicator's points in a re-check."""
    return f"items/{uid}"


@dataclass(frozen=True)
class Result:
    """Points and grade that count; ``own`` are the unit's where a re-check changed or kept them."""

    points: Decimal | None
    grade: str | None
    own: Decimal | None
    rechecked: bool = False


def result_of(session: Session, evaluation: SelfEvaluation) -> Result:
    """The finished re-check counts before the form itself."""
    own = points_of(evaluation.total_hundredths)
    query = select(EvaluationRecheck).where(
        EvaluationRecheck.evaluation_id == evaluation.id, EvaluationRecheck.state == RecheckState.finished
    )
    found = session.exec(query).first()
    if found is None:
        return Result(own, evaluation.grade, own)
    return Result(points_of(found.total_hundredths), found.grade, own, rechecked=True)


def of_same(row: Declaration | SelfEvaluation) -> tuple[ColumnElement[bool], ...]:
    """Forms about the same: the project, or the unit as a whole."""
    if row.project_id:
        return (col(SelfEvaluation.project_id) == row.project_id,)
    return col(SelfEvaluation.project_id).is_(None), col(SelfEvaluation.unit_id) == row.unit_id


def last_evaluation(session: Session, source: Declaration, year: int) -> SelfEvaluation | None:
    """The newest accepted form of a year about what ``source`` declares."""
    query = select(SelfEvaluation).where(
        *of_same(source),
        SelfEvaluation.fiscal_year == year,
        SelfEvaluation.state == ReportState.accepted,
    )
    return session.exec(query.order_by(col(SelfEvaluation.id).desc()).limit(1)).first()


def reached_of(session: Session, source: Declaration) -> dict[int, dict[str, str]]:
    """Year → indicator of ``source`` → what was reached, by the accepted forms of its own year and of the one before.

    A declaration is copied in autumn, when its own year is not over: then only the year before has a form.
    """
    own, before = (
        _reached(session, last_evaluation(session, source, year))
        for year in (source.fiscal_year, source.fiscal_year - 1)
    )
    found = {source.fiscal_year: own} if own else {}
    if before:
        rows = session.exec(select(Indicator.uid, Indicator.origin_uid).where(Indicator.declaration_id == source.id))
        older = {uid: before[origin] for uid, origin in rows if origin in before}
        found |= {source.fiscal_year - 1: older} if older else {}
    return found


def _reached(session: Session, form: SelfEvaluation | None) -> dict[str, str]:
    if form is None:
        return {}
    query = select(SelfEvaluationItem.indicator_uid, SelfEvaluationItem.actual)
    return dict(session.exec(query.where(SelfEvaluationItem.evaluation_id == form.id)).all())


def lines_of(session: Session, recheck_id: int) -> dict[str, RecheckLine]:
    """What the re-check says of its own, by place."""
    query = select(RecheckLine).where(RecheckLine.recheck_id == recheck_id).order_by(col(RecheckLine.id))
    return {line.place: line for line in session.exec(query)}


def rechecked_points(
    evaluation: SelfEvaluation, items: list[SelfEvaluationItem], lines: dict[str, RecheckLine]
) -> dict[str, int | None]:
    """Hundredths by place: those of the re-check, else the unit's."""
    own: dict[str, int | None] = {MONEY_PLACE: evaluation.points_hundredths}
    own |= {item_place(item.indicator_uid): item.points_hundredths for item in items}
    changed = {place: line.points_hundredths for place, line in lines.items() if line.points_hundredths is not None}
    return own | {place: points for place, points in changed.items() if place in own}


def rechecked_total(session: Session, evaluation: SelfEvaluation, points: dict[str, int | None]) -> Total:
    """Sum, ceiling of the execution rate and grade by the rules of the year that is evaluated."""
    scheme = evaluation_scheme(session, evaluation.region_id, evaluation.fiscal_year, evaluation.kind)
    spent = rate(evaluation.executed_fen, evaluation.adjusted_fen)
    return total_of([points_of(one) for one in points.values()], spent, scheme)
