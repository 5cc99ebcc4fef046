"""The wider rule check: what changed, and what older rules have checked."""

from celery.utils.log import get_task_logger

from tasks.app import app
from workflow.services.wider_check import check_due, mark_outdated

log = get_task_logger(__name__)


@app.task(name="reviews.check", time_limit=300)
def check() -> None:
    """Check what is due."""
    if done := check_due():
        log.info("wider check of %s declarations", done)


@app.task(name="reviews.outdated", time_limit=300)
def outdated() -> None:
    """Mark what was checked by rules or settings that hold no more."""
    if marked := mark_outdated():
        log.info("%s declarations are to be checked by the present rules", marked)
