"""Where reminders find their objects: a reader per event of ``table.EVENTS``."""

from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import ColumnElement, and_, case, or_, union
from sqlalchemy.orm import aliased
from sqlmodel import col, func, select

from workflow.lifecycle.letters.forwarding import FORWARD_DAYS, TO_FORWARD, has_units_below
from workflow.models import (
    ApprovalBatch,
    ApprovalDocument,
    CampaignExtension,
    CorrectiveAction,
    Declaration,
    DeclarationTask,
    EvaluationExtension,
    EvaluationTask,
    MonitoringCampaign,
    MonitoringReport,
    Organisation,
    ReturnOrder,
    ReviewCard,
    SelfEvaluation,
    SpecialPoint,
    TaskExtension,
)
from workflow.reminding.sources import Join, Reach, Source
from workflow.types import CorrectionState, Desk, ReportState, State


def _unit_of(place: Any) -> Join:
    return Organisation, col(Organisation.id) == place.unit_id


_PROJECT = {"project_name": Declaration.project_name, "unit_name": Organisation.name}
_REPORT_FILE: tuple[Join, ...] = (
    (MonitoringCampaign, col(MonitoringCampaign.id) == MonitoringReport.campaign_id),
    (Declaration, col(Declaration.id) == MonitoringReport.declaration_id),
    _unit_of(MonitoringReport),
)


_TO_REPORT = (
    col(MonitoringCampaign.closed_at).is_(None),
    col(MonitoringReport.state) == ReportState.drafted,
    col(MonitoringReport.first_submitted_at).is_(None),
)
_EVALUATION_FILE: tuple[Join, ...] = (
    (EvaluationTask, col(EvaluationTask.id) == SelfEvaluation.task_id),
    (Declaration, col(Declaration.id) == SelfEvaluation.declaration_id),
    _unit_of(SelfEvaluation),
)
_TO_EVALUATE = (
    col(EvaluationTask.closed_at).is_(None),
    col(SelfEvaluation.state) == ReportState.drafted,
    col(SelfEvaluation.first_submitted_at).is_(None),
)


def _first_of_unit(form: Any, of: str) -> ColumnElement[bool]:
    """The form that was opened first for its unit stands for all of them: a unit is told once, not once a form."""
    earlier = aliased(form)
    same = (getattr(earlier, of) == getattr(form, of), earlier.unit_id == form.unit_id, earlier.id < form.id)
    return ~(select(earlier.id).where(*same).correlate(form).exists())


def _days_of(table: Any, later: Any, of: Any) -> Callable[[Any], Any]:
    """The deadlines of open campaigns or tasks, those of units with a later one among them."""

    def days(here: Any) -> Any:
        own: tuple[Any, ...] = (table.region_id, table.fiscal_year, table.deadline, table.id)
        extended: tuple[Any, ...] = (table.region_id, table.fiscal_year, later.deadline, table.id)
        is_open = (col(table.closed_at).is_(None), col(table.region_id).in_(here))
        return union(
            select(*own).where(*is_open),
            select(*extended).join(later, col(of) == table.id).where(*is_open),
        )

    return days


RETURNED: Join = (
    ReturnOrder,
    and_(col(ReturnOrder.declaration_id) == Declaration.id, col(ReturnOrder.round) == Declaration.round),
)
_CARD: Join = (
    ReviewCard,
    and_(col(ReviewCard.declaration_id) == Declaration.id, col(ReviewCard.round) == Declaration.round),
)
_NEVER_RETURNED = ~(
    select(ReturnOrder.id)
    .where(col(ReturnOrder.declaration_id) == Declaration.id, col(ReturnOrder.round) == Declaration.round)
    .exists()
)
_extended = (
    select(func.max(TaskExtension.closes_on))
    .where(TaskExtension.task_id == Declaration.task_id, TaskExtension.unit_id == Declaration.unit_id)
    .correlate(Declaration)
    .scalar_subquery()
)
_extended_since = (
    select(func.max(TaskExtension.closes_on))
    .where(
        TaskExtension.task_id == Declaration.task_id,
        TaskExtension.unit_id == Declaration.unit_id,
        col(TaskExtension.created_at) > ReturnOrder.created_at,
    )
    .correlate(Declaration, ReturnOrder)
    .scalar_subquery()
)


def _later(day: Any, other: Any) -> Any:
    """The later of a day and another one that may be missing; both databases call the function differently."""
    return case((other > day, other), else_=day)


TO_SUBMIT = or_(col(Declaration.revision) == 1, col(ReturnOrder.id).is_not(None))
"""Beside ``RETURNED``: what has a day to be submitted by; an adjustment has one only after it was returned."""
TASK_DAY = _later(col(DeclarationTask.closes_on), _extended)
"""Until when a declaration has to be submitted: the task's closing day, or the unit's later one."""
CORRECTION_DAY = _later(col(ReturnOrder.due_on), _extended_since)
"""Until when a returned one has to be submitted again."""

