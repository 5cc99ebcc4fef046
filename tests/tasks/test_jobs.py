"""Background jobs: claimed once, resumed after a kill, fenced, cancelled, given up."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlmodel import col, select

from tests.domain.world import World
from tests.tasks.fixtures import Calendar
from workflow import clock, db
from workflow.db import insert_once
from workflow.errors import NotFound, RuleFailed, WrongState
from workflow.models import InboxMessage, JobRun
from workflow.queries.deliveries import jobs as jobs_seen
from workflow.services.job_context import LEASE, JobCancelled, JobContext, LeaseLost
from workflow.services.job_requests import cancel_job, request_job, request_nightly_rates, restart_job
from workflow.services.jobs import MAX_ATTEMPTS, Job, run_next_job
from workflow.types import JobKind
from workflow.work import ALL_JOBS

ROOT = Path(__file__).parents[2]
KIND = JobKind.execution_rates
pytestmark = pytest.mark.usefixtures("calendar")


def ask(world: World, key: str = "k", who: str = "treasury", **payload: object) -> int:
    with db.unit_of_work(write=True) as session:
        return request_job(session, KIND, key, payload, world.people[who]).id


def job(job_id: int) -> JobRun:
    with db.unit_of_work() as session:
        return session.get_one(JobRun, job_id)


def run(work: Job) -> int | None:
    jobs: Mapping[JobKind, Job] = {KIND: work}
    return run_next_job("secret", jobs)


def in_chunks(rows: int, size: int, after: Callable[[int], None] = lambda _: None) -> Job:
    """Writes a row per row, a transaction per chunk, as an import does."""

    def work(context: JobContext) -> None:
        for start in range(context.progress, rows, size):
            with db.unit_of_work(write=True) as session:
                for number in range(start, start + size):
                    session.add(mark(number))
                done = context.result.get("loaded", 0) + size
                context.report(session, start + size, rows, {"loaded": done})
            after(start + size)

    return work


def mark(number: int) -> InboxMessage:
    return InboxMessage(created_at=clock.now(), recipient_id=1, dedupe_key=f"row:{number}", template="-")


def written() -> list[int]:
    with db.unit_of_work() as session:
        keys = session.exec(select(InboxMessage.dedupe_key).order_by(col(InboxMessage.id)))
        return [int(key.removeprefix("row:")) for key in keys]


def test_a_job_runs_once_and_says_what_it_did(world: World) -> None:
    first = ask(world, year=2025)
    assert ask(world, year=2024) == first, "the same key is the same job"
    seen: list[JobContext] = []

    def work(context: JobContext) -> None:
        seen.append(context)
        in_chunks(6, 3)(context)

    assert run(work) == first
    assert run(in_chunks(6, 3)) is None
    done = job(first)
    assert (done.status, done.progress, done.total, done.result, done.attempts) == ("done", 6, 6, {"loaded": 6}, 1)
    assert done.finished_at is not None
    assert (seen[0].payload, seen[0].requested_by, seen[0].secret_key) == (
        {"year": 2025}, world.people["treasury"], "secret",
    )  # fmt: skip


def test_every_kind_of_job_has_its_function() -> None:
    assert set(ALL_JOBS) == set(JobKind)


KILLED = """
import os, signal, sys
from datetime import datetime
from tests.tasks.test_jobs import KIND, in_chunks
from workflow import clock, db
from workflow.services.jobs import run_next_job

