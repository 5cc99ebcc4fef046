"""目标调整任务: the budget changed so much that the targets must follow, or the unit says why they stay."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, text
from sqlmodel import Field

from workflow.models.base import Stamped, fen, long_text, one_of, ref
from workflow.money_types import TargetTaskEnd

_OPEN = text("closed_at IS NULL")


class TargetAdjustmentTask(Stamped, table=True):
    """One per project and year at a time; ``cause_ids`` are the ledger entries, ``change_fen`` their sum.

    It ends by an approved declaration, by an explanation that the section confirmed, or lapses when the change was
    taken back or the project ended. ``answer`` is what the section said to the last explanation. ``adjustment_id`` is
    the revision that was opened while the task waited: its approval books none of the causes again.
    """

    __tablename__ = "target_adjustment_task"
    __table_args__ = (
        one_of("closed_as", TargetTaskEnd),
        Index("uq_target_adjustment_task_open", "project_id", "fiscal_year", unique=True,
              sqlite_where=_OPEN, postgresql_where=_OPEN),
        CheckConstraint("(closed_at IS NULL) = (closed_as = 'open')", name="closed_at_by_end"),
        CheckConstraint("(closed_as = 'adjusted') = (declaration_id IS NOT NULL)", name="adjusted_by_declaration"),
        CheckConstraint("closed_as <> 'explained' OR (explanation <> '' AND answered_by IS NOT NULL)",
                        name="explained_and_confirmed"),
        CheckConstraint("(explained_at IS NULL) = (explained_by IS NULL)", name="explained_at_by_whom"),
    )  # fmt: skip

    project_id: int = ref("project.id")
    fiscal_year: int
    region_id: int = ref("region.id")
    department_id: int = ref("organisation.id")
    unit_id: int = ref("organisation.id")
    cause_ids: list[int] = Field(default_factory=list, sa_type=JSON, nullable=False)
    change_fen: int = fen()
    initial_fen: int = fen()
    share_percent: int
    explanation: str = long_text()
    explained_at: datetime | None = None
    explained_by: int | None = ref("user_account.id", nullable=True, index=False)
    answer: str = long_text()
    answered_by: int | None = ref("user_account.id", nullable=True, index=False)
    declaration_id: int | None = ref("declaration.id", nullable=True)
    adjustment_id: int | None = ref("declaration.id", nullable=True)
    closed_as: str = Field(default="open", max_length=16)
    closed_at: datetime | None = None

    @property
    def stage(self) -> str:
        """open, waiting (explained, for the section), adjusted, explained, lapsed."""
        return "waiting" if self.closed_as == TargetTaskEnd.open and self.explained_at else self.closed_as

    @property
    def details(self) -> dict[str, Any]:
        """For the trail."""
        return {"task": self.id, "year": self.fiscal_year, "change_fen": self.change_fen, "causes": self.cause_ids}
