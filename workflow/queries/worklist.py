"""待办: what waits for this person, since when, due when, across all years."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, false, or_
from sqlmodel import Session, col, func, select

from workflow.lifecycle.moves import DESK_ROLES
from workflow.models import (
    Declaration,
    DeclarationTask,
    EvaluationTask,
    MonitoringCampaign,
    MonitoringReport,
    Organisation,
    ReturnOrder,
    ReviewCard,
    SelfEvaluation,
    SuggestedEdit,
    TaskExtension,
    WorkItem,
)
from workflow.permissions import Actor, reach_clause
from workflow.queries.arrivals import brought_by
from workflow.queries.monitoring import due
from workflow.types import Desk, Role, State

FILES: tuple[type[Any], ...] = (Declaration, MonitoringReport, SelfEvaluation)
LONGEST = 200
"""A work list shows the oldest 200; the list page has the rest."""


@dataclass(frozen=True)
class WaitingFile:
    """One file at a desk of the actor's."""

    object_kind: str
    object_id: int
    project_name: str
    unit_name: str
    department_name: str
    fiscal_year: int
    state: str
    desk: str
    held_since: datetime
    due_on: date | None
    returned: bool
    taken_by: int | None
    budget_fen: int | None
    asked_back: bool = False
    campaign: str = ""
    """Of a monitoring report or self-evaluation: two campaigns may ask for the same project."""
    asks: str = ""
    """``answer_edits`` or ``sign_changes``: what the unit has to do though the file lies at the section."""
    brought_by: str = ""
    """The move that brought a draft to this desk."""
    revision: int = 1
    """From the second on the declaration is an adjustment (调整)."""


def desks_of(role: Role) -> list[str]:
    """The desks a role holds."""
    return [desk for desk, holder in DESK_ROLES.items() if holder is role]


def at_my_desks(actor: Actor, model: Any) -> ColumnElement[bool]:
    """Files that lie at a desk the actor holds, or want his answer there, within the reach of that very grant."""
    clauses = [
        and_(col(model.region_id) == grant.region_id, reach_clause(model, grant), _wanted(model, grant.role, desks))
        for grant in actor.grants
        if (desks := desks_of(grant.role))
    ]
    return or_(false(), *clauses)


_OPEN_EDIT = (col(SuggestedEdit.declaration_id) == Declaration.id, col(SuggestedEdit.settled_at).is_(None))
_UNANSWERED = select(SuggestedEdit.id).where(*_OPEN_EDIT, col(SuggestedEdit.answer).is_(None)).exists()
_ANSWERED = select(SuggestedEdit.id).where(*_OPEN_EDIT, col(SuggestedEdit.answer).is_not(None)).exists()
NEGOTIATED: dict[Role, tuple[str, ColumnElement[bool]]] = {
    Role.filer: ("answer_edits", _UNANSWERED),
    Role.unit_head: ("sign_changes", and_(_ANSWERED, ~_UNANSWERED)),
}
"""协商完善: what the unit has to do with a file that lies at the section, by role."""


def _wanted(model: Any, role: Role, desks: list[str]) -> ColumnElement[bool]:
    at_desk = col(model.desk).in_(desks)
    if model is not Declaration or role not in NEGOTIATED:
        return at_desk
    return or_(at_desk, and_(col(model.desk) == Desk.section, NEGOTIATED[role][1]))


def waiting_for(session: Session, actor: Actor) -> list[WaitingFile]:
    """Files waiting for the actor, the longest waiting first; taken by a colleague = not mine."""
    files = (*_declarations(session, actor), *_reports(session, actor), *_evaluations(session, actor))
    return sorted(files, key=lambda item: (item.held_since, item.object_id))


def waiting_counts(actor: Actor) -> list[ScalarSelect[int]]:
    """How many declarations, reports and self-evaluations wait, as parts of another query."""
    return [
        select(func.count()).select_from(model).where(at_my_desks(actor, model), mine(model, actor)).scalar_subquery()
        for model in FILES
    ]


def mine(model: Any, actor: Actor) -> ColumnElement[bool]:
    """Without what a colleague of the section has taken up."""
    if model is not Declaration:
        return col(model.id) > 0
    taken = col(model.taken_by)
    of_unit = [wanted for role, (_, wanted) in NEGOTIATED.items() if role in actor.roles]
    return or_(col(model.desk) != Desk.section, taken.is_(None), taken.in_(actor.seats), *of_unit)


def _oldest(actor: Actor, model: Any) -> Select[Any]:
    """Chosen before anything is joined: at the end of a round tens of thousands wait at one desk."""
    query = select(model.id).where(at_my_desks(actor, model), mine(model, actor))
    return query.order_by(col(model.held_since), col(model.id)).limit(LONGEST)


