"""Beside the self-evaluation of a unit as a whole: what those of its projects came to, as a hint for its own points."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from workflow.lifecycle.evaluations.whole import unit_scope
from workflow.models import Declaration, Organisation, SelfEvaluation
from workflow.permissions import Actor, visible_to
from workflow.types import ReportState


@dataclass(frozen=True)
class ProjectResult:
    """One form of a project; ``total_hundredths`` None while a part has no points."""

    id: int
    project_name: str
    unit_name: str
    state: str
    round: int
    total_hundredths: int | None
    grade: str | None
    adjusted_fen: int
    executed_fen: int


def project_results(session: Session, actor: Actor, form: SelfEvaluation) -> list[ProjectResult]:
    """Forms of the year that count and the actor sees, of the units the overall form speaks for."""
    units = unit_scope(session, session.get_one(Organisation, form.unit_id))
    row = SelfEvaluation
    query = (
        select(  # type: ignore[call-overload]
            row.id, Declaration.project_name, Organisation.name, row.state, row.round, row.total_hundredths, row.grade,
            row.adjusted_fen, row.executed_fen,
        )
        .join(Declaration, col(Declaration.id) == row.declaration_id)
        .join(Organisation, col(Organisation.id) == row.unit_id)
        .where(
            visible_to(actor, SelfEvaluation),
            col(row.unit_id).in_(units),
            row.fiscal_year == form.fiscal_year,
            col(row.project_id).is_not(None),
            row.state != ReportState.cancelled,
        )
        .order_by(col(Declaration.sort_key), col(row.id))
    )  # fmt: skip
    return [ProjectResult(*line) for line in session.exec(query)]
