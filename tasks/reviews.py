"""What is judged again when rules change: the wider rule check of declarations, the lights of monitoring reports."""

from celery.utils.log import get_task_logger

from tasks.app import app
from workflow.services.report_relighting import relight_behind
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


@app.task(name="reviews.relight", time_limit=300)
def relight() -> None:
    """Lights of open campaigns by the rules in force."""
    if count := relight_behind():
        log.info("lights of %s reports judged again", count)
