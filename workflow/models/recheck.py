"""What finance makes of accepted self-evaluations: the sample and its re-checks (复核), and what follows for the money.

Points are whole hundredths of a point, money is in fen.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from workflow.models.base import Row, Stamped, fen, flag, long_text, one_of, ref
from workflow.types import Grade, RecheckState, ResultUseKind, ResultUseState, SampleReason


class EvaluationSample(Stamped, table=True):
    """One draw (抽样) of a task: the rule, the seed that repeats it, out of how many how many were drawn."""

    __table_args__ = (CheckConstraint("share_percent BETWEEN 0 AND 100", name="share_is_percent"),)

    task_id: int = ref("evaluation_task.id")
    seed: str = Field(max_length=64)
    share_percent: int
    every_poor: bool = flag()
    every_red: bool = flag()
    amount_from_fen: int | None = fen(nullable=True)
    population: int
    drawn: int
    drawn_by: int | None = ref("user_account.id", nullable=True)


class EvaluationRecheck(Stamped, table=True):
    """复核 of one accepted self-evaluation; total and grade are those by the points of the re-check."""

    __table_args__ = (
        UniqueConstraint("evaluation_id"),
        one_of("why", SampleReason),
        one_of("state", RecheckState),
        one_of("grade", Grade),
        CheckConstraint("(grade IS NULL) = (total_hundredths IS NULL)", name="grade_of_total"),
        CheckConstraint("(state = 'finished') = (finished_at IS NOT NULL)", name="finished_at_by_state"),
        CheckConstraint("state = 'open' OR total_hundredths IS NOT NULL", name="finished_has_total"),
    )

    sample_id: int = ref("evaluation_sample.id")
    evaluation_id: int = ref("self_evaluation.id", index=False)
    why: str = Field(max_length=16)
    state: str = Field(default=RecheckState.open.value, max_length=16)
    version: int = 1
    opinion: str = long_text()
    total_hundredths: int | None = None
    grade: str | None = Field(default=None, max_length=16)
    checked_by: int | None = ref("user_account.id", nullable=True)
    finished_at: datetime | None = None


class RecheckLine(Row, table=True):
    """Where the re-check says something of its own; ``place`` is ``money/-`` or ``items/<uid>`` of the form.

    None = the unit's points stand; ``points_raw`` keeps what was typed and cannot be read.
    """

    __table_args__ = (
        UniqueConstraint("recheck_id", "place"),
        CheckConstraint("points_raw = '' OR points_hundredths IS NULL", name="points_read_or_raw"),
    )

    recheck_id: int = ref("evaluation_recheck.id", index=False)
    place: str = Field(max_length=48)
    points_hundredths: int | None = None
    points_raw: str = long_text()
    reason: str = long_text()


class ResultUse(Stamped, table=True):
    """结果应用: what an accepted self-evaluation means for the project's money in ``applies_year``.

    A confirmed cut or recall is booked by ``entry_id`` where the project has a ledger in that year; else it stands
    against the declaration of that year.
    """

    __table_args__ = (
        one_of("kind", ResultUseKind),
        one_of("state", ResultUseState),
        CheckConstraint(
            "(kind = 'keep' AND amount_fen = 0) OR (kind <> 'keep' AND amount_fen > 0)", name="amount_by_kind"
        ),
        CheckConstraint("(state = 'proposed') = (decided_at IS NULL)", name="decided_at_by_state"),
        CheckConstraint("entry_id IS NULL OR state = 'confirmed'", name="booked_when_confirmed"),
        Index("ix_result_use_list", "region_id", "fiscal_year", "state", "id"),
    )

    evaluation_id: int = ref("self_evaluation.id")
    project_id: int = ref("project.id")
    region_id: int = ref("region.id", index=False)
    fiscal_year: int
    applies_year: int
    kind: str = Field(max_length=16)
    state: str = Field(default=ResultUseState.proposed.value, max_length=16)
    version: int = 1
    amount_fen: int = fen()
    reason: str = long_text()
    proposed_by: int | None = ref("user_account.id", nullable=True)
    decided_by: int | None = ref("user_account.id", nullable=True)
    decided_at: datetime | None = None
    remark: str = long_text()
    document: str = Field(default="", max_length=200)
    entry_id: int | None = ref("budget_ledger_entry.id", nullable=True)
