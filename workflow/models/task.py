"""Declaration tasks (申报任务) and extensions (延期报送)."""

from datetime import date

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from workflow.models.base import Stamped, long_text, one_of, ref
from workflow.types import Kind, Stage


class DeclarationTask(Stamped, table=True):
    """Who may declare what until when. ``closes_on`` includes 23:59:59 of the region's day."""

    __table_args__ = (
        UniqueConstraint("region_id", "fiscal_year", "kind", "stage", "name"),
        one_of("kind", Kind),
        one_of("stage", Stage),
        CheckConstraint("opens_on <= closes_on", name="opens_before_closing"),
    )

    region_id: int = ref("region.id", index=False)
    fiscal_year: int
    name: str = Field(max_length=120)
    kind: str = Field(default=Kind.project.value, max_length=16)
    stage: str = Field(default=Stage.first_pass.value, max_length=16)
    form_profile: str = Field(max_length=60, foreign_key="form_profile.code", index=True)
    opens_on: date
    closes_on: date
    created_by: int | None = ref("user_account.id", nullable=True)


class TaskExtension(Stamped, table=True):
    """A later closing date for one unit, with its reason."""

    task_id: int = ref("declaration_task.id")
    unit_id: int = ref("organisation.id")
    closes_on: date
    reason: str = long_text()
    granted_by: int | None = ref("user_account.id", nullable=True)
