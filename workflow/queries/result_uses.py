"""结果应用 as read: those of one form, the list of a year, and what waits for the budget section."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, false, or_, true
from sqlmodel import Session, col, func, select

from workflow.lifecycle.evaluations.finance import DECIDES, IN_OFFICE
from workflow.models import Declaration, LedgerEntry, Organisation, ResultUse, SelfEvaluation
from workflow.permissions import Actor, reach_clause, visible_to
from workflow.types import ResultUseState

PAGE_SIZE, LONGEST = 50, 200


@dataclass(frozen=True)
class ListedUse:
    """One line; total and grade are those of the form, ``entry_on`` is the day of what was booked ("" = nothing)."""

    row: ResultUse
    project_name: str
    unit_name: str
    total_hundredths: int | None
    grade: str | None
    entry_on: str


def uses_of(session: Session, actor: Actor, form: SelfEvaluation) -> Sequence[ResultUse]:
    """Of one form that the actor sees, the newest first; the unit sees what is confirmed."""
    query = select(ResultUse).where(ResultUse.evaluation_id == form.id)
    if not actor.holds_any(IN_OFFICE, form):
        query = query.where(ResultUse.state == ResultUseState.confirmed)
    return session.exec(query.order_by(col(ResultUse.id).desc())).all()


def list_uses(
    session: Session, actor: Actor, year: int | None, state: str = "", after: int = 0, size: int = PAGE_SIZE
) -> list[ListedUse]:
    """Those of the evaluated year, the newest first; ``after`` is the id of the last line of the page before."""
    query = _joined().where(visible_to(actor, SelfEvaluation), _known(actor)).order_by(col(ResultUse.id).desc())
    for column, value in ((ResultUse.fiscal_year, year), (ResultUse.state, state)):
        if value:
            query = query.where(col(column) == value)
    if after:
        query = query.where(col(ResultUse.id) < after)
    return [_listed(*found) for found in session.exec(query.limit(size))]


def waiting_uses(session: Session, actor: Actor) -> list[ListedUse]:
    """What waits for the budget section, the oldest first."""
    query = _joined().where(_waits(actor)).order_by(col(ResultUse.id)).limit(LONGEST)
    return [_listed(*found) for found in session.exec(query)]


def waiting_uses_count(actor: Actor) -> ScalarSelect[int]:
    """How many, as part of another query."""
    joined = select(func.count()).select_from(ResultUse).join(
        SelfEvaluation, col(SelfEvaluation.id) == ResultUse.evaluation_id
    )  # fmt: skip
    return joined.where(_waits(actor)).scalar_subquery()


def _joined() -> Any:
    columns: list[Any] = [
        ResultUse, Declaration.project_name, Organisation.name, SelfEvaluation.total_hundredths,
        SelfEvaluation.grade, LedgerEntry.effective_on,
    ]  # fmt: skip
    return (
        select(*columns)
        .join(SelfEvaluation, col(SelfEvaluation.id) == ResultUse.evaluation_id)
        .join(Declaration, col(Declaration.id) == SelfEvaluation.declaration_id)
        .join(Organisation, col(Organisation.id) == SelfEvaluation.unit_id)
        .outerjoin(LedgerEntry, col(LedgerEntry.id) == ResultUse.entry_id)
    )


def _listed(
    row: ResultUse, project: str, unit: str, total: int | None, grade: str | None, on: date | None
) -> ListedUse:
    return ListedUse(row, project, unit, total, grade, on.isoformat() if on else "")


def _known(actor: Actor) -> ColumnElement[bool]:
    """Finance sees proposals, the unit's side what is confirmed."""
    return true() if actor.roles & set(IN_OFFICE) else col(ResultUse.state) == ResultUseState.confirmed


def _waits(actor: Actor) -> ColumnElement[bool]:
    mine = [reach_clause(SelfEvaluation, grant) for grant in actor.grants if grant.role in DECIDES]
    return and_(col(ResultUse.state) == ResultUseState.proposed, or_(false(), *mine))


def listed_use(session: Session, row: ResultUse) -> ListedUse:
    """One that the caller has found."""
    return _listed(*session.exec(_joined().where(ResultUse.id == row.id)).one())
