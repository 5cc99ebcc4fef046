"""What the wider check has to look at again. Marking is one statement in the transaction of the change."""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from workflow import clock
from workflow.db import upsert
from workflow.models import Declaration, ReviewDue
from workflow.types import State

OPEN_STATES = (State.drafted, State.submitted, State.finance_reviewed)


def mark_due(session: Session, ids: Iterable[int]) -> None:
    """The content, or something beside it, has changed; what is due already stays in its place in the queue."""
    now = clock.now()
    rows = [{"declaration_id": key, "due_at": now, "marks": 1} for key in sorted(set(ids))]
    upsert(session, ReviewDue, rows, ("declaration_id",), lambda stored, _new: {"marks": stored.marks + 1})


def mark_next_year(session: Session, row: Declaration) -> None:
    """What was approved for the year changed: the project's declaration of the next year is held against it."""
    query = select(Declaration.id).where(
        Declaration.project_id == row.project_id,
        Declaration.fiscal_year == row.fiscal_year + 1,
        col(Declaration.state).in_(OPEN_STATES),
    )
    if row.project_id is not None:
        mark_due(session, session.exec(query))


def mark_department(session: Session, department_id: int, year: int, but: int | None = None) -> None:
    """The overall declaration changed, or what the others see of a sibling did."""
    query = select(Declaration.id).where(
        Declaration.department_id == department_id,
        Declaration.fiscal_year == year,
        col(Declaration.state).in_(OPEN_STATES),
    )
    mark_due(session, (key for key in session.exec(query) if key != but))
