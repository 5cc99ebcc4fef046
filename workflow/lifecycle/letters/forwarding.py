"""转批复: which letters a department has yet to approve on to its units, and until when."""

from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, exists
from sqlalchemy.orm import aliased
from sqlmodel import col

from workflow import clock
from workflow.models import ApprovalDocument, DocumentFile, Organisation
from workflow.types import DocumentState

FORWARD_DAYS = 15
"""预算法（2018修正）第五十二条: a department has 15 days to approve on to its units."""


def forward_due(issued_at: datetime) -> date:
    """The last day for the department to approve on to its units."""
    return clock.local(issued_at).date() + timedelta(days=FORWARD_DAYS)


def has_units_below() -> ColumnElement[bool]:
    """Letters that approve something of a unit that is not the department itself."""
    unit = aliased(Organisation)
    return exists().where(
        col(DocumentFile.document_id) == ApprovalDocument.id,
        col(unit.id) == DocumentFile.unit_id,
        col(unit.own_level).is_(False),
    )


TO_FORWARD = (col(ApprovalDocument.state) == DocumentState.issued, col(ApprovalDocument.forwarded_at).is_(None))