_ALL: Iterable[Source] = (
    Source(
        "monitoring_due", MonitoringReport, MonitoringReport, MonitoringReport, MonitoringReport.fiscal_year,
        func.coalesce(col(MonitoringReport.extended_to), col(MonitoringCampaign.deadline)),
        _TO_REPORT, _REPORT_FILE, MonitoringCampaign.id, opened=MonitoringReport.created_at, facts=_PROJECT,
        days=_days_of(MonitoringCampaign, CampaignExtension, CampaignExtension.campaign_id),
    ),
    Source(
        "declaration_due", Declaration, Declaration, Declaration, Declaration.fiscal_year, TASK_DAY,
        (col(Declaration.state) == State.drafted, col(Declaration.revision) == 1, _NEVER_RETURNED),
        ((DeclarationTask, col(DeclarationTask.id) == Declaration.task_id), _unit_of(Declaration)),
        opened=Declaration.created_at, facts=_PROJECT,
    ),
    Source(
        "return_due", Declaration, Declaration, Declaration, Declaration.fiscal_year, CORRECTION_DAY,
        (col(Declaration.state) == State.drafted,),
        (RETURNED, _unit_of(Declaration)),
        opened=ReturnOrder.created_at, facts=_PROJECT,
    ),
    Source(
        "review_due", Declaration, Declaration, Declaration, Declaration.fiscal_year, ReviewCard.due_on,
        (col(Declaration.state) == State.submitted, col(Declaration.desk) == Desk.section),
        (
            _CARD,
            _unit_of(Declaration),
        ),
        opened=Declaration.held_since, facts=_PROJECT,
    ),
    Source(
        "signing_waiting", Declaration, Declaration, Declaration, Declaration.fiscal_year, Declaration.held_since,
        (
            col(Declaration.state) == State.drafted,
            col(Declaration.desk).in_((Desk.head, Desk.department)),
        ),
        (_unit_of(Declaration),), instant=True, facts=_PROJECT, due_name="since",
    ),
    Source(
        "special_point_due", SpecialPoint, Declaration, Declaration, Declaration.fiscal_year, SpecialPoint.due_on,
        (col(SpecialPoint.closed_at).is_(None),),
        ((Declaration, col(Declaration.id) == SpecialPoint.declaration_id), _unit_of(Declaration)),
        facts=_PROJECT | {"text": SpecialPoint.text}, due_name="due_on",
    ),
    Source(
        "letter_forward_due", ApprovalDocument, ApprovalDocument, ApprovalDocument, ApprovalBatch.fiscal_year,
        ApprovalDocument.issued_at,
        (*TO_FORWARD, has_units_below(), col(ApprovalDocument.issued_at).is_not(None)),
        ((ApprovalBatch, col(ApprovalBatch.id) == ApprovalDocument.batch_id),),
        instant=True, shift=FORWARD_DAYS, facts={"project_name": ApprovalDocument.title}, due_name="due_on",
        reach=Reach.department,
    ),
    Source(
        "evaluation_due", SelfEvaluation, SelfEvaluation, SelfEvaluation, SelfEvaluation.fiscal_year,
        func.coalesce(col(SelfEvaluation.extended_to), col(EvaluationTask.deadline)),
        _TO_EVALUATE, _EVALUATION_FILE, EvaluationTask.id, opened=SelfEvaluation.created_at, facts=_PROJECT,
        days=_days_of(EvaluationTask, EvaluationExtension, EvaluationExtension.task_id),
    ),
    Source(
        "correction_due", CorrectiveAction, CorrectiveAction, CorrectiveAction, CorrectiveAction.fiscal_year,
        CorrectiveAction.due_on, (col(CorrectiveAction.state) == CorrectionState.ordered,),
        ((Declaration, col(Declaration.id) == CorrectiveAction.declaration_id), _unit_of(CorrectiveAction)),
        opened=CorrectiveAction.created_at, facts=_PROJECT,
    ),
    Source(
        "task_opened", DeclarationTask, DeclarationTask, DeclarationTask, DeclarationTask.fiscal_year,
        DeclarationTask.opens_on, (), opened=DeclarationTask.created_at, due_name="since", reach=Reach.region,
        facts={"project_name": DeclarationTask.name, "deadline": DeclarationTask.closes_on},
    ),
    Source(
        "campaign_opened", MonitoringReport, MonitoringReport, MonitoringCampaign, MonitoringReport.fiscal_year,
        MonitoringReport.created_at, (*_TO_REPORT, _first_of_unit(MonitoringReport, "campaign_id")),
        _REPORT_FILE, MonitoringCampaign.id, instant=True, opened=MonitoringReport.created_at, due_name="since",
        facts={
            "project_name": MonitoringCampaign.name, "unit_name": Organisation.name,
            "deadline": func.coalesce(col(MonitoringReport.extended_to), col(MonitoringCampaign.deadline)),
        },
    ),
    Source(
        "evaluation_opened", SelfEvaluation, SelfEvaluation, EvaluationTask, SelfEvaluation.fiscal_year,
        SelfEvaluation.created_at, (*_TO_EVALUATE, _first_of_unit(SelfEvaluation, "task_id")),
        _EVALUATION_FILE, EvaluationTask.id, instant=True, opened=SelfEvaluation.created_at, due_name="since",
        facts={
            "project_name": EvaluationTask.name, "unit_name": Organisation.name,
            "deadline": func.coalesce(col(SelfEvaluation.extended_to), col(EvaluationTask.deadline)),
        },
    ),
)  # fmt: skip
SOURCES: dict[str, Source] = {source.event: source for source in _ALL}
