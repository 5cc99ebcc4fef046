"""Comments with their answers, returns with their own deadline, unlocked paths, work items."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from workflow.models.base import Stamped, any_id, long_text, ref


class Comment(Stamped, table=True):
    """A comment on a cell, row, section or the whole of a declaration or monitoring report.

    Internal until published; the unit sees it when it was sent with a return or a decline (``sent_with``).
    """

    __table_args__ = (
        Index("ix_comment_object", "object_kind", "object_id", "round"),
        CheckConstraint("answer IS NULL OR answer IN ('changed', 'kept')", name="answer_known"),
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered_at_by_answer"),
    )

    object_kind: str = Field(max_length=32)
    object_id: int = any_id()
    round: int
    desk: str = Field(max_length=20)
    path: str = Field(max_length=120)
    text: str = long_text()
    old_value: str = long_text()
    author_id: int = ref("user_account.id")
    on_behalf_of: int | None = ref("user_account.id", nullable=True, index=False)
    published_at: datetime | None = None
    sent_with: str | None = Field(default=None, max_length=32)
    answer: str | None = Field(default=None, max_length=16)
    answer_text: str = long_text()
    answered_by: int | None = ref("user_account.id", nullable=True)
    answered_for: int | None = ref("user_account.id", nullable=True, index=False)
    answered_at: datetime | None = None


class ReturnOrder(Stamped, table=True):
    """退回修改: its reason and its own deadline, which overrides the task window."""

    __table_args__ = (UniqueConstraint("declaration_id", "round"),)

    declaration_id: int = ref("declaration.id", index=False)
    round: int
    due_on: date
    reason: str = long_text()
    returned_by: int = ref("user_account.id")


class Unlock(Stamped, table=True):
    """申请解锁: a path beyond the comments' targets, granted at once and flagged for the reviewer."""

    __table_args__ = (UniqueConstraint("declaration_id", "round", "path"),)

    declaration_id: int = ref("declaration.id", index=False)
    round: int
    path: str = Field(max_length=120)
    reason: str = long_text()
    requested_by: int = ref("user_account.id")


class WorkItem(Stamped, table=True):
    """Something asked of a desk besides the file itself, e.g. 申请退回."""

    declaration_id: int = ref("declaration.id")
    action: str = Field(max_length=32)
    reason: str = long_text()
    asked_by: int = ref("user_account.id")
    done_at: datetime | None = None
