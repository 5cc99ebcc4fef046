"""Self-evaluation (绩效自评): tasks, one form per declaration in force, its indicators with their points.

Points and weights are whole hundredths of a point.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, LargeBinary, UniqueConstraint, text
from sqlmodel import Field

from workflow.models.base import Row, Stamped, fen, long_text, one_of, ref
from workflow.types import ChoiceOutcome, Grade, Kind, ReportState

_FINAL = "state IN ('accepted', 'cancelled')"
_STANDING = "state <> 'cancelled'"


class EvaluationTask(Stamped, table=True):
    """自评任务: one year's self-evaluations of a region; ``as_of`` is the day the money is counted to.

    ``scope`` is what ``execution.scope`` reads; empty takes in every project in force and no overall declaration.
    """

    __table_args__ = (UniqueConstraint("region_id", "fiscal_year", "round"),)

    region_id: int = ref("region.id", index=False)
    fiscal_year: int
    round: int = 1
    name: str = Field(max_length=120)
    as_of: date
    deadline: date
    scope: dict[str, Any] = Field(default_factory=dict, sa_type=JSON, nullable=False)
    opened_by: int | None = ref("user_account.id", nullable=True)
    closed_at: datetime | None = None


class EvaluationChoice(Stamped, table=True):
    """What was decided about a declaration in a task, as ``CampaignChoice`` of a campaign."""

    __table_args__ = (UniqueConstraint("task_id", "declaration_id"), one_of("outcome", ChoiceOutcome))

    task_id: int = ref("evaluation_task.id", index=False)
    declaration_id: int = ref("declaration.id")
    outcome: str = Field(max_length=8)
    reason: str = long_text()
    decided_by: int | None = ref("user_account.id", nullable=True)


class EvaluationExtension(Stamped, table=True):
    """A later deadline for one unit, with its reason; the newest row holds."""

    task_id: int = ref("evaluation_task.id")
    unit_id: int = ref("organisation.id")
    deadline: date
    reason: str = long_text()
    granted_by: int | None = ref("user_account.id", nullable=True)


class SelfEvaluation(Stamped, table=True):
    """自评表 of one declaration in one task, with its own desks. Follows project + year; money in fen.

    Without a project it is of the unit as a whole (部门整体支出). Its money is that of all its projects and the basic
    expenditure (基本支出): ``basic_fen`` as the overall form has it in ``basic_items``, spent as vouchers without a
    project say (``basic_paid_fen``), where there are none as it was typed; ``basic_raw`` could not be read.

    ``trace`` says how the money's points came about (``scoring.trace``), ``total_hundredths`` is None while a part has
    no points; ``hand_raw`` keeps points that were typed and cannot be read: they block sending up.
    ``extended_to`` is the unit's later deadline.
    """

    __table_args__ = (
        Index(
            "uq_self_evaluation_open",
            "task_id",
            "declaration_id",
            unique=True,
            sqlite_where=text(_STANDING),
            postgresql_where=text(_STANDING),
        ),
        one_of("state", ReportState),
        one_of("grade", Grade),
        CheckConstraint("(grade IS NULL) = (total_hundredths IS NULL)", name="grade_of_total"),
        CheckConstraint("hand_raw = '' OR hand_hundredths IS NULL", name="points_read_or_raw"),
        CheckConstraint("basic_raw = '' OR basic_typed_fen IS NULL", name="basic_read_or_raw"),
        CheckConstraint(
            "project_id IS NULL OR (basic_fen IS NULL AND basic_paid_fen IS NULL AND basic_typed_fen IS NULL)",
            name="basic_of_whole",
        ),
        CheckConstraint("(state = 'cancelled') = (cancelled_by IS NOT NULL)", name="cancelled_by_action"),
        CheckConstraint(f"({_FINAL}) = (desk IS NULL)", name="desk_by_state"),
        CheckConstraint("(desk IS NULL) = (held_since IS NULL)", name="held_since_by_desk"),
        CheckConstraint(
            "desk IS NULL OR (state = 'drafted' AND desk IN ('filer', 'head', 'department'))"
            " OR (state = 'submitted' AND desk = 'section')",
            name="desk_known",
        ),
        Index("ix_self_evaluation_list", "region_id", "fiscal_year", "state", "id"),
        Index("ix_self_evaluation_project", "project_id", "fiscal_year"),
    )

    task_id: int = ref("evaluation_task.id", index=False)
    declaration_id: int = ref("declaration.id")
    project_id: int | None = ref("project.id", index=False, nullable=True)
    fiscal_year: int
    region_id: int = ref("region.id", index=False)
    department_id: int = ref("organisation.id")
    unit_id: int = ref("organisation.id")
    state: str = Field(default=ReportState.drafted.value, max_length=20)
    desk: str | None = Field(default="filer", max_length=20)
    held_since: datetime | None
    round: int = 0
    version: int = 1
    as_of: date
    initial_fen: int = fen()
    adjusted_fen: int = fen()
    executed_fen: int = fen()
    basic_fen: int | None = fen(nullable=True)
    basic_items: str = long_text()
    basic_paid_fen: int | None = fen(nullable=True)
    basic_typed_fen: int | None = fen(nullable=True)
    basic_raw: str = long_text()
    weight_hundredths: int = 0
    points_hundredths: int | None = None
    hand_hundredths: int | None = None
    hand_raw: str = long_text()
    hand_reason: str = long_text()
    trace: dict[str, Any] = Field(default_factory=dict, sa_type=JSON, nullable=False)
    money_cause: str = long_text()
    reached: str = long_text()
    note: str = long_text()
    total_hundredths: int | None = None
    grade: str | None = Field(default=None, max_length=16)
    ceiling: int | None = None
    first_submitted_at: datetime | None = None
    extended_to: date | None = None
    cancelled_by: str | None = Field(default=None, max_length=32)
    updated_at: datetime

    @property
    def kind(self) -> Kind:
        """Of a project, or of the unit as a whole."""
        return Kind.project if self.project_id else Kind.overall


class SelfEvaluationItem(Row, table=True):
    """One indicator of a self-evaluation; follows the indicator's ``uid`` over revisions."""

    __table_args__ = (
        UniqueConstraint("evaluation_id", "indicator_uid"),
        CheckConstraint("hand_raw = '' OR hand_hundredths IS NULL", name="points_read_or_raw"),
    )

    evaluation_id: int = ref("self_evaluation.id", index=False)
    indicator_uid: str = Field(max_length=32)
    position: int = 0
    actual: str = long_text()
    weight_hundredths: int = 0
    points_hundredths: int | None = None
    hand_hundredths: int | None = None
    hand_raw: str = long_text()
    hand_reason: str = long_text()
    trace: dict[str, Any] = Field(default_factory=dict, sa_type=JSON, nullable=False)
    cause: str = long_text()
    measure: str = long_text()


class EvaluationFile(Stamped, table=True):
    """A 自评表 that was filled in elsewhere, as read and not yet taken over: one of a form, the newest counts.

    ``reading`` is the compressed JSON of what was read of this form's project; the file itself is not kept
    (``digest`` is its SHA-256).
    """

    __table_args__ = (UniqueConstraint("evaluation_id"), Index("ix_evaluation_file_expires_at", "expires_at"))

    evaluation_id: int = ref("self_evaluation.id", index=False)
    uploaded_by: int | None = ref("user_account.id", nullable=True)
    expires_at: datetime
    name: str = Field(max_length=200)
    digest: str = Field(max_length=64)
    reading: bytes = Field(sa_type=LargeBinary, nullable=False)
