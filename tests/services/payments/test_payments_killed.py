"""A worker killed with -9 in the middle of a file: the next one goes on, no row is lost, none comes twice."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlmodel import select

from tests.domain.world import World
from tests.services.payments import files
from tests.services.payments.files import SECRET, counts, csv_of, row
from workflow import db
from workflow.models import JobRun, Payment

ROWS = 1_500
WORKER = """
import sys
from workflow import db
from workflow.services.jobs import run_next_job
from workflow.services.payments import load
load.CHUNK = 10
db.configure(sys.argv[1])
run_next_job(sys.argv[2])
"""


def progress() -> int:
    with db.unit_of_work() as session:
        return session.exec(select(JobRun.progress).where(JobRun.kind == "payment_import")).one()


def killed_midway(world: World) -> None:
    root = Path(__file__).parents[3]
    worker = subprocess.Popen([sys.executable, "-c", WORKER, world.url, SECRET], cwd=root)
    try:
        deadline = time.monotonic() + 60
        while progress() == 0:
            assert worker.poll() is None and time.monotonic() < deadline
            time.sleep(0.005)
    finally:
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()


def test_kill_nine(world: World) -> None:
    bad = [row("合计", 支付日期=""), row("V7"), row("V8", 金额="1")]
    batch_id = files.send(world, csv_of([*(row(f"V{number}") for number in range(ROWS)), *bad]))
    killed_midway(world)
    done = files.batch_of(batch_id)
    assert 0 < done.rows_total < ROWS, "killed in the middle"
    assert counts(done)[0] == files.rows_in(Payment) == done.rows_total == progress() - 1
    with db.unit_of_work(write=True) as session:
        job = session.exec(select(JobRun)).one()
        assert (job.status, job.attempts) == ("running", 1)
        job.lease_until = job.created_at  # in two minutes it would have lapsed by itself
    files.work_off()
    batch = files.batch_of(batch_id)
    assert counts(batch) == (ROWS, 1, 1, 1)
    assert batch.finished_at is not None
    vouchers = [one.voucher_no for one in files.payments()]
    assert len(vouchers) == len(set(vouchers)) == ROWS
    assert [one.reason for one in files.waiting()] == ["total_row", "key_conflict"]


@pytest.mark.parametrize("secret", ["", "short"])
def test_no_account_is_turned_without_a_secret(world: World, secret: str) -> None:
    batch_id = files.send(world, csv_of([row("V1")]))
    files.work_off(secret)
    [job] = files.jobs("payment_import")
    assert (job.status, counts(files.batch_of(batch_id))) == ("failed", (0, 0, 0, 0))
