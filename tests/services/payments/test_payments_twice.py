"""At the same time and again: two workers with overlapping files, a job run once more, sentences for refusals."""

import re
import time
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

import workflow
from tests.domain.world import World
from tests.services.payments import files
from tests.services.payments.files import SECRET, counts, csv_of, row
from workflow.documents.voucher import REASONS
from workflow.notifications.refusals import REFUSALS
from workflow.services.job_context import JobContext
from workflow.services.payments import lines
from workflow.services.payments import load as loading

pytestmark = pytest.mark.usefixtures("calendar")


def test_two_workers_with_overlapping_files(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """On PostgreSQL both load at once; on SQLite one after the other. No line is lost, none is there twice."""
    monkeypatch.setattr(loading, "CHUNK", 30)
    known_lines = lines.known_lines

    def slowly(*asked: Any) -> Any:
        found = known_lines(*asked)
        time.sleep(0.2)  # who is not kept out looks now, too, and finds the same lines missing
        return found

    monkeypatch.setattr(loading, "known_lines", slowly)
    first = files.send(world, csv_of([row(f"V{number}") for number in range(60)]), "甲.csv")
    both = [*range(30), *range(60, 90)]
    second = files.send(world, csv_of([row(f"V{number}") for number in both]), "乙.csv")
    workers = [Thread(target=files.work_off) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    files.work_off()
    one, other = counts(files.batch_of(first)), counts(files.batch_of(second))
    assert one[0] + other[0] == 90 and one[1] + other[1] == 30
    assert one[2:] == other[2:] == (0, 0)
    vouchers = [payment.voucher_no for payment in files.payments()]
    assert len(vouchers) == len(set(vouchers)) == 90
    assert {job.status for job in files.jobs("payment_import")} == {"done"}


def test_a_job_that_is_run_again_changes_nothing(world: World) -> None:
    batch = files.load(world, csv_of([row("V1"), row("V2", 金额="x"), row("V1", 金额="7")]))
    [job] = files.jobs("payment_import")
    again = JobContext(job.id, job.attempts, job.payload, secret_key=SECRET)  # as if nothing had been reported
    loading.import_payments(again)
    assert files.batch_of(batch.id).model_dump() == batch.model_dump()
    assert (len(files.payments()), len(files.waiting())) == (1, 2)


def test_every_refusal_and_reason_has_its_sentence() -> None:
    root = Path(workflow.__file__).parent
    modules = [*root.glob("services/payments/*.py"), *root.glob("documents/payment_*.py"), root / "queries/payments.py"]
    raised = re.compile(r'(?:Unreadable|RuleFailed|NotFound|NotAllowed|WrongState)\(\s*"(\w+)"')
    codes = {code for module in modules for code in raised.findall(module.read_text(encoding="utf-8"))}
    assert len(codes) > 12
    assert codes <= REFUSALS.keys()
    problems = {
        code
        for module in [*modules, root / "documents/voucher.py"]
        for code in re.findall(r'(?:Problem|_Wrong)\("(\w+)"', module.read_text(encoding="utf-8"))
    }
    assert {"total_row", "account_masked", "date_unreadable"} <= problems <= REASONS.keys()
