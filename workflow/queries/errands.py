"""What waits for a person beside the files at his desk: payment rows to check, late comments, small adjustments,
results to confirm."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, ScalarSelect, and_, cast, false, or_
from sqlmodel import Session, col, func, select

from workflow.models import (
    Comment,
    Declaration,
    EvaluationTask,
    LateComment,
    Organisation,
    Payment,
    PaymentAside,
    PaymentBatch,
    PaymentQuarantine,
    SelfEvaluation,
)
from workflow.permissions import Actor, reach_clause
from workflow.queries.corrections import waiting_count
from workflow.queries.intake import to_check_count
from workflow.queries.outside import outside_count
from workflow.queries.result_uses import waiting_uses_count
from workflow.queries.upper_transfers import transfers_count
from workflow.types import Desk, LateStatus, ReportState, Role, State

LONGEST = 200


@dataclass(frozen=True)
class RowsToCheck:
    """A voucher file with rows in quarantine (待核对数据)."""

    batch_id: int
    file_name: str
    fiscal_year: int
    rows: int
    since: datetime


@dataclass(frozen=True)
class NoProject:
    """Payments of a year that found no project (未归到项目) and are not set aside: one line with their count."""

    fiscal_year: int
    payments: int
    amount_fen: int
    since: datetime


@dataclass(frozen=True)
class ConsentAsked:
    """A late comment (新增意见) that goes out when the section head consents."""

    declaration_id: int
    comment_id: int
    project_name: str
    unit_name: str
    fiscal_year: int
    state: str
    budget_fen: int | None
    since: datetime


@dataclass(frozen=True)
class ToFile:
    """A small adjustment that the performance section may file (备案) while it lies at the business section."""

    declaration_id: int
    project_name: str
    unit_name: str
    fiscal_year: int
    state: str
    budget_fen: int | None
    since: datetime


@dataclass(frozen=True)
class ResultsToConfirm:
    """A self-evaluation task with forms the section has accepted and whose results nobody has confirmed (自评确认)."""

    task_id: int
    name: str
    fiscal_year: int
    forms: int
    since: datetime


def results_to_confirm(session: Session, actor: Actor) -> list[ResultsToConfirm]:
    """Of the performance section, one line a task, the oldest first; others are not asked."""
    if Role.performance not in actor.roles:
        return []
    task: list[Any] = [EvaluationTask.id, EvaluationTask.name, EvaluationTask.fiscal_year]
    columns: list[Any] = [*task, func.count(), func.min(SelfEvaluation.updated_at)]
    query: Any = (
        _accepted(select(*columns), actor).group_by(*task).order_by(col(EvaluationTask.id)).limit(LONGEST)
    )  # fmt: skip
    return [ResultsToConfirm(*row) for row in session.exec(query)]


def _accepted(query: Any, actor: Actor) -> Any:
    regions = {grant.region_id for grant in actor.grants if grant.role is Role.performance}
    return (
        query.select_from(SelfEvaluation)
        .join(EvaluationTask, col(EvaluationTask.id) == SelfEvaluation.task_id)
        .join(Declaration, col(Declaration.id) == SelfEvaluation.declaration_id)
        .where(
            col(SelfEvaluation.region_id).in_(sorted(regions)),
            SelfEvaluation.state == ReportState.accepted,
            col(Declaration.in_force).is_(True),
            col(Declaration.state).in_((State.approved, State.monitored)),
        )
    )


def rows_to_check(session: Session, actor: Actor) -> list[RowsToCheck]:
    """Of the treasury section, one line a file, the oldest first; others are not asked."""
    if Role.treasury not in actor.roles:
        return []
    file: list[Any] = [PaymentBatch.id, PaymentBatch.file_name, PaymentBatch.fiscal_year]
    columns: list[Any] = [*file, func.count(), PaymentBatch.created_at]
    query: Any = (
        select(*columns)
        .join(PaymentQuarantine, col(PaymentQuarantine.batch_id) == PaymentBatch.id)
        .where(*_unchecked(actor))
        .group_by(*file, PaymentBatch.created_at)
        .order_by(col(PaymentBatch.created_at), col(PaymentBatch.id))
        .limit(LONGEST)
    )
    return [RowsToCheck(*row) for row in session.exec(query)]


def payments_without_project(session: Session, actor: Actor) -> list[NoProject]:
    """Of the treasury section, one line a year; others are not asked."""
    if Role.treasury not in actor.roles:
        return []
    columns: list[Any] = [
        Payment.fiscal_year, func.count(), cast(func.sum(Payment.amount_fen), BigInteger),
        func.min(PaymentBatch.created_at),
    ]  # fmt: skip
    query: Any = select(*columns).join(PaymentBatch, col(PaymentBatch.id) == Payment.batch_id)
    query = query.where(*_without_project(actor)).group_by(col(Payment.fiscal_year))
    return [NoProject(*row) for row in session.exec(query.order_by(col(Payment.fiscal_year).desc()))]


def _without_project(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    regions = {grant.region_id for grant in actor.grants if grant.role is Role.treasury}
    aside = select(PaymentAside.id).where(PaymentAside.payment_id == Payment.id).correlate(Payment)
    return col(Payment.region_id).in_(sorted(regions)), col(Payment.project_id).is_(None), ~aside.exists()


def consents_asked(session: Session, actor: Actor) -> list[ConsentAsked]:
    """Of the head of the section, the oldest first; others are not asked."""
    if Role.section_head not in actor.roles:
        return []
    columns: list[Any] = [
        Declaration.id, Comment.id, Declaration.project_name, Organisation.name, Declaration.fiscal_year,
        Declaration.state, func.coalesce(Declaration.budget_year_fen, Declaration.budget_total_fen),
        LateComment.created_at,
    ]  # fmt: skip
    query: Any = _late(select(*columns)).join(Organisation, col(Organisation.id) == Declaration.unit_id)
    query = query.where(*_unanswered(actor)).order_by(col(LateComment.id)).limit(LONGEST)
    return [ConsentAsked(*row) for row in session.exec(query)]


def adjustments_to_file(session: Session, actor: Actor) -> list[ToFile]:
    """Of the performance section, the oldest first; others are not asked."""
    if Role.performance not in actor.roles:
        return []
    columns: list[Any] = [
        Declaration.id, Declaration.project_name, Organisation.name, Declaration.fiscal_year, Declaration.state,
        func.coalesce(Declaration.budget_year_fen, Declaration.budget_total_fen), Declaration.held_since,
    ]  # fmt: skip
    query: Any = select(*columns).join(Organisation, col(Organisation.id) == Declaration.unit_id)
    query = query.where(*_small(actor)).order_by(col(Declaration.held_since), col(Declaration.id)).limit(LONGEST)
    return [ToFile(*row) for row in session.exec(query)]


def errand_counts(actor: Actor) -> list[ScalarSelect[int]]:
    """How many lines these lists and the one of dropped files have, as parts of another query."""
    counts = [
        *to_check_count(actor), waiting_count(actor), waiting_uses_count(actor),
        *outside_count(actor), *transfers_count(actor),
    ]  # fmt: skip
    if Role.treasury in actor.roles:
        files = select(func.count(func.distinct(PaymentQuarantine.batch_id))).select_from(PaymentQuarantine)
        files = files.join(PaymentBatch, col(PaymentBatch.id) == PaymentQuarantine.batch_id)
        counts.append(files.where(*_unchecked(actor)).scalar_subquery())
        years: Any = select(func.count(func.distinct(Payment.fiscal_year))).select_from(Payment)
        counts.append(years.where(*_without_project(actor)).scalar_subquery())
    if Role.performance in actor.roles:
        counts.append(select(func.count()).select_from(Declaration).where(*_small(actor)).scalar_subquery())
        tasks: Any = select(func.count(func.distinct(SelfEvaluation.task_id)))
        counts.append(_accepted(tasks, actor).scalar_subquery())
    if Role.section_head in actor.roles:
        late: Any = _late(select(func.count()).select_from(LateComment))
        counts.append(late.where(*_unanswered(actor)).scalar_subquery())
    return counts


def _late(query: Any) -> Any:
    return query.join(Comment, col(Comment.id) == LateComment.comment_id).join(
        Declaration, col(Declaration.id) == LateComment.declaration_id
    )


def _unchecked(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    regions = {grant.region_id for grant in actor.grants if grant.role is Role.treasury}
    return col(PaymentBatch.region_id).in_(sorted(regions)), col(PaymentQuarantine.resolved_at).is_(None)


def _small(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    regions = {grant.region_id for grant in actor.grants if grant.role is Role.performance}
    return (
        col(Declaration.region_id).in_(sorted(regions)),
        col(Declaration.desk) == Desk.section,
        col(Declaration.small_adjustment).is_(True),
    )


def _unanswered(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    """As on the page of late comments: those of the present round of a file that lies at the section."""
    reach = [
        and_(col(Declaration.region_id) == grant.region_id, reach_clause(Declaration, grant))
        for grant in actor.grants
        if grant.role is Role.section_head
    ]
    return (
        col(LateComment.status) == LateStatus.asked,
        col(Declaration.state) == State.submitted,
        col(Declaration.round) == Comment.round,
        or_(false(), *reach),
    )
