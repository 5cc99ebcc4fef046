"""Reminders. ``look`` reads the business date once and sends it on as text: a repeat after midnight means the same."""

from datetime import date

from celery.utils.log import get_task_logger

from tasks.app import app
from tasks.environment import environment
from workflow import clock
from workflow.services.evaluation_opening import sync_open_tasks
from workflow.services.reminders import remind_all
from workflow.services.report_opening import sync_open_campaigns

STALE_AFTER = 600
"""Seconds: yesterday's message must not be sent by a worker that comes back tomorrow."""
log = get_task_logger(__name__)


@app.task(name="reminders.look", time_limit=60)
def look() -> None:
    """Which day it is in the region."""
    today = clock.business_date(environment().zone)
    remind.apply_async((today.isoformat(),), expires=STALE_AFTER)


@app.task(name="reminders.remind", time_limit=600)
def remind(today: str) -> None:
    """Forms for what was approved late, then the newest step of everything that is open."""
    opened, told = sync_open_campaigns() + sync_open_tasks(), remind_all(date.fromisoformat(today))
    if opened or told.sent or told.skipped:
        log.info("forms opened %s, reminders sent %s, skipped %s", opened, told.sent, told.skipped)
