"""The declaration (申报) and its rows. ``state`` and ``desk`` are written by ``workflow.lifecycle`` only."""

from datetime import date, datetime

from sqlalchemy import JSON, Boolean, CheckConstraint, Index, UniqueConstraint, false, text
from sqlmodel import Field

from workflow.models.base import IS_OPEN as OPEN
from workflow.models.base import Row, Stamped, fen, flag, long_text, one_of, ref
from workflow.types import Grade, Horizon, Kind, Stage, State

_APPROVAL_COLUMNS = ("approved_at", "approved_by", "approved_snapshot_id")
_ALL_SET = " AND ".join(f"{name} IS NOT NULL" for name in _APPROVAL_COLUMNS)
_ALL_NULL = " AND ".join(f"{name} IS NULL" for name in _APPROVAL_COLUMNS)
_FINAL = "state IN ('approved', 'monitored', 'evaluated', 'terminated')"


def _one_per_project_and_year(name: str, kind: str, key: str, where: str) -> Index:
    condition = text(f"kind = '{kind}' AND {where}")
    return Index(name, key, "fiscal_year", unique=True, sqlite_where=condition, postgresql_where=condition)


class Declaration(Stamped, table=True):
    """One revision of one project (or of a unit as a whole) in one fiscal year.

    Amounts in fen. ``version`` grows with every move and every child edit; ``round`` counts submissions.
    """

    __table_args__ = (
        one_of("kind", Kind),
        one_of("state", State),
        one_of("stage", Stage),
        CheckConstraint("(kind = 'project') = (project_id IS NOT NULL)", name="project_by_kind"),
        CheckConstraint(f"({_FINAL}) = (desk IS NULL)", name="desk_by_state"),
        CheckConstraint("(desk IS NULL) = (held_since IS NULL)", name="held_since_by_desk"),
        CheckConstraint(
            "desk IS NULL OR (state = 'drafted' AND desk IN ('filer', 'head', 'department'))"
            " OR (state = 'submitted' AND desk IN ('section', 'performance'))"
            " OR (state = 'finance_reviewed' AND desk IN ('performance', 'batch'))",
            name="desk_known",
        ),
        CheckConstraint(
            f"state NOT IN ('approved', 'monitored', 'evaluated') OR ({_ALL_SET})", name="approved_has_approval"
        ),
        CheckConstraint(
            f"state NOT IN ('drafted', 'submitted', 'finance_reviewed') OR ({_ALL_NULL})", name="open_has_no_approval"
        ),
        CheckConstraint("(state = 'terminated') = (terminated_by IS NOT NULL)", name="terminated_by_action"),
        CheckConstraint("NOT in_force OR state IN ('approved', 'monitored', 'evaluated')", name="in_force_approved"),
        CheckConstraint("(revision = 1) = (supersedes_id IS NULL)", name="revision_supersedes"),
        CheckConstraint(
            "adjustment_type IN ('', 'addition', 'cut', 'transfer', 'recall', 'policy')", name="adjustment_type_known"
        ),
        CheckConstraint("adjustment_type <> 'transfer' OR counterpart <> ''", name="transfer_names_counterpart"),
        CheckConstraint("revision >= 1 AND round >= 0 AND version >= 1", name="counters"),
        _one_per_project_and_year("uq_declaration_in_force_project", "project", "project_id", "in_force"),
        _one_per_project_and_year("uq_declaration_open_project", "project", "project_id", str(OPEN)),
        _one_per_project_and_year("uq_declaration_in_force_overall", "overall", "unit_id", "in_force"),
        _one_per_project_and_year("uq_declaration_open_overall", "overall", "unit_id", str(OPEN)),
        Index("ix_declaration_list", "region_id", "fiscal_year", "state", "id"),
        Index("ix_declaration_unit", "unit_id", "fiscal_year"),
        Index("ix_declaration_department", "department_id", "fiscal_year"),
        Index("ix_declaration_sort", "region_id", "fiscal_year", "sort_key", "id"),
        Index("ix_declaration_desk", "region_id", "desk", "held_since"),
    )

    kind: str = Field(default=Kind.project.value, max_length=16)
    project_id: int | None = ref("project.id", nullable=True)
    task_id: int = ref("declaration_task.id")
    stage: str = Field(default=Stage.first_pass.value, max_length=16)
    form_profile: str = Field(max_length=60, foreign_key="form_profile.code")
    region_id: int = ref("region.id", index=False)
    department_id: int = ref("organisation.id", index=False)
    unit_id: int = ref("organisation.id", index=False)
    fiscal_year: int
    revision: int = 1
    supersedes_id: int | None = ref("declaration.id", nullable=True)
    in_force: bool = flag()
    adjustment_reason: str = long_text()
    adjustment_document: str = Field(default="", max_length=200)
    adjustment_type: str = Field(default="", max_length=16)
    document_date: date | None = None
    document_issuer: str = Field(default="", max_length=120)
    counterpart: str = Field(default="", max_length=200)
    small_adjustment: bool = flag()
    """When it was submitted, the change was small enough to be filed (备案) instead of reviewed."""
    full_review: bool = flag()
    """The performance section wants it reviewed (转为审核) although the change is small."""

    state: str = Field(default=State.drafted.value, max_length=20)
    desk: str | None = Field(default="filer", max_length=20)
    held_since: datetime | None
    taken_by: int | None = ref("user_account.id", nullable=True)
    round: int = 0
    version: int = 1

    project_name: str = Field(max_length=200)
    sort_key: str = Field(default="", max_length=400)
    initials: str = Field(default="", max_length=200)
    project_code: str | None = Field(default=None, max_length=21)
    project_type: str | None = Field(default=None, max_length=60)
    project_category: str | None = Field(default=None, max_length=60)
    responsible_person: str = Field(default="", max_length=60)
    phone: str = Field(default="", max_length=40)
    budget_total_fen: int | None = fen(nullable=True)
    budget_year_fen: int | None = fen(nullable=True)

    created_by: int | None = ref("user_account.id", nullable=True)
    updated_at: datetime
    reviewed_by: int | None = ref("user_account.id", nullable=True)
    refusal_proposed_by: int | None = ref("user_account.id", nullable=True)
    cleared_by: int | None = ref("user_account.id", nullable=True)
    approved_at: datetime | None = None
    approved_by: int | None = ref("user_account.id", nullable=True)
    approved_snapshot_id: int | None = ref("snapshot.id", nullable=True)
    approval_batch_id: int | None = ref("approval_batch.id", nullable=True)
    terminated_by: str | None = Field(default=None, max_length=32)


