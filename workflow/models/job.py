"""Background jobs: claimed in the database by lease, so a lost broker or worker loses nothing."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field

from workflow.models.base import Stamped, flag, one_of, ref
from workflow.types import JobKind, JobState


class JobRun(Stamped, table=True):
    """One run of one job; ``progress`` of ``total`` steps, ``result`` counts."""

    __table_args__ = (
        UniqueConstraint("dedupe_key"),
        Index("ix_job_run_due", "status", "not_before"),
        one_of("kind", JobKind),
        one_of("status", JobState),
    )

    kind: str = Field(max_length=32)
    dedupe_key: str = Field(max_length=160)
    payload: dict[str, Any] = Field(default_factory=dict, sa_type=JSON, nullable=False)
    status: str = Field(default=JobState.queued.value, max_length=16)
    not_before: datetime
    lease_until: datetime | None = None
    heartbeat: datetime | None = None
    attempts: int = 0
    progress: int = 0
    total: int = 0
    cancel_requested: bool = flag()
    result: dict[str, Any] = Field(default_factory=dict, sa_type=JSON, nullable=False)
    error: str = Field(default="", max_length=400)
    requested_by: int | None = ref("user_account.id", nullable=True)
    finished_at: datetime | None = None
