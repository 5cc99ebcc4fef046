"""The files behind one number of the overview: found by the very conditions it was counted by."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import Any

from sqlmodel import Session, col, func, select

from workflow.models import Declaration, Organisation
from workflow.permissions import Actor
from workflow.queries.dashboard.measures import DECLARATION_OF, DUE, MEASURES, Asked, measured
from workflow.queries.keyset import PAGE_SIZE, Order, Window, window
from workflow.queries.report_holders import holders_of

HELD = {"report": "monitoring_report", "evaluation": "self_evaluation"}
"""Forms that are told with the names of those who hold them; a declaration's page says who took it up."""


@dataclass(frozen=True)
class FileLine:
    """A declaration, report, self-evaluation or correction; ``due_on`` None where nothing is due any more.

    ``holders``: the names at the desk of a form that lies there now.
    """

    kind: str
    id: int
    project_name: str
    unit_name: str
    department_name: str
    state: str
    desk: str | None
    since: datetime | None
    due_on: date | None
    budget_fen: int | None
    holders: tuple[str, ...] = ()


def behind(
    session: Session,
    actor: Actor,
    asked: Asked,
    measure: str,
    value: str = "",
    cursor: str = "",
    size: int = PAGE_SIZE,
) -> Window[FileLine]:
    """One page by the project's name; raises ``KeyError`` for what is counted nowhere."""
    (at, where), kind = measured(actor, asked, measure, value), MEASURES[measure].of
    unit, department = Organisation.__table__.alias("unit"), Organisation.__table__.alias("department")  # type: ignore[attr-defined]
    columns: list[Any] = [
        at.model.id, Declaration.project_name, unit.c.name, department.c.name, at.state, at.desk, at.since,
        DUE[kind](at), func.coalesce(Declaration.budget_year_fen, Declaration.budget_total_fen),
    ]  # fmt: skip
    query: Any = at.join(select(*columns).select_from(at.model))
    if at.model is not Declaration:
        query = query.join(Declaration, col(Declaration.id) == DECLARATION_OF[kind])
    query = query.join(unit, unit.c.id == at.model.unit_id).join(department, department.c.id == at.model.department_id)
    order = Order(col(Declaration.sort_key), at.model.id)
    page = window(session, query.where(*where), order, partial(FileLine, kind), cursor, size)
    if kind not in HELD or asked.past:
        return page
    names = holders_of(session, HELD[kind], [row.id for row in page.rows])
    return replace(page, rows=[replace(row, holders=tuple(names.get(row.id, ()))) for row in page.rows])


def count_behind(session: Session, actor: Actor, asked: Asked, measure: str, value: str = "") -> int:
    """How many there are."""
    at, where = measured(actor, asked, measure, value)
    query: Any = at.join(select(func.count()).select_from(at.model)).where(*where)
    return int(session.exec(query).one())
