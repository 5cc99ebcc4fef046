"""Suggested edits (协商完善): what a reviewer proposes to say instead, and what the unit answered."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from workflow.models.base import Stamped, long_text, one_of, ref
from workflow.types import SuggestionAnswer

_PENDING = text("answer IS NULL AND settled_at IS NULL")
_OPEN = text("settled_at IS NULL")


class SuggestedEdit(Stamped, table=True):
    """One cell, old → suggested, with the reviewer's reason; the words never change after they were sent.

    ``settled_at`` is empty as long as something is left to do: the filer has to answer, or the head to sign what was
    accepted. ``settled_by`` is the action that ended it: a refusal, the signature, its withdrawal, the file's return.
    """

    __table_args__ = (
        Index("ix_suggested_edit_open", "declaration_id", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index(
            "uq_suggested_edit_pending",
            "declaration_id",
            "path",
            unique=True,
            sqlite_where=_PENDING,
            postgresql_where=_PENDING,
        ),
        one_of("answer", SuggestionAnswer),
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered_at_by_answer"),
        CheckConstraint("(settled_at IS NULL) = (settled_by IS NULL)", name="settled_at_by_action"),
    )

    declaration_id: int = ref("declaration.id")
    round: int
    path: str = Field(max_length=120)
    old: str = long_text()
    suggested: str = long_text()
    reason: str = long_text()
    author_id: int = ref("user_account.id")
    on_behalf_of: int | None = ref("user_account.id", nullable=True, index=False)
    answer: str | None = Field(default=None, max_length=16)
    answer_text: str = long_text()
    answered_by: int | None = ref("user_account.id", nullable=True)
    answered_for: int | None = ref("user_account.id", nullable=True, index=False)
    answered_at: datetime | None = None
    settled_at: datetime | None = None
    settled_by: str | None = Field(default=None, max_length=32)
