"""Review sheets a person may read."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlmodel import Session, col, select

from workflow.lifecycle.review_sheets import CRITERIA, grade_bands, is_key_project, needed_kind, sheet_of
from workflow.models import Declaration, ReviewSheet
from workflow.permissions import Actor
from workflow.queries.file_page import FINANCE_SIDE
from workflow.scoring.review_sheet import Criterion, suggested_grade, total, unanswered
from workflow.types import Grade, Role, SheetKind, State

SEES_DRAFTS = (Role.section_reviewer, Role.section_head, Role.auditor)
DECIDED = frozenset({State.approved, State.monitored, State.evaluated, State.terminated})
"""From here on the unit reads how it was judged."""


@dataclass(frozen=True)
class SheetState:
    """The sheet of the present round as it is to be filled in; ``sheet`` None = nothing was entered yet."""

    kind: SheetKind
    is_key: bool
    sheet: ReviewSheet | None
    criteria: tuple[Criterion, ...]
    answers: dict[str, Any]
    missing: tuple[Criterion, ...]
    total: Decimal
    suggested: Grade | None


def visible_sheets(session: Session, actor: Actor, row: Declaration) -> list[ReviewSheet]:
    """Newest round first. Drafts are the section's own, decided ones finance's, at last the unit's too."""
    query = select(ReviewSheet).where(ReviewSheet.declaration_id == row.id).order_by(col(ReviewSheet.round).desc())
    found = list(session.exec(query))
    if actor.holds_any(SEES_DRAFTS, row):
        return found
    decided = [sheet for sheet in found if sheet.decided_at is not None]
    return decided if actor.holds_any(FINANCE_SIDE, row) or row.state in DECIDED else []


def sheet_state(session: Session, row: Declaration) -> SheetState:
    """What ``pass_review`` would ask of the file now."""
    sheet = sheet_of(session, row)
    kind = needed_kind(session, row, sheet)
    criteria = CRITERIA[kind]
    answers = dict(sheet.answers) if sheet and sheet.kind == kind else {}
    return SheetState(
        kind,
        is_key_project(session, row),
        sheet,
        criteria,
        answers,
        tuple(unanswered(criteria, answers)),
        total(answers) if kind is SheetKind.scored else Decimal(0),
        suggested_grade(criteria, answers, grade_bands(session, row)),
    )
