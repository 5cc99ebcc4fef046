"""What a background job gets to work with: its payload, and a way to say how far it is.

A job works in chunks, each in its own ``unit_of_work(write=True)``. It ends every chunk with ``job.report(session, …)``
in that same transaction: rows and progress commit together or not at all. So a job that was killed goes on exactly
where its last committed chunk ended, and a worker that was taken for dead cannot write any more.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col

from workflow import clock
from workflow.models import JobRun
from workflow.types import JobState

LEASE = timedelta(seconds=120)
"""How long a job may be silent before another worker takes it over. A chunk takes seconds."""


class JobCancelled(Exception):
    """Somebody asked to stop; what was committed stays."""


class LeaseLost(Exception):
    """Another worker has taken this job over; nothing of this chunk may be written."""


@dataclass
class JobContext:
    """One attempt at one job. ``progress`` and ``result`` start where the last attempt's committed chunks ended."""

    job_id: int
    attempt: int
    payload: dict[str, Any]
    requested_by: int | None = None
    secret_key: str = ""
    progress: int = 0
    total: int = 0
    result: dict[str, Any] = field(default_factory=dict)

    def report(
        self, session: Session, progress: int, total: int | None = None, result: dict[str, Any] | None = None
    ) -> None:
        """Last statement of a chunk: store how far the job is and extend its lease.

        Raises ``LeaseLost`` or ``JobCancelled``, which roll the chunk back; let both pass.
        """
        self.progress, self.total = progress, self.total if total is None else total
        self.result = self.result if result is None else result
        now = clock.now()
        statement = (
            update(JobRun)
            .where(
                col(JobRun.id) == self.job_id,
                col(JobRun.status) == JobState.running,
                col(JobRun.attempts) == self.attempt,
            )
            .values(
                heartbeat=now, lease_until=now + LEASE, progress=progress, total=self.total, result=dict(self.result)
            )
            .returning(col(JobRun.cancel_requested))
            .execution_options(synchronize_session=False)
        )
        cancel = session.exec(statement).scalar_one_or_none()
        if cancel is None:
            raise LeaseLost(self.job_id)
        if cancel:
            raise JobCancelled(self.job_id)
