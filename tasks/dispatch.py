"""Sending the mail that is due."""

from celery.utils.log import get_task_logger

from tasks.app import app
from tasks.environment import environment
from workflow import clock
from workflow.services.digests import write_digests
from workflow.services.outbox_delivery import deliver_due, post_due

log = get_task_logger(__name__)


DIGEST_HOUR = 8
"""o'clock: the digest of the day is written at the first look after it."""


@app.task(name="mail.digest", time_limit=300)
def digest() -> None:
    """Write the digests of today, once a day however often this is called."""
    now = clock.local(clock.now(), environment().zone)
    if now.hour >= DIGEST_HOUR and (count := write_digests(now.date())):
        log.info("digests written: %s", count)


@app.task(name="mail.deliver", time_limit=300)
def deliver() -> None:
    """Hand over what is due, one letter after the other."""
    settings = environment()
    if told := deliver_due(settings.mail_server, settings.public_url):
        log.info("mail: %s", dict(told))


@app.task(name="mail.posts", time_limit=300)
def deliver_posts() -> None:
    """Hand group messages and text messages over."""
    settings = environment()
    if told := post_due(settings.lines, settings.public_url):
        log.info("posts: %s", dict(told))
