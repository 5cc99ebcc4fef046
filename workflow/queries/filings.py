"""目标调整备案: adjustments small enough to be filed: waiting, in force, or turned over to a review."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, func, select

from workflow.models import AuditEntry, Declaration, Organisation, Submission, UserAccount
from workflow.permissions import Actor, reach_clause
from workflow.queries.keyset import PAGE_SIZE, Order, Window, window
from workflow.types import Desk

BEFORE = Declaration.__table__.alias("before")  # type: ignore[attr-defined]
OPENER = UserAccount.__table__.alias("opener")  # type: ignore[attr-defined]
FILER = UserAccount.__table__.alias("filing")  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Filing:
    """One adjustment: what changed on which document, who asked for it and when, who filed it or wants it reviewed."""

    declaration_id: int
    project_name: str
    unit_name: str
    fiscal_year: int
    adjustment_type: str
    reason: str
    document: str
    before_fen: int
    after_fen: int
    asked_by: str
    asked_at: datetime | None
    filed_at: datetime | None
    filed_by: str
    demanded: bool
    demanded_by: str
    demanded_because: str
    state: str

    @property
    def stage(self) -> str:
        """``waits``, ``filed`` or ``review``; ``back`` while the unit has it again."""
        if self.demanded:
            return "review"  # also when it is approved: that was no filing
        if self.filed_at:
            return "filed"
        return "waits" if self.state == "submitted" else "back"


def filings(
    session: Session, actor: Actor, region_id: int, year: int, cursor: str = "", size: int = PAGE_SIZE
) -> Window[Filing]:
    """Of the year, as far as the actor sees the files; the newest first."""
    seen = or_(*(reach_clause(Declaration, grant) for grant in actor.grants))
    here = and_(col(Declaration.region_id) == region_id, col(Declaration.fiscal_year) == year, seen)
    order = Order(col(Declaration.id), col(Declaration.id), int, True)
    return window(session, _lines().where(here, _small()), order, Filing, cursor, size)


def _small() -> ColumnElement[bool]:
    """Small when it was submitted, turned over to a review, or in force without an approval batch."""
    filed = and_(col(Declaration.approved_at).is_not(None), col(Declaration.approval_batch_id).is_(None))
    marked = or_(
        and_(col(Declaration.small_adjustment).is_(True), or_(filed, col(Declaration.desk) == Desk.section)),
        col(Declaration.full_review).is_(True),
        filed,
    )
    return and_(col(Declaration.revision) > 1, marked)


def _lines() -> Any:
    demand = (
        col(AuditEntry.object_kind) == "declaration", col(AuditEntry.object_id) == Declaration.id,
        col(AuditEntry.action) == "demand_review",
    )  # fmt: skip
    by = select(func.max(AuditEntry.actor_name)).where(*demand).correlate(Declaration).scalar_subquery()
    why = select(func.max(AuditEntry.reason)).where(*demand).correlate(Declaration).scalar_subquery()
    sent = select(func.max(Submission.created_at)).where(col(Submission.declaration_id) == Declaration.id)
    columns: list[Any] = [
        Declaration.id, Declaration.project_name, Organisation.name, Declaration.fiscal_year,
        Declaration.adjustment_type, Declaration.adjustment_reason, Declaration.adjustment_document,
        func.coalesce(BEFORE.c.budget_year_fen, BEFORE.c.budget_total_fen, 0),
        func.coalesce(Declaration.budget_year_fen, Declaration.budget_total_fen, 0),
        func.coalesce(OPENER.c.name, ""), sent.correlate(Declaration).scalar_subquery(), Declaration.approved_at,
        func.coalesce(FILER.c.name, ""), Declaration.full_review, func.coalesce(by, ""), func.coalesce(why, ""),
        Declaration.state,
    ]  # fmt: skip
    query: Any = select(*columns)
    return (
        query.join(Organisation, col(Organisation.id) == Declaration.unit_id)
        .join(BEFORE, BEFORE.c.id == Declaration.supersedes_id)
        .outerjoin(OPENER, OPENER.c.id == Declaration.created_by)
        .outerjoin(FILER, FILER.c.id == Declaration.approved_by)
    )
