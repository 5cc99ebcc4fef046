"""Beside the money of a project: the targets that governed it, the year as it was closed, what led where."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlmodel import Session, select

from workflow import clock
from workflow.execution import Money, last_day
from workflow.models import ClosedProject
from workflow.queries.adjustment_money import Followed, followed
from workflow.queries.versions import InForce, in_force_at


@dataclass(frozen=True)
class ProjectBeside:
    """``targets``: the revision in force at the end of the day, of a year that is over the newest one.

    ``closed``: the year when its December was closed, beside the end of the year only.
    """

    followed: Mapping[int, Followed] = field(default_factory=dict)
    targets: InForce | None = None
    closed: Money | None = None
    closed_at: datetime | None = None


def project_beside(session: Session, project_id: int, year: int, as_of: date) -> ProjectBeside:
    """The caller has checked the scope."""
    query = select(ClosedProject).where(ClosedProject.project_id == project_id, ClosedProject.fiscal_year == year)
    row, over = session.exec(query).first(), as_of >= last_day(year, 12)
    return ProjectBeside(
        followed=followed(session, project_id, year),
        targets=in_force_at(
            session, project_id, year, clock.now() if over else clock.start_of_day(as_of + timedelta(days=1))
        ),
        closed=Money(row.initial_fen, row.adjustment_fen, row.carry_over_fen, row.executed_fen)
        if row and over
        else None,
        closed_at=row.created_at if row else None,
    )
