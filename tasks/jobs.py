"""Background jobs: run what is due, and ask for the nightly ones."""

from datetime import timedelta

from celery.utils.log import get_task_logger

from tasks.app import app
from tasks.environment import environment
from workflow import clock
from workflow.db import unit_of_work
from workflow.services.entered_forms import delete_old_digests
from workflow.services.evaluation_file import delete_expired_readings
from workflow.services.exports import delete_expired
from workflow.services.job_requests import request_nightly_rates, request_nightly_totals
from workflow.services.jobs import run_next_job
from workflow.services.library.requests import request_nightly_library
from workflow.services.offline import delete_expired_uploads
from workflow.work import ALL_JOBS

NIGHT_BEGINS = 2
"""o'clock: what is computed once a day is computed after it, whenever a worker is there next."""
IN_A_ROW = timedelta(seconds=30)
"""How long one message goes on taking up jobs; far below the time limit of a task, whatever the last one takes."""
log = get_task_logger(__name__)


@app.task(name="jobs.run")
def run() -> None:
    """Run what is due: many short jobs, such as dropped files, do not wait for a question each."""
    until = clock.now() + IN_A_ROW
    while clock.now() < until and (job_id := run_next_job(environment().secret_key, ALL_JOBS)):
        log.info("job %s ended", job_id)


@app.task(name="jobs.nightly", time_limit=60)
def nightly() -> None:
    """Ask for the nightly rates, library and check of totals of today, once a day however often this is called."""
    now = clock.local(clock.now(), environment().zone)
    if now.hour >= NIGHT_BEGINS:
        with unit_of_work(write=True) as session:
            request_nightly_rates(session, now.date())
            request_nightly_library(session, now.date())
            request_nightly_totals(session, now.date())


@app.task(name="jobs.expire", time_limit=300)
def expire() -> None:
    """Delete exported files, offline workbooks, readings of self-evaluations and marks of forms: their time is over."""
    delete_old_digests()
    if count := delete_expired():
        log.info("exported files deleted: %s", count)
    if count := delete_expired_uploads():
        log.info("offline workbooks deleted: %s", count)
    if count := delete_expired_readings():
        log.info("self-evaluations read and not taken over deleted: %s", count)