class _DeclarationRow(Row):
    """A row of a declaration: ``uid`` is stable over revisions, ``origin_uid`` is the row it was cloned from."""

    declaration_id: int = ref("declaration.id", index=False)
    uid: str = Field(max_length=32)
    origin_uid: str = Field(default="", max_length=32)
    position: int = 0


class DeclarationText(Row, table=True):
    """One long header field (``canonical.TEXT_FIELDS``)."""

    __table_args__ = (UniqueConstraint("declaration_id", "field"),)

    declaration_id: int = ref("declaration.id", index=False)
    field: str = Field(max_length=40)
    text: str = long_text()


class ExecutingBody(_DeclarationRow, table=True):
    """执行单位."""

    __table_args__ = (UniqueConstraint("declaration_id", "uid"),)

    body_kind: str = Field(default="unit", max_length=16)
    name: str = Field(default="", max_length=200)


class Goal(_DeclarationRow, table=True):
    """绩效目标; several per horizon."""

    __table_args__ = (UniqueConstraint("declaration_id", "uid"), one_of("horizon", Horizon))

    horizon: str = Field(max_length=16)
    name: str = Field(default="", max_length=120)
    text: str = long_text()


class Indicator(_DeclarationRow, table=True):
    """绩效指标; ``level3`` is 三级指标. Targets and priors raw; weights in hundredths of a percent point."""

    __table_args__ = (
        UniqueConstraint("declaration_id", "uid"),
        one_of("horizon", Horizon),
        CheckConstraint("weight_hundredths IS NULL OR weight_hundredths >= 0", name="weight_not_negative"),
    )

    horizon: str = Field(max_length=16)
    goal_uid: str = Field(default="", max_length=32)
    level1: str = Field(default="", max_length=60)
    level2: str = Field(default="", max_length=60)
    level3: str = long_text()
    target: str = long_text()
    prior_two: str = long_text()
    prior_one: str = long_text()
    weight_hundredths: int | None = None
    basis: str = Field(default="", max_length=60)
    indicator_class: str = Field(default="", max_length=40)
    follows_budget: bool = Field(
        default=False, sa_type=Boolean, nullable=False, sa_column_kwargs={"server_default": false()}
    )
    """The target was taken from the budget; the editor says when the budget has changed since."""