db.configure(sys.argv[1])
clock.set_source(lambda: datetime.fromisoformat(sys.argv[2]))
die = lambda done: done == 6 and os.kill(os.getpid(), signal.SIGKILL)
run_next_job("", {KIND: in_chunks(12, 3, die)})
"""


def test_after_kill_9_another_worker_goes_on_after_the_last_chunk(world: World, calendar: Calendar) -> None:
    job_id = ask(world)
    words = [sys.executable, "-c", KILLED, world.url, calendar().isoformat()]
    assert subprocess.run(words, cwd=ROOT, env=os.environ, check=False).returncode == -signal.SIGKILL
    assert (job(job_id).status, job(job_id).progress) == ("running", 6)
    assert run(in_chunks(12, 3)) is None, "it is taken over only when its lease has lapsed"
    calendar.forward(seconds=LEASE.total_seconds() + 1)
    assert run(in_chunks(12, 3)) == job_id
    assert (job(job_id).status, job(job_id).attempts, job(job_id).result) == ("done", 2, {"loaded": 12})
    assert written() == list(range(12))


def test_a_worker_taken_for_dead_cannot_write_any_more(world: World, calendar: Calendar) -> None:
    job_id = ask(world)

    def stops_and_goes_on(done: int) -> None:
        if done == 3:  # it was asleep for longer than its lease; meanwhile another worker did everything
            calendar.forward(seconds=LEASE.total_seconds() + 1)
            assert run(in_chunks(9, 3)) == job_id

    assert run(in_chunks(9, 3, stops_and_goes_on)) == job_id
    assert written() == list(range(9))
    assert (job(job_id).status, job(job_id).attempts, job(job_id).progress) == ("done", 2, 9)


def test_the_lease_is_checked_in_the_transaction_of_the_chunk(small_world: World) -> None:
    ask(small_world)
    caught: list[type[Exception]] = []

    def late(context: JobContext) -> None:
        context.attempt -= 1
        try:
            in_chunks(3, 3)(context)
        except LeaseLost as lost:
            caught.append(type(lost))
            raise

    run(late)
    assert caught == [LeaseLost]
    assert written() == []


def test_after_three_lost_workers_it_is_given_up(small_world: World, calendar: Calendar) -> None:
    job_id = ask(small_world)

    def lost(_: JobContext) -> None:
        raise LeaseLost

    for _ in range(MAX_ATTEMPTS):
        assert run(lost) == job_id
        calendar.forward(seconds=LEASE.total_seconds() + 1)
    assert run(lost) is None
    assert (job(job_id).status, job(job_id).error, job(job_id).attempts) == ("failed", "gave_up", 3)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ValueError("第 3 行"), "ValueError: 第 3 行"),
        (RuleFailed("deadline_past", deadline="2025-07-31"), "报送截止日期 2025-07-31 已过，请选今天或以后"),
    ],
)
def test_an_error_of_the_job_itself_ends_it(small_world: World, error: Exception, said: str) -> None:
    job_id = ask(small_world)

    def fails(_: JobContext) -> None:
        raise error

    run(fails)
    assert (job(job_id).status, job(job_id).error) == ("failed", said)
    assert run(fails) is None
    with db.unit_of_work(write=True) as session:
        restart_job(session, small_world.actor("treasury"), job_id)
    assert run(in_chunks(3, 3)) == job_id
    assert (job(job_id).status, job(job_id).error) == ("done", "")


def test_cancelling_stops_at_the_end_of_the_chunk(world: World) -> None:
    job_id = ask(world)

    def somebody_cancels(done: int) -> None:
        if done == 3:
            with db.unit_of_work(write=True) as session:
                assert cancel_job(session, world.actor("treasury"), job_id).status == "running"

    run(in_chunks(9, 3, somebody_cancels))
    assert (job(job_id).status, job(job_id).progress) == ("cancelled", 3)
    assert written() == [0, 1, 2], "what was committed stays"
    with pytest.raises(WrongState), db.unit_of_work(write=True) as session:
        cancel_job(session, world.actor("treasury"), job_id)


def test_a_waiting_job_is_cancelled_at_once(small_world: World) -> None:
    job_id = ask(small_world)
    with db.unit_of_work(write=True) as session:
        cancel_job(session, small_world.actor("system_admin"), job_id)
    assert job(job_id).status == "cancelled"
    assert run(in_chunks(3, 3)) is None


@pytest.mark.parametrize("who", ["performance_a", "filer_a", "security_admin"])
def test_others_do_not_see_the_job(small_world: World, who: str) -> None:
    job_id = ask(small_world)
    with db.unit_of_work(write=True) as session:
        for verb in (cancel_job, restart_job):
            with pytest.raises(NotFound):
                verb(session, small_world.actor(who), job_id)
        assert jobs_seen(session, small_world.actor(who)) == []
        assert [seen.id for seen in jobs_seen(session, small_world.actor("treasury"))] == [job_id]
        assert [seen.id for seen in jobs_seen(session, small_world.actor("system_admin"))] == [job_id]


def test_workers_at_once_share_the_jobs_out(world: World) -> None:
    """On one machine one job at a time, so that mail and reminders are not kept waiting; with servers several."""
    ids = {ask(world, key=f"k{number}") for number in range(6)}
    ran: list[int] = []

    def work(context: JobContext) -> None:
        ran.append(context.job_id)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: [run(work) for _ in range(12)], range(4)))
    while run(work):
        pass
    assert sorted(ran) == sorted(ids)
    assert {job(job_id).status for job_id in ids} == {"done"}


def test_on_one_machine_one_job_runs_at_a_time(small_world: World) -> None:
    ask(small_world, "first")
    ask(small_world, "second")
    inner: list[int | None] = []
    run(lambda _: inner.append(run(in_chunks(3, 3))))
    assert inner == [None]


def test_the_nightly_job_is_asked_for_once_a_day(world: World, calendar: Calendar) -> None:
    with db.unit_of_work(write=True) as session:
        first = request_nightly_rates(session, calendar.today)
        assert request_nightly_rates(session, calendar.today).id == first.id
        assert (first.kind, first.payload) == ("execution_rates", {"as_of": "2025-08-01"})


def test_a_row_that_is_there_is_not_written_again(world: World) -> None:
    """What every "exactly once" of this package rests on."""
    with db.unit_of_work(write=True) as session:
        columns = mark(1).model_dump(exclude={"id"})
        assert insert_once(session, InboxMessage, **columns) is True
        assert insert_once(session, InboxMessage, **columns) is False
    assert written() == [1]


def test_a_cancelled_chunk_leaves_nothing(small_world: World) -> None:
    job_id = ask(small_world)

    def cancelled_before_its_first_chunk(context: JobContext) -> None:
        with db.unit_of_work(write=True) as session:
            cancel_job(session, small_world.actor("treasury"), job_id)
        with pytest.raises(JobCancelled):
            in_chunks(3, 3)(context)
        raise JobCancelled

    run(cancelled_before_its_first_chunk)
    assert written() == []
    assert job(job_id).status == "cancelled"
