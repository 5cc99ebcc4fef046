"""Asking for background work: a row in the transaction of the click, found by the workers afterwards."""

from datetime import date
from typing import Any

from sqlmodel import Session, select

from workflow import clock
from workflow.db import insert_once
from workflow.errors import NotFound, WrongState
from workflow.models import JobRun
from workflow.permissions import Actor
from workflow.types import JobKind, JobState, Role

ENDED_BADLY = (JobState.failed, JobState.cancelled)


def request_job(
    session: Session, kind: JobKind, dedupe_key: str, payload: dict[str, Any], user_id: int | None = None
) -> JobRun:
    """The job of this key: queued now if there was none, else the one that stands, whatever became of it."""
    now = clock.now()
    insert_once(
        session,
        JobRun,
        created_at=now,
        kind=kind,
        dedupe_key=dedupe_key,
        payload=payload,
        not_before=now,
        requested_by=user_id or None,
    )
    return session.exec(select(JobRun).where(JobRun.dedupe_key == dedupe_key)).one()


def request_nightly_rates(session: Session, today: date) -> JobRun:
    """Execution rates of the day, once however often it is asked for."""
    payload = {"as_of": today.isoformat()}
    return request_job(session, JobKind.execution_rates, f"execution_rates:nightly:{today.isoformat()}", payload)


def request_nightly_totals(session: Session, today: date) -> JobRun:
    """Totals of payments compared with the payments, once a day however often it is asked for."""
    payload = {"year": today.year}
    return request_job(session, JobKind.payment_totals, f"payment_totals:nightly:{today.isoformat()}", payload)


def find_job(session: Session, actor: Actor, job_id: int, *, lock: bool = False) -> JobRun:
    """A job its requester or the system administrator may see; ``NotFound`` for everybody else."""
    query = select(JobRun).where(JobRun.id == job_id)
    if lock:
        query = query.with_for_update(key_share=True).execution_options(populate_existing=True)
    job = session.exec(query).first()
    if job is None or not (job.requested_by == actor.user_id or Role.system_admin in actor.roles):
        raise NotFound("no_such_job")
    return job


def cancel_job(session: Session, actor: Actor, job_id: int) -> JobRun:
    """Stop a job of one's own; raises ``NotFound``, ``WrongState``."""
    return stop(find_job(session, actor, job_id, lock=True))


def stop(job: JobRun) -> JobRun:
    """Stop a locked job: at once if it waits, at the end of the running chunk otherwise."""
    if job.status == JobState.queued:
        job.status, job.finished_at = JobState.cancelled, clock.now()
    elif job.status == JobState.running:
        job.cancel_requested = True
    else:
        raise WrongState("job_finished", status=job.status)
    return job


def restart_job(session: Session, actor: Actor, job_id: int) -> JobRun:
    """Queue a failed or cancelled job again; it goes on after its last committed chunk."""
    job = find_job(session, actor, job_id, lock=True)
    if job.status not in ENDED_BADLY:
        raise WrongState("job_not_ended", status=job.status)
    job.status, job.attempts, job.cancel_requested = JobState.queued, 0, False
    job.error, job.finished_at, job.not_before = "", None, clock.now()
    return job