def _declarations(session: Session, actor: Actor) -> Iterable[WaitingFile]:
    unit, department = Organisation.__table__.alias("unit"), Organisation.__table__.alias("department")  # type: ignore[attr-defined]
    extension = (
        select(func.max(TaskExtension.closes_on))
        .where(TaskExtension.task_id == Declaration.task_id, TaskExtension.unit_id == Declaration.unit_id)
        .scalar_subquery()
    )
    asked = select(WorkItem.id).where(WorkItem.declaration_id == Declaration.id, col(WorkItem.done_at).is_(None))
    query = (
        select(  # type: ignore[call-overload]
            Declaration, unit.c.name, department.c.name, DeclarationTask.closes_on, extension, ReturnOrder.due_on,
            ReviewCard.due_on, asked.exists(), brought_by(Declaration), _UNANSWERED, _ANSWERED,
        )
        .join(unit, unit.c.id == Declaration.unit_id)
        .join(department, department.c.id == Declaration.department_id)
        .join(DeclarationTask, col(DeclarationTask.id) == Declaration.task_id)
        .outerjoin(
            ReturnOrder,
            and_(col(ReturnOrder.declaration_id) == Declaration.id, col(ReturnOrder.round) == Declaration.round),
        )
        .outerjoin(
            ReviewCard,
            and_(col(ReviewCard.declaration_id) == Declaration.id, col(ReviewCard.round) == Declaration.round),
        )
        .where(col(Declaration.id).in_(_oldest(actor, Declaration)))
    )  # fmt: skip
    found = session.exec(query)
    for row, unit_name, department_name, closes_on, extended, return_due, review_due, asked_back, by, *edits in found:
        drafted = row.state == "drafted"
        window = max(closes_on, extended) if extended else closes_on
        # an adjustment that was not returned has no deadline
        due = (return_due or (window if row.revision == 1 else None)) if drafted else (
            _reviewed_by(actor, row, review_due))  # fmt: skip
        yield WaitingFile(
            "declaration", row.id, row.project_name, unit_name, department_name, row.fiscal_year, row.state, row.desk,
            row.held_since, due, return_due is not None and _to_be_changed(row, by),
            row.taken_by, row.budget_year_fen or row.budget_total_fen, asked_back, asks=_asks(actor, row, *edits),
            brought_by=by or "", revision=row.revision,
        )  # fmt: skip


def _to_be_changed(row: Any, by: str | None) -> bool:
    """Of a form that was returned; at the department only as long as the unit has not sent its changes up again."""
    return row.state == State.drafted and (row.desk == Desk.filer or (row.desk == Desk.department and by == "return"))


def _reviewed_by(actor: Actor, row: Declaration, due_on: date | None) -> date | None:
    """The day of the review (审核期限), for those who review; the queue shows the same."""
    return due_on if actor.holds_any((Role.section_reviewer, Role.performance), row) else None


def _asks(actor: Actor, row: Declaration, unanswered: bool, answered: bool) -> str:
    if row.desk != Desk.section or actor.holds(Role.section_reviewer, row):
        return ""
    return NEGOTIATED[Role.filer][0] if unanswered else NEGOTIATED[Role.unit_head][0] if answered else ""


def _reports(session: Session, actor: Actor) -> Iterable[WaitingFile]:
    unit, department = Organisation.__table__.alias("unit"), Organisation.__table__.alias("department")  # type: ignore[attr-defined]
    query = (
        select(  # type: ignore[call-overload]
            MonitoringReport, Declaration.project_name, unit.c.name, department.c.name, due(),
            MonitoringCampaign.name, brought_by(MonitoringReport),
        )
        .join(Declaration, col(Declaration.id) == MonitoringReport.declaration_id)
        .join(unit, unit.c.id == MonitoringReport.unit_id)
        .join(department, department.c.id == MonitoringReport.department_id)
        .join(MonitoringCampaign, col(MonitoringCampaign.id) == MonitoringReport.campaign_id)
        .where(col(MonitoringReport.id).in_(_oldest(actor, MonitoringReport)))
    )  # fmt: skip
    for row, project_name, unit_name, department_name, deadline, campaign, by in session.exec(query):
        drafted = row.state == "drafted"
        yield WaitingFile(
            "monitoring_report", row.id, project_name, unit_name, department_name, row.fiscal_year, row.state, row.desk,
            row.held_since, deadline if drafted else None, row.round > 0 and _to_be_changed(row, by), None,
            row.adjusted_fen, campaign=campaign, brought_by=by or "",
        )  # fmt: skip


def _evaluations(session: Session, actor: Actor) -> Iterable[WaitingFile]:
    unit, department = Organisation.__table__.alias("unit"), Organisation.__table__.alias("department")  # type: ignore[attr-defined]
    query = (
        select(  # type: ignore[call-overload]
            SelfEvaluation, Declaration.project_name, unit.c.name, department.c.name,
            func.coalesce(col(SelfEvaluation.extended_to), col(EvaluationTask.deadline)), EvaluationTask.name,
            brought_by(SelfEvaluation),
        )
        .join(Declaration, col(Declaration.id) == SelfEvaluation.declaration_id)
        .join(unit, unit.c.id == SelfEvaluation.unit_id)
        .join(department, department.c.id == SelfEvaluation.department_id)
        .join(EvaluationTask, col(EvaluationTask.id) == SelfEvaluation.task_id)
        .where(col(SelfEvaluation.id).in_(_oldest(actor, SelfEvaluation)))
    )  # fmt: skip
    for row, project_name, unit_name, department_name, deadline, task, by in session.exec(query):
        drafted = row.state == "drafted"
        yield WaitingFile(
            "self_evaluation", row.id, project_name, unit_name, department_name, row.fiscal_year, row.state, row.desk,
            row.held_since, deadline if drafted else None, row.round > 0 and _to_be_changed(row, by), None,
            row.adjusted_fen, campaign=task, brought_by=by or "",
        )  # fmt: skip