class BlockWeight(_DeclarationRow, table=True):
    """指标权重比例 of a block of level-1 groups."""

    __table_args__ = (UniqueConstraint("declaration_id", "uid"), one_of("horizon", Horizon))

    horizon: str = Field(max_length=16)
    goal_uid: str = Field(default="", max_length=32)
    levels: list[str] = Field(default_factory=list, sa_type=JSON, nullable=False)
    weight_hundredths: int = 0


class FundingSource(_DeclarationRow, table=True):
    """资金来源: nature × source; the total is derived."""

    __table_args__ = (UniqueConstraint("declaration_id", "uid"),)

    nature: str | None = Field(default=None, max_length=32)
    source: str | None = Field(default=None, max_length=32)
    amount_fen: int | None = fen(nullable=True)


class ExpenditureLine(_DeclarationRow, table=True):
    """支出明细."""

    __table_args__ = (UniqueConstraint("declaration_id", "uid"),)

    item: str = long_text()
    basis: str = long_text()


class ExpenditureAmount(Row, table=True):
    """One amount of an expenditure line, per source column."""

    __table_args__ = (UniqueConstraint("line_id", "source"),)

    line_id: int = ref("expenditure_line.id", index=False)
    source: str = Field(max_length=32)
    amount_fen: int = fen()


class AssetLine(_DeclarationRow, table=True):
    """资产配置及采购计划."""

    __table_args__ = (UniqueConstraint("declaration_id", "uid"),)

    item: str = long_text()
    quantity: str = Field(default="", max_length=60)
    amount_fen: int | None = fen(nullable=True)


class UnparsedInput(Row, table=True):
    """What was typed but does not parse ("12,3x"): kept, shown, blocks send_up and sign."""

    __table_args__ = (UniqueConstraint("declaration_id", "path"),)

    declaration_id: int = ref("declaration.id", index=False)
    path: str = Field(max_length=120)
    raw: str = long_text()
    code: str = Field(max_length=40)


class DeclarationEdit(Row, table=True):
    """One changed value: who typed what, old → new. ``batch`` groups one request, ``undone`` its undo."""

    __table_args__ = (Index("ix_declaration_edit_file", "declaration_id", "id"),)

    declaration_id: int = ref("declaration.id", index=False)
    batch: str = Field(max_length=32)
    round: int
    desk: str = Field(max_length=20)
    path: str = Field(max_length=120)
    old: str = long_text()
    new: str = long_text()
    user_id: int | None = ref("user_account.id", nullable=True)
    at: datetime
    undone: bool = flag()
    on_behalf_of: int | None = ref("user_account.id", nullable=True, index=False)


class ReviewOpinion(Stamped, table=True):
    """The written opinion and grade of one review, one per round and reviewer's decision."""

    __table_args__ = (one_of("grade", Grade),)

    declaration_id: int = ref("declaration.id")
    round: int
    action: str = Field(max_length=32)
    grade: str = Field(max_length=16)
    opinion: str = long_text()
    author_id: int = ref("user_account.id")
    on_behalf_of: int | None = ref("user_account.id", nullable=True)
