"""The queues. A worker serves all of them unless it is started with ``-Q``; a name that is not here is an error."""

from enum import StrEnum

from kombu import Exchange, Queue


class QueueName(StrEnum):
    """One per kind of waiting: a long import must not keep the mail waiting where a worker has its own queue."""

    mail = "mail"
    jobs = "jobs"
    reminders = "reminders"
    reviews = "reviews"
    decisions = "decisions"


QUEUES = [Queue(name.value, Exchange(name.value), routing_key=name.value) for name in QueueName]
"""Each with its own key: whoever publishes by key, as other tools do, reaches one queue only."""
ROUTES = {f"{name.value}.*": {"queue": name.value} for name in QueueName}
"""A task ``mail.deliver`` goes to the queue ``mail``."""
