"""The card of a file in the reviewer's queue: written with every submission from what is stored at that moment."""

from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from workflow import clock, regional
from workflow.canonical import Declaration as Document
from workflow.canonical import unpack
from workflow.lifecycle.finding_counts import count_findings
from workflow.models import Declaration, DeclarationTask, ReturnOrder, ReviewCard, Snapshot, TaskExtension
from workflow.regional.table import REVIEW_DAYS
from workflow.review import check_row
from workflow.review.weight import Facts, amount_part, risk_of, risk_part, same_goals
from workflow.rules import Finding
from workflow.types import Severity
from workflow.workdays import workdays_after


def write_card(session: Session, row: Declaration, document: Document) -> ReviewCard:
    """The card of ``row`` as it was just submitted; the one of an earlier round is replaced."""
    predecessor = predecessor_of(session, row)
    found = check_row(session, row, document)
    count_findings(session, row, document, found)
    facts = _facts(session, row, found, predecessor)
    risk = risk_of(facts)
    values: dict[str, Any] = {
        "round": row.round,
        "risk": risk,
        "risk_part": risk_part(risk),
        "amount_part": amount_part(facts.budget_fen),
        "due_on": review_due_on(session, row),
        "errors": facts.errors,
        "warnings": facts.warnings,
        "returns": facts.returns,
        "is_new": facts.is_new,
        "adjusted": facts.adjusted,
        "budget_before_fen": facts.before_fen,
        "unchanged": facts.before_fen == facts.budget_fen and _same_as(session, predecessor, document),
        "written_at": clock.now(),
    }
    card = session.exec(select(ReviewCard).where(ReviewCard.declaration_id == row.id)).first()
    card = card or ReviewCard(declaration_id=row.id, **values)
    for name, value in values.items():
        setattr(card, name, value)
    session.add(card)
    return card


def predecessor_of(session: Session, row: Declaration) -> Declaration | None:
    """What the file is measured by: the revision it adjusts, else what was approved for the year before."""
    if row.supersedes_id:
        return session.get(Declaration, row.supersedes_id)
    same = col(Declaration.project_id) == row.project_id
    if row.project_id is None:
        same = (col(Declaration.unit_id) == row.unit_id) & (col(Declaration.kind) == row.kind)
    query = select(Declaration).where(same, Declaration.fiscal_year == row.fiscal_year - 1, col(Declaration.in_force))
    return session.exec(query).first()


def review_due_on(session: Session, row: Declaration) -> date:
    """Until when the bureau wants to be through: working days after the window that let the file in.

    The window is the latest of the task's closing date, the unit's extension and the deadline of the last return; an
    adjustment (调整) has none and counts from today.
    """
    days = regional.setting(session, row.region_id, REVIEW_DAYS, row.fiscal_year)
    return workdays_after(_window(session, row), days)


def _window(session: Session, row: Declaration) -> date:
    if row.revision > 1:
        return clock.business_date()
    task = session.get_one(DeclarationTask, row.task_id)
    extended = select(TaskExtension).where(TaskExtension.task_id == task.id, TaskExtension.unit_id == row.unit_id)
    returned = select(ReturnOrder).where(ReturnOrder.declaration_id == row.id)
    later = [item.closes_on for item in session.exec(extended)] + [item.due_on for item in session.exec(returned)]
    return max((task.closes_on, *later))


def _facts(session: Session, row: Declaration, found: list[Finding], predecessor: Declaration | None) -> Facts:
    returns = session.exec(select(ReturnOrder.id).where(ReturnOrder.declaration_id == row.id)).all()
    return Facts(
        errors=sum(item.severity is Severity.error for item in found),
        warnings=sum(item.severity is Severity.warning for item in found),
        returns=len(returns),
        is_new=predecessor is None,
        adjusted=row.revision > 1,
        budget_fen=_budget(row),
        before_fen=_budget(predecessor) if predecessor else None,
    )


def _budget(row: Declaration) -> int | None:
    return row.budget_year_fen if row.budget_year_fen is not None else row.budget_total_fen


def _same_as(session: Session, predecessor: Declaration | None, document: Document) -> bool:
    if predecessor is None or predecessor.approved_snapshot_id is None:
        return False
    packed = session.get_one(Snapshot, predecessor.approved_snapshot_id).packed
    return same_goals(unpack(packed), document)
