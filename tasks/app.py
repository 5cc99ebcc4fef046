"""The Celery application: message in, one domain call, message out. What must not be lost is in the database.

The broker only carries "look what is due". Losing it, or getting a message twice, costs time and nothing else.
"""

import logging
from typing import Any

from celery import Celery
from celery.signals import after_setup_logger, worker_process_init, worker_process_shutdown

from tasks.environment import environment
from tasks.queues import QUEUES, ROUTES, QueueName
from tasks.schedule import beat_schedule
from workflow import db

LONGEST_TASK = 1_800
"""Seconds; a task that takes longer is killed, and its job goes on where its last chunk ended."""
VISIBILITY_TIMEOUT = 3_700
"""Seconds after which an unacknowledged message is delivered again: more than twice the longest task, else a task that
is still running would be started a second time."""

app = Celery("jixiao", include=["tasks.decisions", "tasks.dispatch", "tasks.jobs", "tasks.reminders", "tasks.reviews"])
app.conf.update(
    broker_url=environment().redis_url,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    broker_transport_options={"visibility_timeout": VISIBILITY_TIMEOUT, "unacked_restore_interval": 1},
    result_backend=None,
    task_ignore_result=True,
    task_serializer="json",
    result_serializer="json",
    accept_content=["json"],
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_time_limit=LONGEST_TASK,
    task_queues=QUEUES,
    task_routes=ROUTES,
    task_default_queue=QueueName.jobs.value,
    task_create_missing_queues=False,
    worker_prefetch_multiplier=1,
    worker_max_memory_per_child=300_000,
    worker_cancel_long_running_tasks_on_connection_loss=False,
    worker_send_task_events=False,
    enable_utc=True,
    timezone=environment().region_zone,
    beat_schedule=beat_schedule(embedded=environment().embedded),
)


@worker_process_init.connect
def open_database(**_: Any) -> None:
    """Each worker process has an engine of its own: connections do not survive a fork."""
    url = environment().database_url
    if not url:
        raise RuntimeError("JIXIAO_DATABASE_URL is not set; start workers with `jixiao worker` or `jixiao up`")
    db.configure(url)


@worker_process_shutdown.connect
def close_database(**_: Any) -> None:
    """Leave no connection behind."""
    db.dispose()


@after_setup_logger.connect
def say_less(**_: Any) -> None:
    """A line per "nothing was due" would fill the log; tasks report what they did."""
    for name in ("celery.worker.strategy", "celery.app.trace", "celery.beat"):
        logging.getLogger(name).setLevel(logging.WARNING)
