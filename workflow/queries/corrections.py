"""Corrective actions as read: the list, those of one file, what waits in a work list, and the history of one."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, false, or_
from sqlmodel import Session, col, func, select

from workflow.models import AuditEntry, CorrectiveAction, Declaration, Organisation
from workflow.permissions import Actor, reach_clause, visible_to
from workflow.types import CorrectionState, Role

PAGE_SIZE = 50
LONGEST = 200
WAITS_FOR: dict[Role, tuple[CorrectionState, ...]] = {
    Role.filer: (CorrectionState.ordered,),
    Role.section_reviewer: (CorrectionState.answered,),
    Role.performance: (CorrectionState.confirmed,),
}
"""In whose work list it stands when."""


@dataclass(frozen=True)
class ListedCorrection:
    """One line of a list."""

    row: CorrectiveAction
    project_name: str
    unit_name: str


@dataclass(frozen=True)
class CorrectionFilters:
    """What the filter bar asks for; empty = all."""

    year: int | None = None
    state: str = ""
    kind: str = ""
    declaration_id: int | None = None


def list_corrections(
    session: Session, actor: Actor, filters: CorrectionFilters, after: int = 0, size: int = PAGE_SIZE
) -> Sequence[ListedCorrection]:
    """The newest first; ``after`` is the id of the last line of the page before."""
    query = _joined().where(visible_to(actor, Declaration)).order_by(col(CorrectiveAction.id).desc()).limit(size)
    for column, value in (
        (CorrectiveAction.state, filters.state), (CorrectiveAction.kind, filters.kind),
        (CorrectiveAction.fiscal_year, filters.year), (CorrectiveAction.declaration_id, filters.declaration_id),
    ):  # fmt: skip
        if value:
            query = query.where(col(column) == value)
    if after:
        query = query.where(col(CorrectiveAction.id) < after)
    return [ListedCorrection(*found) for found in session.exec(query)]


def of_declaration(session: Session, declaration_id: int) -> Sequence[CorrectiveAction]:
    """All of them, the newest first; whoever sees the declaration sees them."""
    query = select(CorrectiveAction).where(CorrectiveAction.declaration_id == declaration_id)
    return session.exec(query.order_by(col(CorrectiveAction.id).desc())).all()


def waiting(session: Session, actor: Actor) -> Sequence[ListedCorrection]:
    """What waits for this person, the most urgent first."""
    query = _joined().where(_waits(actor)).order_by(col(CorrectiveAction.due_on), col(CorrectiveAction.id))
    return [ListedCorrection(*found) for found in session.exec(query.limit(LONGEST))]


def waiting_count(actor: Actor) -> ScalarSelect[int]:
    """How many, as part of another query."""
    return select(func.count()).select_from(CorrectiveAction).where(_waits(actor)).scalar_subquery()


@dataclass(frozen=True)
class Happened:
    """One entry of the trail of an action."""

    at: datetime
    actor: str
    action: str
    details: dict[str, Any]


def history(session: Session, row: CorrectiveAction) -> list[Happened]:
    """Oldest first: what was overwritten stands here."""
    query = select(AuditEntry).where(AuditEntry.object_kind == "corrective_action", AuditEntry.object_id == row.id)
    return [
        Happened(entry.at, entry.actor_name, entry.action, json.loads(entry.canonical)["details"])
        for entry in session.exec(query.order_by(col(AuditEntry.id)))
    ]


def _joined() -> Any:
    return (
        select(CorrectiveAction, Declaration.project_name, Organisation.name)
        .join(Declaration, col(Declaration.id) == CorrectiveAction.declaration_id)
        .join(Organisation, col(Organisation.id) == CorrectiveAction.unit_id)
    )


def _waits(actor: Actor) -> ColumnElement[bool]:
    mine = [
        and_(reach_clause(CorrectiveAction, grant), col(CorrectiveAction.state).in_(WAITS_FOR[grant.role]))
        for grant in actor.grants
        if grant.role in WAITS_FOR
    ]
    return or_(false(), *mine)
