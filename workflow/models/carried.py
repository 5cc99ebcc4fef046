"""沿用上年申报: what a declaration was cloned from, and which carried values still wait to be confirmed."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, UniqueConstraint
from sqlmodel import Field

from workflow.models.base import Row, Stamped, ref


class Clone(Stamped, table=True):
    """A declaration that began as a copy of another one; ``left_out`` are the labels of what had no place in it."""

    __table_args__ = (UniqueConstraint("declaration_id"),)

    declaration_id: int = ref("declaration.id", index=False)
    source_id: int = ref("declaration.id")
    source_year: int
    left_out: list[str] = Field(default_factory=list, sa_type=JSON, nullable=False)
    cloned_by: int | None = ref("user_account.id", nullable=True)


class CarriedValue(Row, table=True):
    """One value taken over and not typed: it waits until somebody confirms it, by a click or by editing it.

    ``batch`` names the edit that settled it, so that taking that edit back makes it wait again.
    """

    __table_args__ = (
        UniqueConstraint("declaration_id", "path"),
        CheckConstraint("(settled_at IS NULL) = (batch = '')", name="settled_by_batch"),
    )

    declaration_id: int = ref("declaration.id", index=False)
    path: str = Field(max_length=120)
    settled_at: datetime | None = None
    settled_by: int | None = ref("user_account.id", nullable=True)
    batch: str = Field(default="", max_length=32)
