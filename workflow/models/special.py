"""特批: a leader lets a file pass although points are open, and what becomes of each point."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from workflow.models.base import Stamped, long_text, ref

_OPEN = text("closed_at IS NULL")


class SpecialApproval(Stamped, table=True):
    """Who let this very content of this round pass, and on which document; never changed afterwards.

    ``leader`` is a name, as the document has it: who decides need not have an account. ``granted_by`` recorded it.
    """

    __table_args__ = (UniqueConstraint("declaration_id", "round", "content_hash"),)

    declaration_id: int = ref("declaration.id", index=False)
    round: int
    content_hash: str = Field(max_length=64)
    leader: str = Field(max_length=60)
    document: str = Field(max_length=200)
    reason: str = long_text()
    granted_by: int = ref("user_account.id")
    on_behalf_of: int | None = ref("user_account.id", nullable=True)


class SpecialPoint(Stamped, table=True):
    """One open point (未了事项) with the day it is due; it stays open until the performance section closes it."""

    __table_args__ = (
        UniqueConstraint("special_approval_id", "position"),
        Index("ix_special_point_open", "declaration_id", sqlite_where=_OPEN, postgresql_where=_OPEN),
        CheckConstraint("(closed_at IS NULL) = (closed_by IS NULL)", name="closed_at_by_whom"),
        CheckConstraint("closed_at IS NULL OR closing_note <> ''", name="closed_with_a_note"),
    )

    special_approval_id: int = ref("special_approval.id", index=False)
    declaration_id: int = ref("declaration.id")
    position: int
    text: str = long_text()
    due_on: date
    closing_note: str = long_text()
    closed_at: datetime | None = None
    closed_by: int | None = ref("user_account.id", nullable=True)
    closed_for: int | None = ref("user_account.id", nullable=True, index=False)
