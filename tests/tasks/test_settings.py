"""The Celery application as configured: what its safety rests on."""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
import redis

from tasks import app as tasks_app
from tasks.app import LONGEST_TASK, VISIBILITY_TIMEOUT, app
from tasks.environment import environment
from tasks.queues import QueueName
from tasks.schedule import SCHEDULE, beat_schedule
from tests.support.valkey import Valkey
from webapp.cli.up_services import worker_command
from webapp.settings import load_settings
from workflow.services import outbox_delivery
from workflow.services.mail import SECONDS_PER_ANSWER

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module", autouse=True)
def tasks_loaded() -> None:
    app.loader.import_default_modules()


def own_tasks() -> dict[str, object]:
    return {name: task for name, task in app.tasks.items() if not name.startswith("celery.")}


def test_the_visibility_timeout_is_more_than_twice_the_longest_task() -> None:
    """Else Redis would deliver a task that is still running once more."""
    limits = [getattr(task, "time_limit", None) or app.conf.task_time_limit for task in own_tasks().values()]
    assert max(limits) <= LONGEST_TASK == app.conf.task_time_limit
    assert 2 * LONGEST_TASK < VISIBILITY_TIMEOUT == app.conf.broker_transport_options["visibility_timeout"]
    assert app.conf.broker_transport_options["unacked_restore_interval"] == 1, "else kombu looks every 100 s only"


def test_a_message_reaches_one_queue_only(valkey: Valkey) -> None:
    assert len({(queue.exchange.name, queue.routing_key) for queue in app.amqp.queues.values()}) == len(QueueName)
    with app.connection_for_write(url=valkey.url) as connection:
        for queue in app.amqp.queues.values():
            queue(connection.channel()).declare()
        for entry in SCHEDULE:
            app.send_task(entry.task, connection=connection)
    with redis.Redis.from_url(valkey.url) as broker:
        waiting = {name.value: broker.llen(name.value) for name in QueueName}
    assert waiting == Counter(entry.task.partition(".")[0] for entry in SCHEDULE)


def test_a_lost_worker_loses_no_message() -> None:
    assert app.conf.task_acks_late
    assert app.conf.task_reject_on_worker_lost
    assert app.conf.worker_prefetch_multiplier == 1
    assert not any(getattr(task, "acks_late", True) is False for task in own_tasks().values())


def test_only_json_travels_and_no_result_is_kept() -> None:
    assert (app.conf.task_serializer, app.conf.accept_content) == ("json", ["json"])
    assert app.conf.task_ignore_result
    assert not app.conf.result_backend
    assert not app.conf.task_always_eager


def test_every_scheduled_task_exists_and_every_task_has_a_queue() -> None:
    assert {entry.task for entry in SCHEDULE} <= set(own_tasks())
    declared = {queue.name for queue in app.conf.task_queues}
    assert declared == {name.value for name in QueueName}
    routed = {name: app.amqp.router.route({}, name)["queue"].name for name in own_tasks()}
    assert routed == {name: name.partition(".")[0] for name in own_tasks()}
    assert "-Q" not in worker_command(), "the product's worker serves every queue"


@pytest.mark.parametrize(("embedded", "seconds"), [(True, 2), (False, 5)])
def test_the_beat_looks_often_and_old_questions_are_thrown_away(embedded: bool, seconds: int) -> None:
    lines = beat_schedule(embedded=embedded)
    assert lines["mail.deliver"]["schedule"] == lines["jobs.run"]["schedule"] == seconds
    assert all(line["options"]["expires"] >= 2 * line["schedule"] for line in lines.values())
    assert lines["reminders.look"]["schedule"] <= 300


def test_a_letter_under_way_outlasts_the_slowest_conversation() -> None:
    """connect, greeting, EHLO, STARTTLS, EHLO, AUTH (2), MAIL, RCPT, DATA, the text, RSET, QUIT."""
    assert outbox_delivery.LEASE.total_seconds() > 13 * SECONDS_PER_ANSWER


def test_the_environment_is_the_one_the_product_fills_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    settings = load_settings(home=tmp_path, smtp_url="smtp://mail:25", public_url="https://jixiao.example")
    for name, value in settings.as_environment().items():
        monkeypatch.setenv(name, value)
    read = environment()
    assert read.database_url == settings.database_url
    assert read.embedded
    assert (read.smtp_url, read.mail_from) == ("smtp://mail:25", settings.mail_from)
    assert (read.public_url, read.region_zone) == ("https://jixiao.example", settings.region_zone)
    assert read.secret_key == settings.secret_key.get_secret_value()
    assert read.mail_server is not None


def test_an_empty_variable_counts_as_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIXIAO_REDIS_URL", "")
    monkeypatch.setenv("JIXIAO_SMTP_URL", "")
    assert environment().redis_url.startswith("redis://")
    assert environment().mail_server is None


def test_a_worker_without_a_database_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JIXIAO_DATABASE_URL", raising=False)
    with pytest.raises(RuntimeError, match="JIXIAO_DATABASE_URL"):
        tasks_app.open_database()


def test_loading_the_tasks_loads_neither_web_nor_database_connections() -> None:
    """The parent of the worker processes must hold no connection when it forks."""
    code = "import json, sys; import tasks.app as a; a.app.loader.import_default_modules(); from workflow import db; "
    code += "print(json.dumps([sorted(m for m in sys.modules if m.split('.')[0] in ('flask', 'webapp')), db._engine]))"
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=os.environ, capture_output=True, check=True)
    assert json.loads(said.stdout) == [[], None]
