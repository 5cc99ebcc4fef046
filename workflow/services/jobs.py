"""Running background jobs. To add one: a ``JobKind``, a function that takes a ``JobContext``, a line in ``JOBS``
(or in ``workflow/work.py`` if it reads by ``workflow.queries``).

Jobs are claimed in the database by lease. A worker that dies leaves its lease to lapse; the job is taken over, at most
``MAX_ATTEMPTS`` times in all. An error of the job itself ends it: it would only fail again.
"""

import logging
from collections.abc import Callable, Mapping

from sqlalchemy import and_, func, or_
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from workflow import clock
from workflow.db import unit_of_work
from workflow.errors import Refusal
from workflow.models import JobRun
from workflow.notifications.refusals import refusal_text
from workflow.services.exports import tell_failed
from workflow.services.intake.reading import read_dropped
from workflow.services.job_context import LEASE, JobCancelled, JobContext, LeaseLost
from workflow.services.letter_files import letter_files
from workflow.services.library.build import indicator_library
from workflow.services.payments.load import import_payments
from workflow.services.payments.totals_check import check_totals
from workflow.services.rates import execution_rates
from workflow.types import JobKind, JobState

Job = Callable[[JobContext], None]

JOBS: dict[JobKind, Job] = {
    JobKind.payment_import: import_payments,
    JobKind.execution_rates: execution_rates,
    JobKind.indicator_library: indicator_library,
    JobKind.intake: read_dropped,
    JobKind.letter_files: letter_files,
    JobKind.payment_totals: check_totals,
}
ENDED: dict[JobKind, Callable[[Session, JobRun], None]] = {JobKind.list_export: tell_failed}
"""Who is told that a job of a kind has ended without result."""
MAX_ATTEMPTS = 3
AT_ONCE = {"sqlite": 1, "postgresql": 4}
"""How many jobs run at the same time: on one machine mails and reminders must not wait behind imports."""

log = logging.getLogger(__name__)


def run_next_job(secret_key: str = "", jobs: Mapping[JobKind, Job] = JOBS) -> int | None:
    """Claim and run one job that is due; its id, or None if nothing is due."""
    with unit_of_work() as session:  # most of the time nothing is due, and nobody has to wait for the write lock
        if session.exec(_due().limit(1)).first() is None:
            return None
    with unit_of_work(write=True) as session:
        job = _claim(session)
    if job is None:
        return None
    context = JobContext(
        job.id, job.attempts, job.payload, job.requested_by, secret_key, job.progress, job.total, dict(job.result)
    )
    _run(context, jobs.get(JobKind(job.kind)))
    return job.id


def _due() -> SelectOfScalar[JobRun]:
    """Jobs that wait, and jobs whose worker has fallen silent."""
    now = clock.now()
    waiting = and_(col(JobRun.status) == JobState.queued, col(JobRun.not_before) <= now)
    silent = and_(col(JobRun.status) == JobState.running, col(JobRun.lease_until) < now)
    return select(JobRun).where(or_(waiting, silent)).order_by(col(JobRun.not_before), col(JobRun.id))


def _claim(session: Session) -> JobRun | None:
    now = clock.now()
    alive = (
        select(func.count())
        .select_from(JobRun)
        .where(JobRun.status == JobState.running, col(JobRun.lease_until) >= now)
    )
    if session.exec(alive).one() >= AT_ONCE[session.get_bind().dialect.name]:
        return None
    job = session.exec(_due().limit(1).with_for_update(skip_locked=True)).first()
    if job is None:
        return None
    if job.attempts >= MAX_ATTEMPTS:
        job.status, job.error, job.finished_at = JobState.failed, "gave_up", now
        _tell(session, job)
        return None
    job.status, job.attempts = JobState.running, job.attempts + 1
    job.heartbeat, job.lease_until = now, now + LEASE
    return job


def _run(context: JobContext, job: Job | None) -> None:
    try:
        if job is None:
            raise LookupError("no function for this kind of job")
        job(context)
    except LeaseLost:
        log.warning("job %s was taken over by another worker", context.job_id)
    except OperationalError:
        log.exception("job %s lost its database; it goes on when its lease has lapsed", context.job_id)
    except JobCancelled:
        _finish(context, JobState.cancelled)
    except Refusal as refusal:
        _finish(context, JobState.failed, refusal_text(refusal.code, refusal.facts))
    except Exception as error:
        log.exception("job %s failed", context.job_id)
        _finish(context, JobState.failed, f"{type(error).__name__}: {error}")
    else:
        _finish(context, JobState.done)


def _finish(context: JobContext, status: JobState, error: str = "") -> None:
    with unit_of_work(write=True) as session:
        query = select(JobRun).where(JobRun.id == context.job_id, JobRun.attempts == context.attempt)
        job = session.exec(query.with_for_update(key_share=True)).first()
        if job is None or job.status != JobState.running:
            return  # taken over meanwhile: its fate is the other worker's to tell
        job.status, job.error, job.finished_at = status, error[:400], clock.now()
        if status is JobState.done:
            job.result = dict(context.result)
        else:
            _tell(session, job)


def _tell(session: Session, job: JobRun) -> None:
    if tell := ENDED.get(JobKind(job.kind)):
        tell(session, job)
