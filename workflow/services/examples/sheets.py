"""Review sheets of the examples: what the reviewer ticked and scored before he passed a file."""

from decimal import Decimal

from sqlmodel import Session

from workflow.lifecycle.review_sheets import CRITERIA, needed_kind, sheet_of
from workflow.models import Declaration
from workflow.permissions import Actor
from workflow.scoring.review_sheet import MET, PARTLY, SCORED, TICKS
from workflow.services.review_sheets import save_sheet
from workflow.types import Grade

SHARES = {Grade.excellent: Decimal("0.95"), Grade.good: Decimal("0.85")}
"""Of the points of each question."""


def ticks(grade: str) -> dict[str, str]:
    """Good means that the indicators were only mostly right."""
    return {item.key: PARTLY if grade == Grade.good and item.key == "relevance" else MET for item in TICKS}


def fill(session: Session, row: Declaration, actor: Actor, grade: str, opinion: str) -> None:
    """The sheet that this file needs, as its grade has it."""
    scores = {item.key: f"{round(item.points * SHARES[Grade(grade)] * 2) / 2:g}" for item in SCORED}
    answers = scores if CRITERIA[needed_kind(session, row, sheet_of(session, row))] is SCORED else ticks(grade)
    save_sheet(session, actor, row.id, answers, grade, opinion)
