"""Sending the mail that is due."""

from celery.utils.log import get_task_logger

from tasks.app import app
from tasks.environment import environment
from workflow.services.outbox_delivery import deliver_due

log = get_task_logger(__name__)


@app.task(name="mail.deliver", time_limit=300)
def deliver() -> None:
    """Hand over what is due, one letter after the other."""
    settings = environment()
    if told := deliver_due(settings.mail_server, settings.public_url):
        log.info("mail: %s", dict(told))
