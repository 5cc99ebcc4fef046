"""特批 as read: what stands on a file, and the open points that wait for a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, ScalarSelect, and_, false, or_
from sqlmodel import Session, col, func, select

from workflow import clock
from workflow.models import Declaration, Organisation, SpecialApproval, SpecialPoint
from workflow.permissions import Actor, reach_clause
from workflow.types import Role

LONGEST = 200
HAS_ONE = select(SpecialApproval.id).where(SpecialApproval.declaration_id == Declaration.id).exists()
"""Whether a declaration was ever specially approved, for lists and counts."""
HAS_OPEN = (
    select(SpecialPoint.id)
    .where(SpecialPoint.declaration_id == Declaration.id, col(SpecialPoint.closed_at).is_(None))
    .exists()
)


@dataclass(frozen=True)
class Granted:
    """One special approval with all its points, in the order they were written."""

    approval: SpecialApproval
    points: tuple[SpecialPoint, ...]

    @property
    def left(self) -> list[SpecialPoint]:
        """Points nobody has closed, the most urgent first."""
        return sorted((item for item in self.points if item.closed_at is None), key=lambda item: item.due_on)


@dataclass(frozen=True)
class OpenPoint:
    """One line of a work list; ``since`` is when it was laid down."""

    declaration_id: int
    project_name: str
    unit_name: str
    fiscal_year: int
    state: str
    budget_fen: int | None
    text: str
    due_on: date
    since: datetime


def granted(session: Session, row: Declaration) -> tuple[Granted, ...]:
    """The special approvals of a file, the newest first."""
    approvals = session.exec(
        select(SpecialApproval).where(SpecialApproval.declaration_id == row.id).order_by(col(SpecialApproval.id).desc())
    ).all()
    if not approvals:
        return ()
    points = session.exec(
        select(SpecialPoint).where(SpecialPoint.declaration_id == row.id).order_by(col(SpecialPoint.position))
    ).all()
    return tuple(
        Granted(item, tuple(point for point in points if point.special_approval_id == item.id)) for item in approvals
    )


def open_points(session: Session, actor: Actor) -> Sequence[OpenPoint]:
    """What the unit still has to settle, and what the performance section has to press or close; most urgent first."""
    query = (
        select(  # type: ignore[call-overload]
            Declaration.id, Declaration.project_name, Organisation.name, Declaration.fiscal_year, Declaration.state,
            func.coalesce(Declaration.budget_year_fen, Declaration.budget_total_fen), SpecialPoint.text,
            SpecialPoint.due_on, SpecialPoint.created_at,
        )
        .join(Declaration, col(Declaration.id) == SpecialPoint.declaration_id)
        .join(Organisation, col(Organisation.id) == Declaration.unit_id)
        .where(*_waits_for(actor))
        .order_by(SpecialPoint.due_on, SpecialPoint.id)
        .limit(LONGEST)
    )  # fmt: skip
    return [OpenPoint(*row) for row in session.exec(query)]


def open_point_count(actor: Actor) -> ScalarSelect[int]:
    """How many there are, as part of another query."""
    query = select(func.count()).select_from(SpecialPoint)
    query = query.join(Declaration, col(Declaration.id) == SpecialPoint.declaration_id)
    return query.where(*_waits_for(actor)).scalar_subquery()


def _waits_for(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    """Of the unit every open point; of the performance section those whose day has passed."""
    overdue = col(SpecialPoint.due_on) < clock.business_date()
    wanted: dict[Role, list[ColumnElement[bool]]] = {Role.filer: [], Role.unit_head: [], Role.performance: [overdue]}
    reach = [
        and_(col(Declaration.region_id) == grant.region_id, reach_clause(Declaration, grant), *wanted[grant.role])
        for grant in actor.grants
        if grant.role in wanted
    ]
    return col(SpecialPoint.closed_at).is_(None), or_(false(), *reach)
