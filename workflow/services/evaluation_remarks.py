"""逐条意见: what who sends a self-evaluation back says to its single lines; stored with the move, or not at all."""

from collections.abc import Mapping
from dataclasses import replace

from sqlmodel import Session

from workflow import clock
from workflow.documents.evaluation_content import items_of
from workflow.documents.evaluation_texts import SEE_REMARKS
from workflow.errors import RuleFailed
from workflow.lifecycle import Inputs
from workflow.lifecycle.case import Case
from workflow.lifecycle.facts import file_kind
from workflow.lifecycle.files import find_evaluation
from workflow.models import Comment, SelfEvaluation
from workflow.permissions import Actor
from workflow.services.comments import LONGEST
from workflow.services.moves import move_evaluation
from workflow.texts import said

SENDING_BACK = frozenset({"return", "decline"})
PARTS = ("money", "form")
"""Places that may be remarked on besides the indicators: the money, and the form as a whole."""


def send_back(
    session: Session, actor: Actor, evaluation_id: int, action: str, version: int, inputs: Inputs,
    remarks: Mapping[str, str],
) -> Case:  # fmt: skip
    """Return or decline with what is said to single lines (``items/<uid>``, ``money``, ``form``).

    Raises what the move raises, and ``RuleFailed`` for a line that is not on the form or a text that is too long.
    """
    row = find_evaluation(session, actor, evaluation_id, lock=True)
    told = _told(session, row, remarks)
    if told and not inputs.reason:
        inputs = replace(inputs, reason=SEE_REMARKS)
    desk = row.desk or ""
    case = move_evaluation(session, actor, evaluation_id, action, version, inputs)
    for place, text in told.items():
        session.add(
            Comment(
                created_at=clock.now(),
                object_kind=file_kind(row),
                object_id=row.id,
                round=row.round,
                desk=desk,
                path=place,
                text=text,
                author_id=case.actor.user_id,
                on_behalf_of=case.actor.absent_id,
                published_at=clock.now(),
                sent_with=action,
            )
        )
    return case


def _told(session: Session, row: SelfEvaluation, remarks: Mapping[str, str]) -> dict[str, str]:
    places = {*PARTS, *(f"items/{item.indicator_uid}" for item in items_of(session, row.id))}
    told = {place: words for place, text in remarks.items() if (words := said(text))}
    for place, words in told.items():
        if place not in places:
            raise RuleFailed("bad_path", path=place)
        if len(words) > LONGEST:
            raise RuleFailed("comment_too_long", longest=LONGEST)
    return told
