"""The canonical content of a self-evaluation: what its signatures are bound to."""

import hashlib
import json
from typing import Any

from sqlmodel import Session, col, select

from workflow.documents.evaluation_texts import deviation_text
from workflow.models import SelfEvaluation, SelfEvaluationItem

ITEM_TEXTS = ("actual", "hand_reason", "cause", "measure")
FORM_TEXTS = ("hand_reason", "money_cause", "reached", "note")
MONEY = ("initial_fen", "adjusted_fen", "executed_fen")
BASIC = ("basic_fen", "basic_items", "basic_paid_fen", "basic_typed_fen")
"""Beside it, of a unit as a whole: what the sums contain that no ledger has."""
POINTS = ("weight_hundredths", "points_hundredths", "hand_hundredths")


def items_of(session: Session, evaluation_id: int) -> list[SelfEvaluationItem]:
    """The indicators of a self-evaluation in form order."""
    query = select(SelfEvaluationItem).where(SelfEvaluationItem.evaluation_id == evaluation_id)
    return list(session.exec(query.order_by(col(SelfEvaluationItem.position), col(SelfEvaluationItem.id))))


def deviation_of(item: SelfEvaluationItem) -> str:
    """What its paper prints in the last column; a reason only where points were given by hand."""
    reason = item.hand_reason if item.hand_hundredths is not None else ""
    return deviation_text({"reason": reason, "cause": item.cause, "measure": item.measure})


def evaluation_content(session: Session, evaluation: SelfEvaluation) -> dict[str, Any]:
    """What was filled in, the money it was filled in against, and every point."""
    names = (*MONEY, *POINTS, *FORM_TEXTS, "total_hundredths", "grade")
    return {
        "as_of": evaluation.as_of.isoformat(),
        **{name: getattr(evaluation, name) for name in names},
        **({} if evaluation.project_id else {name: getattr(evaluation, name) for name in BASIC}),
        "items": [
            {"uid": item.indicator_uid, **{name: getattr(item, name) for name in (*ITEM_TEXTS, *POINTS)}}
            for item in items_of(session, evaluation.id)
        ],
    }


def evaluation_hash(session: Session, evaluation: SelfEvaluation) -> str:
    """SHA-256 of the content, 64 hex digits."""
    content = evaluation_content(session, evaluation)
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
