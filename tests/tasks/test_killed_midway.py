"""A process killed with -9 just before a commit, at work on many rows: nothing is missed, nothing comes twice.

The deed is done by a process of its own that kills itself; then it is done again here, as the next beat, the next
worker or the person would.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, update
from sqlalchemy.orm import Session
from sqlmodel import col, func, select

from tests.domain.world import World, open_world
from tests.services.payments import files
from tests.services.test_evaluations import YEAR, a_task, fill, form_of
from tests.services.test_report_sheet import SECRET, book_of, changed, typed
from tests.tasks.monitoring import in_force, items, opened, report_of, reports
from workflow import clock, db
from workflow.models import AuditEntry, JobRun, PaymentTotal
from workflow.queries import evaluation_preview
from workflow.regional.table import LIGHT_BANDS
from workflow.services.job_context import LEASE
from workflow.services.jobs import run_next_job
from workflow.services.offline.uploads import check_upload
from workflow.services.payments import totals
from workflow.services.payments.totals_check import rebuild_totals
from workflow.services.region_settings import keep_settings
from workflow.services.report_book import take_book
from workflow.services.report_relighting import relight_behind
from workflow.services.rescoring import request_rescoring
from workflow.work import ALL_JOBS

pytestmark = [pytest.mark.long, pytest.mark.usefixtures("calendar")]
DYING = "import sys; from tests.tasks.test_killed_midway import die; die(*sys.argv[1:])"
MANY = 3
Told = dict[str, Any]


@dataclass(frozen=True)
class Deed:
    """``ready`` makes what there is to do, ``work`` does it, ``done`` answers how much of it is stored.

    It dies before the commit of that number, and ``half`` is stored then.
    """

    ready: Callable[[World, Path], Told]
    work: Callable[[World, Told], object]
    done: Callable[[World, Told], object]
    dies_at: int
    half: object
    whole: object


def die(name: str, url: str, now: str, told: str, dies_at: str) -> None:
    """In a process of its own."""
    clock.set_source(lambda: datetime.fromisoformat(now))
    world, left = open_world(url), [int(dies_at)]

    @event.listens_for(Session, "before_commit")
    def _count(session: Session) -> None:
        left[0] -= bool(session.connection().get_execution_options().get("writes"))
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)

    DEEDS[name].work(world, json.loads(told))


# --- what other scoring rules would change: a job of chunks -----------------------------------------------------------


def forms(world: World, _folder: Path) -> Told:
    declared = [in_force(world, year=YEAR) for _ in range(MANY)]
    a_task(world)
    for one in declared:
        fill(form_of(world, one), {"items/i001/actual": "3次", "items/i003/actual": "9次"})
    rules = {"evaluation_overshoot_percent": "30"}
    with db.unit_of_work(write=True) as session:
        request_rescoring(session, world.actor("performance_a"), world.regions["ezhou"], YEAR, rules, "")
    return {}


def reckon(_world: World, _told: Told) -> None:
    evaluation_preview.MOST = 1
    run_next_job(jobs=ALL_JOBS)


def reckoned(_world: World, _told: Told) -> object:
    with db.unit_of_work() as session:
        job = session.exec(select(JobRun).where(JobRun.kind == "rescoring")).one()
    rows = job.result["rows"]
    assert len({row[0] for row in rows}) == len(rows) == job.progress
    return job.status, job.progress, job.result["changed"], job.total


# --- lights by other rules --------------------------------------------------------------------------------------------


def judged(world: World, _folder: Path) -> Told:
    for _ in range(MANY):
        in_force(world)
    campaign = opened(world)
    relight_behind()
    with db.unit_of_work(write=True) as session:
        keep_settings(session, campaign.region_id, campaign.fiscal_year, {LIGHT_BANDS: [120, 50, 40]})
    return {"campaign": campaign.id, "before": reports(campaign.id)[0].lit_by}


def lit_anew(_world: World, told: Told) -> object:
    by = [report.lit_by != told["before"] for report in reports(told["campaign"])]
    assert not all(by) or relight_behind() == 0, "there is no more to do"
    return by


# --- totals of payments -----------------------------------------------------------------------------------------------


def wrong_totals(world: World, _folder: Path) -> Told:
    files.pay(world, files.project(world), 5_000)
    with db.unit_of_work(write=True) as session:
        session.exec(update(PaymentTotal).values(paid_fen=PaymentTotal.paid_fen + 1))
    return {}


def rebuild(_world: World, _told: Told) -> None:
    with db.unit_of_work(write=True) as session:
        rebuild_totals(session)


def differing(world: World, _told: Told) -> object:
    trail = select(func.count()).where(col(AuditEntry.action) == "rebuild_payment_totals")
    with db.unit_of_work() as session:
        wrong = len(totals.differences(session, world.regions["ezhou"], files.YEAR))
        return session.exec(select(func.count()).select_from(PaymentTotal)).one(), wrong, session.exec(trail).one()


# --- a workbook of many reports ---------------------------------------------------------------------------------------


def book(world: World, folder: Path) -> Told:
    declared = [in_force(world) for _ in range(2)]
    campaign = opened(world).id
    content = changed(book_of(report_of(campaign, declared[0])), typed({"G5": "5次", "G8": "8次"}))
    (folder / "监控.xlsx").write_bytes(content)
    return {"campaign": campaign, "file": str(folder / "监控.xlsx")}


def take(world: World, told: Told) -> None:
    checked = check_upload("监控.xlsx", Path(told["file"]).read_bytes())
    taken = take_book(world.actor("filer_a"), told["campaign"], checked, SECRET)
    assert not taken.marks


def stored(_world: World, told: Told) -> object:
    found = reports(told["campaign"])
    return sorted((items(one.id)[0].actual, one.version) for one in found)


DEEDS = {
    "rescoring": Deed(forms, reckon, reckoned, 3, ("running", 1, 1, MANY), ("done", MANY, MANY, MANY)),
    "relighting": Deed(judged, lambda *_: relight_behind(), lit_anew, 1, [False] * MANY, [True] * MANY),
    "totals": Deed(wrong_totals, rebuild, differing, 1, (1, 1, 0), (1, 0, 1)),
    "book": Deed(book, take, stored, 2, [("", 1), ("5次", 2)], [("5次", 2), ("8次", 2)]),
}


POSTGRESQL = pytest.mark.postgres
RUNS = [
    pytest.param("sqlite", "rescoring"),
    pytest.param("postgresql", "rescoring", marks=POSTGRESQL),
    pytest.param("postgresql", "relighting", marks=POSTGRESQL),
    pytest.param("sqlite", "totals"),
    pytest.param("postgresql", "book", marks=POSTGRESQL),
]
"""On either database in turn: a process takes its seconds to start."""


@pytest.mark.parametrize(("world", "name"), RUNS, indirect=["world"])
def test_it_is_done_to_its_end_and_once(
    world: World, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    deed = DEEDS[name]
    monkeypatch.setattr(evaluation_preview, "MOST", evaluation_preview.MOST)  # put back what ``reckon`` sets
    told = deed.ready(world, tmp_path)
    given = [name, world.url, clock.now().isoformat(), json.dumps(told), str(deed.dies_at)]
    ended = subprocess.run(
        [sys.executable, "-c", DYING, *given], cwd=Path(__file__).parents[2], timeout=60, check=False
    )
    assert ended.returncode == -signal.SIGKILL
    assert deed.done(world, told) == deed.half
    with clock.fixed(clock.now() + LEASE + timedelta(seconds=1)):
        deed.work(world, told)
        assert deed.done(world, told) == deed.whole
        if name != "totals":  # whoever asks for it again has it in the trail again
            deed.work(world, told)
            assert deed.done(world, told) == deed.whole, "once more changes nothing"
