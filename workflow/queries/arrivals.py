"""How a draft came to the desk where it lies: sent back and still to be changed, or sent up to be signed.

A return by finance lies at the department first where there is one. Once the unit has sent its changes up again, the
same form at the same desk waits for a signature, though it was returned in this round.
"""

from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, or_
from sqlmodel import Session, col, select

from workflow.models import AuditEntry
from workflow.types import Desk


def brought_by(model: Any) -> ScalarSelect[str]:
    """The move that brought the file to its desk, as a part of another query."""
    query = select(AuditEntry.action).where(
        AuditEntry.object_kind == model.__tablename__,
        AuditEntry.object_id == model.id,
        AuditEntry.state_to == col(model.state) + "/" + col(model.desk),
        AuditEntry.state_from != AuditEntry.state_to,
    )
    return query.order_by(col(AuditEntry.id).desc()).limit(1).correlate(model.__table__).scalar_subquery()


def to_be_changed(model: Any) -> ColumnElement[bool]:
    """Of a form that was returned: it lies where it is changed, and was not sent up since."""
    desk = col(model.desk)
    return or_(desk == Desk.filer, and_(desk == Desk.department, brought_by(model) == "return"))


def is_to_be_changed(session: Session, row: Any) -> bool:
    """The same of one returned form."""
    if row.desk != Desk.department:
        return bool(row.desk == Desk.filer)
    return session.exec(select(brought_by(type(row))).where(type(row).id == row.id)).one() == "return"
