"""What the form of a move sent along."""

from dataclasses import replace
from datetime import date

from flask import g, request

from webapp.present.special import read_points
from workflow.errors import RuleFailed
from workflow.lifecycle import Inputs
from workflow.scoring.review_sheet import TICKS


def typed(name: str, otherwise: str = "") -> str:
    """What stands in a field of the form that was just sent, a phrase put into it included."""
    return str(g.get("typed", request.form).get(name, otherwise))


def read_inputs() -> Inputs:
    """What the form sent along; raises ``RuleFailed('not_a_date')`` for a date that does not exist.

    The four ticks are always stated, so that a page cannot pass a review without them.
    """
    form = request.form
    return Inputs(
        reason=form.get("reason", ""),
        content_hash=form.get("content_hash", ""),
        grade=form.get("grade", ""),
        opinion=form.get("opinion", ""),
        document=form.get("document", ""),
        due_on=_date(form.get("due_on", "").strip()),
        acknowledged=bool(form.get("acknowledged")),
        ticks={item.key: form.get(f"tick_{item.key}", "") for item in TICKS},
        colleague_id=form.get("colleague", 0, int) or None,
        leader=form.get("leader", ""),
        points=read_points(),
        adjustment_type=form.get("adjustment_type", ""),
        document_date=_date(form.get("document_date", "").strip(), "document_date_unreadable"),
        document_issuer=form.get("document_issuer", ""),
        counterpart=form.get("counterpart", ""),
    )


def inputs_for_many() -> Inputs:
    """Of a page about many files: they are judged as a whole by one opinion, without ticks for each."""
    return replace(read_inputs(), ticks=None)


def _date(text: str, unreadable: str = "not_a_date") -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise RuleFailed(unreadable, raw=text) from None
