"""Approval batches (批复批次) as far as an actor sees their files, and the look ahead at a bulk action."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case
from sqlmodel import Session, col, func, select

from workflow.errors import NotAllowed, NotFound, Refusal, RuleFailed, WrongState
from workflow.lifecycle import DECLARATION_CYCLE, Case, Inputs, pair_of, rehearse
from workflow.lifecycle.files import find_declaration
from workflow.lifecycle.machine import refuse_unless_fit
from workflow.models import ApprovalBatch, ApprovalDocument, Declaration, Organisation, ReviewCard, UserAccount
from workflow.permissions import Actor, visible_to
from workflow.queries.special import HAS_ONE
from workflow.types import DocumentState, Grade

PAGE_SIZE = 50


@dataclass(frozen=True)
class BatchLine:
    """One batch of the list; counts and sums only what the actor sees."""

    id: int
    name: str
    fiscal_year: int
    approved_by: str
    created_at: datetime
    files: int
    budget_fen: int
    special: int
    """How many of them were specially approved (特批)."""


@dataclass(frozen=True)
class BatchDocument:
    """The approval document (批复) of one department; the number comes when it is issued."""

    department_id: int
    department: str
    number: str | None
    issued_at: datetime | None


@dataclass(frozen=True)
class Batch:
    """One batch with its files (by department) and documents."""

    line: BatchLine
    files: Sequence[Declaration]
    documents: Sequence[BatchDocument]


_BUDGET = func.coalesce(Declaration.budget_year_fen, Declaration.budget_total_fen, 0)


def batches(
    session: Session, actor: Actor, *, before: int | None = None, only: int | None = None, size: int = PAGE_SIZE
) -> list[BatchLine]:
    """Newest first, one page (and one more to tell whether there are older ones)."""
    query = (
        select(  # type: ignore[call-overload]
            ApprovalBatch.id, ApprovalBatch.name, ApprovalBatch.fiscal_year, UserAccount.name,
            ApprovalBatch.created_at, func.count(), func.sum(_BUDGET),
            func.count(case((HAS_ONE, Declaration.id))),
        )
        .join(Declaration, col(Declaration.approval_batch_id) == ApprovalBatch.id)
        .join(UserAccount, col(UserAccount.id) == ApprovalBatch.approved_by)
        .where(visible_to(actor, Declaration))
        .group_by(
            ApprovalBatch.id, ApprovalBatch.name, ApprovalBatch.fiscal_year, UserAccount.name, ApprovalBatch.created_at
        )
    )  # fmt: skip
    if before:
        query = query.where(ApprovalBatch.id < before)
    if only:
        query = query.where(ApprovalBatch.id == only)
    return [BatchLine(*row) for row in session.exec(query.order_by(col(ApprovalBatch.id).desc()).limit(size + 1))]


def batch(session: Session, actor: Actor, batch_id: int) -> Batch:
    """Raises ``NotFound`` when the actor sees none of its files."""
    lines = batches(session, actor, only=batch_id)
    if not lines:
        raise NotFound("no_such_batch")
    files = session.exec(
        select(Declaration)
        .where(visible_to(actor, Declaration), Declaration.approval_batch_id == batch_id)
        .order_by(col(Declaration.department_id), col(Declaration.sort_key), col(Declaration.id))
    ).all()
    documents = session.exec(
        select(Organisation.id, Organisation.name, ApprovalDocument.number, ApprovalDocument.issued_at)
        .join(Organisation, col(Organisation.id) == ApprovalDocument.department_id)
        .where(
            ApprovalDocument.batch_id == batch_id,
            ApprovalDocument.state != DocumentState.discarded,
            col(ApprovalDocument.department_id).in_({file.department_id for file in files}),
        )
        .order_by(
            col(Organisation.sort_key),
            col(Organisation.id),
            col(ApprovalDocument.number).is_not(None),
            col(ApprovalDocument.id),
        )
    )
    newest = {row[0]: BatchDocument(*row) for row in documents}  # of a replaced letter the one that holds
    return Batch(lines[0], files, list(newest.values()))


PRESUMED = {"pass_review": Inputs(grade=Grade.good, opinion="—")}
"""What is still to be typed on the page of the look ahead."""


@dataclass(frozen=True)
class Candidate:
    """One ticked file: whether the action would go through now, or why not."""

    file: Declaration
    refusal: Refusal | None
    card: ReviewCard | None = None

    @property
    def doubtful(self) -> bool:
        """It has findings, or nobody knows: it is handled with others only if it was ticked by itself."""
        return self.card is None or self.card.errors + self.card.warnings > 0


def candidates(session: Session, actor: Actor, action: str, ids: Sequence[int]) -> list[Candidate]:
    """The pre-check of a bulk action, in the order of the list; what the actor does not see is not there."""
    found = sorted(files(session, actor, ids).values(), key=lambda row: (row.sort_key, row.id))
    cards = _cards(session, [row.id for row in found])
    return [Candidate(row, _refusal(session, actor, action, row), cards.get(row.id)) for row in found]


def _cards(session: Session, ids: Sequence[int]) -> dict[int, ReviewCard]:
    query = select(ReviewCard).where(col(ReviewCard.declaration_id).in_(ids))
    return {card.declaration_id: card for card in session.exec(query)}


def missing(
    session: Session, actor: Actor, action: str, chosen: Sequence[tuple[int, int]], inputs: Inputs
) -> RuleFailed | None:
    """What every one of the files would be refused for, found before any of them is touched; None if one would go."""
    found = None
    for item, version in chosen:
        try:
            rehearse(session, find_declaration(session, actor, item), actor, action, version, inputs)
        except RuleFailed as refusal:
            found = refusal
        except Refusal:
            continue
        else:
            return None
    return found


def files(session: Session, actor: Actor, ids: Sequence[int]) -> dict[int, Declaration]:
    """The files of a bulk action as they are now, by id."""
    query = select(Declaration).where(visible_to(actor, Declaration), col(Declaration.id).in_(ids))
    return {row.id: row for row in session.exec(query)}


def _refusal(session: Session, actor: Actor, action: str, row: Declaration) -> Refusal | None:
    move = DECLARATION_CYCLE.by_pair.get((action, pair_of(row)))
    if move is None:
        return WrongState("wrong_state", action=action)
    if not actor.holds_any(move.who, row):
        return NotAllowed("no_role", action=action)
    try:
        refuse_unless_fit(Case(session, row, actor.acting(move.who, row), move, PRESUMED.get(action, Inputs())))
    except Refusal as refusal:
        return refusal
    return None
