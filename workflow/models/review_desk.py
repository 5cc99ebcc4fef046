"""What a reviewer works with beside the comments: the review sheet, phrases, and consent to late comments."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from workflow.models.base import Stamped, flag, long_text, one_of, ref
from workflow.types import LateCause, LateStatus, SheetKind


class ReviewSheet(Stamped, table=True):
    """审核表 of one round: a draft while the section reviews, kept as it stands with ``pass_review``.

    ``answers``: criterion → ``met | partly | unmet``, or points as a decimal string. ``raised``: a reviewer demanded
    the scored sheet for a project that would not need it.
    """

    __table_args__ = (
        UniqueConstraint("declaration_id", "round"),
        one_of("kind", SheetKind),
        CheckConstraint("grade IN ('', 'excellent', 'good', 'fair', 'poor')", name="grade_known"),
    )

    declaration_id: int = ref("declaration.id", index=False)
    round: int
    kind: str = Field(max_length=16)
    raised: bool = flag()
    answers: dict[str, Any] = Field(default_factory=dict, sa_type=JSON, nullable=False)
    grade: str = Field(default="", max_length=16)
    opinion: str = long_text()
    author_id: int = ref("user_account.id")
    updated_at: datetime
    decided_at: datetime | None = None


class Phrase(Stamped, table=True):
    """审核意见常用语: shared in a region (``owner_id`` NULL) or one person's own; a retired one is offered no more."""

    __table_args__ = (Index("ix_phrase_region", "region_id", "owner_id"), CheckConstraint("uses >= 0", name="uses"))

    region_id: int = ref("region.id", index=False)
    owner_id: int | None = ref("user_account.id", nullable=True)
    section: str = Field(default="", max_length=40)
    rule: str = Field(default="", max_length=60)
    text: str = long_text()
    uses: int = 0
    retired_at: datetime | None = None


class LateComment(Stamped, table=True):
    """A comment that came after the first return on something the unit had not touched, and why it may go out."""

    __table_args__ = (
        UniqueConstraint("comment_id"),
        one_of("cause", LateCause),
        one_of("status", LateStatus),
        CheckConstraint("status NOT IN ('granted', 'refused') OR decided_at IS NOT NULL", name="decided_at_by_status"),
    )

    comment_id: int = ref("comment.id", index=False)
    declaration_id: int = ref("declaration.id")
    cause: str = Field(max_length=16)
    status: str = Field(max_length=16)
    asked_by: int = ref("user_account.id")
    decided_by: int | None = ref("user_account.id", nullable=True)
    decided_at: datetime | None = None
    answer: str = long_text()
