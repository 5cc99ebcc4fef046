"""The reviewer's queue: performing sent decisions, and weighing what came to finance without a card."""

from celery.utils.log import get_task_logger

from tasks.app import app
from workflow.services.decision_run import perform_due
from workflow.services.queue_cards import fill_missing

log = get_task_logger(__name__)


@app.task(name="decisions.perform", time_limit=300)
def perform() -> None:
    """Perform the decisions whose time to recall them has passed."""
    if told := perform_due():
        log.info("decisions: %s", dict(told))


@app.task(name="decisions.weigh", time_limit=300)
def weigh() -> None:
    """Write the cards that are missing, some at a time."""
    if count := fill_missing():
        log.info("cards of the queue written: %s", count)
