"""The reviewer's queue: what a file weighs there, and decisions that wait to be performed."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from workflow.models.base import Row, Stamped, fen, flag, one_of, ref
from workflow.types import DecisionState

_LIVE = text("status IN ('held', 'sent', 'due')")


class ReviewCard(Row, table=True):
    """What the queue is ordered by, written anew with every submission (``workflow/lifecycle/cards.py``).

    ``risk`` is 0 to 100; ``risk_part`` (1–10) and ``amount_part`` (1–5) are what it is multiplied with. The facts
    behind the risk stand beside it, so that a page says why. ``budget_before_fen``: of the last revision or year.
    """

    declaration_id: int = ref("declaration.id", index=False, unique=True)
    round: int
    risk: int
    risk_part: int
    amount_part: int
    due_on: date
    errors: int = 0
    warnings: int = 0
    returns: int = 0
    is_new: bool = flag()
    adjusted: bool = flag()
    budget_before_fen: int | None = fen(nullable=True)
    unchanged: bool = flag()
    written_at: datetime


class SubmittedFinding(Row, table=True):
    """How often one rule spoke in a file as it was last submitted, and how many of these the unit explained (情况说明).

    Written with the card; what the wider check finds later in the same content is added then.
    """

    __table_args__ = (
        UniqueConstraint("declaration_id", "rule"),
        CheckConstraint("findings >= 1 AND explained >= 0 AND explained <= findings", name="explained_of_findings"),
    )

    declaration_id: int = ref("declaration.id", index=False)
    rule: str = Field(max_length=60, index=True)
    findings: int
    explained: int = 0


class PendingDecision(Stamped, table=True):
    """待发决定: a move a reviewer has made up his mind about. The file does not move before it is performed.

    held: saved, not sent · sent: performed at ``perform_at`` unless recalled · due: a worker has it until
    ``lease_until`` · done, failed (``outcome`` holds the refusal's code and facts), recalled: the end.
    """

    __table_args__ = (
        one_of("status", DecisionState),
        CheckConstraint("status NOT IN ('sent', 'due') OR perform_at IS NOT NULL", name="sent_has_time"),
        Index(
            "uq_pending_decision_live",
            "declaration_id",
            "actor_id",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
        Index("ix_pending_decision_due", "status", "perform_at"),
        Index("ix_pending_decision_actor", "actor_id", "status", "finished_at"),
    )

    declaration_id: int = ref("declaration.id")
    actor_id: int = ref("user_account.id", index=False)
    action: str = Field(max_length=32)
    inputs: dict[str, Any] = Field(default_factory=dict, sa_type=JSON, nullable=False)
    version_seen: int
    status: str = Field(default=DecisionState.held.value, max_length=16)
    sent_at: datetime | None = None
    perform_at: datetime | None = None
    lease_until: datetime | None = None
    attempts: int = 0
    outcome: dict[str, Any] = Field(default_factory=dict, sa_type=JSON, nullable=False)
    finished_at: datetime | None = None
