"""Asking for the library to be built anew."""

from datetime import date

from sqlmodel import Session, col, select

from workflow import clock
from workflow.models import JobRun
from workflow.permissions import Actor
from workflow.services.job_requests import request_job
from workflow.services.library.govern import require_keeper
from workflow.types import JobKind, JobState


def request_nightly_library(session: Session, today: date) -> JobRun:
    """All regions, once a day however often it is asked for."""
    return request_job(session, JobKind.indicator_library, f"indicator_library:nightly:{today.isoformat()}", {})


def request_library(session: Session, actor: Actor, region_id: int) -> JobRun:
    """One region now; a build that still waits is enough. Raises ``NotAllowed`` for all but the performance section."""
    require_keeper(actor, region_id)
    name = f"indicator_library:{region_id}:"
    waiting = select(JobRun).where(
        col(JobRun.dedupe_key).startswith(name, autoescape=True), JobRun.status == JobState.queued
    )
    found = session.exec(waiting.limit(1)).first()
    key = f"{name}{clock.now().isoformat()}"
    return found or request_job(session, JobKind.indicator_library, key, {"region_id": region_id}, actor.user_id)
