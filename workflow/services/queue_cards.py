"""Cards of the reviewer's queue for files that came to finance before there were cards."""

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from workflow.db import unit_of_work
from workflow.documents.assemble import document_of
from workflow.lifecycle.cards import write_card
from workflow.models import Declaration, ReviewCard
from workflow.types import State

AT_MOST = 200
"""Of one round: a restored or migrated database is weighed in parts."""


def fill_missing() -> int:
    """Weigh the files at a finance desk that have no card yet, the oldest first; a transaction each."""
    with unit_of_work() as session:
        query = select(Declaration.id).where(_waits(), ~_has_card()).order_by(col(Declaration.id)).limit(AT_MOST)
        wanted = session.exec(query).all()
    for declaration_id in wanted:
        with unit_of_work(write=True) as session:
            _weigh(session, declaration_id)
    return len(wanted)


def _waits() -> ColumnElement[bool]:
    return col(Declaration.state).in_((State.submitted, State.finance_reviewed))


def _has_card() -> ColumnElement[bool]:
    return select(ReviewCard.id).where(ReviewCard.declaration_id == Declaration.id).exists()


def _weigh(session: Session, declaration_id: int) -> None:
    query = select(Declaration).where(Declaration.id == declaration_id, _waits())
    row = session.exec(query.with_for_update(key_share=True)).first()
    if row is not None:
        write_card(session, row, document_of(session, row))
