"""The revisions of one project and year: what each changed, on which document, and when it was in force (现行)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from workflow.documents.assemble import document_of
from workflow.lifecycle.adjustments import Adjusted, adjusted, budget_fen, why_not_small
from workflow.lifecycle.checks import Problem
from workflow.models import Declaration, UserAccount
from workflow.permissions import Actor
from workflow.queries.file_page import revisions


@dataclass(frozen=True)
class Version:
    """One revision; amounts in fen, ``before_fen`` None for the first. ``until`` None: in force, or never was."""

    row: Declaration
    before_fen: int | None
    after_fen: int
    opened_by: str
    approved_by: str
    since: datetime | None
    until: datetime | None

    @property
    def filed(self) -> bool:
        """备案: brought into force without a review, so without an approval batch."""
        return self.row.revision > 1 and self.since is not None and self.row.approval_batch_id is None


def versions(session: Session, actor: Actor, row: Declaration) -> list[Version]:
    """Oldest first, cancelled ones too; nothing for a declaration that was never adjusted."""
    rows = revisions(session, actor, row)
    names = _names(session, rows)
    amounts = {item.id: budget_fen(session, item) for item in rows}
    followed = {item.supersedes_id: item.approved_at for item in rows if item.approved_at}
    return [
        Version(
            item,
            amounts.get(item.supersedes_id) if item.supersedes_id else None,
            amounts[item.id],
            names.get(item.created_by or 0, ""),
            names.get(item.approved_by or 0, ""),
            item.approved_at,
            followed.get(item.id),
        )
        for item in rows
    ]


@dataclass(frozen=True)
class InForce:
    """The targets that governed a project on a day."""

    declaration_id: int
    revision: int
    since: datetime


def in_force_at(session: Session, project_id: int, year: int, at: datetime) -> InForce | None:
    """The revision in force at an instant: what the numbers of that day are about. The caller has checked the scope."""
    columns: list[Any] = [Declaration.id, Declaration.revision, Declaration.approved_at]
    query: Any = (
        select(*columns)
        .where(Declaration.project_id == project_id, Declaration.fiscal_year == year)
        .where(col(Declaration.approved_at) < at)
        .order_by(col(Declaration.approved_at).desc(), col(Declaration.revision).desc())
        .limit(1)
    )
    found = session.exec(query).first()
    return InForce(*found) if found else None


@dataclass(frozen=True)
class Adjustment:
    """What the page of a revision says about it; ``hindrance`` is why it cannot be filed, None: it can."""

    change: Adjusted
    hindrance: Problem | None


def adjustment_of(session: Session, row: Declaration) -> Adjustment | None:
    """None for a first revision."""
    if not row.supersedes_id:
        return None  # what is read below would be read for nothing
    change = adjusted(session, row, document_of(session, row))
    if change is None:
        return None
    demanded = Problem("adjustment_review_demanded") if row.full_review else None
    return Adjustment(change, demanded or why_not_small(session, row, change))


def _names(session: Session, rows: Sequence[Declaration]) -> dict[int, str]:
    wanted = {user for item in rows for user in (item.created_by, item.approved_by) if user}
    query = select(UserAccount.id, UserAccount.name).where(col(UserAccount.id).in_(sorted(wanted)))
    return {key: name for key, name in session.exec(query)}
