"""导入申报材料 when something dies or comes twice: a reader or its worker killed with -9, two confirming at once."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from tests.domain.racing import race
from tests.domain.world import World
from tests.services.intake import test_intake
from tests.services.intake.samples import document, form
from tests.services.intake.test_intake import COLLEAGUE, WHO, check, count, drop, read, sheet
from workflow import db
from workflow.documents.intake.child import Limits, read_file
from workflow.models import Attachment, Declaration, FileContent, IntakeFile, IntakeForm, JobRun
from workflow.queries.intake import file
from workflow.services.intake import creating, reading
from workflow.services.jobs import run_next_job

ROOT = Path(__file__).parents[3]
STUB = "tests.unit.intake.stub_recogniser"
WORKER = f"""
import sys
from workflow import db
from workflow.documents.intake import child
from workflow.services.intake import reading
from workflow.services.jobs import run_next_job
stuck = child.Limits(recogniser="{STUB}:stuck")
reading.read_file = lambda name, content, meanwhile: child.read_file(name, content, stuck, meanwhile)
db.configure(sys.argv[1])
run_next_job()
"""

task = test_intake.task
in_this_process = test_intake.in_this_process


def inside(folder: Path) -> list[int]:
    """The processes that work in a folder below this one."""
    found = []
    for place in Path("/proc").glob("[0-9]*/cwd"):
        try:
            if os.readlink(place).startswith(str(folder)):
                found.append(int(place.parent.name))
        except OSError:  # it has ended meanwhile
            continue
    return found


def until(true: Any) -> None:
    deadline = time.monotonic() + 60
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


@pytest.fixture
def temporary(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    for process in inside(tmp_path):
        os.kill(process, signal.SIGKILL)


def test_a_worker_killed_while_its_child_reads(world: World, temporary: Path) -> None:
    """The child dies with it and leaves no file; the next worker reads the file once its lease has lapsed."""
    file_id = drop(world, document(form("技能大赛")))
    environment = os.environ | {"TMPDIR": str(temporary)}
    worker = subprocess.Popen([sys.executable, "-c", WORKER, world.url], cwd=ROOT, env=environment)
    try:
        until(lambda: inside(temporary))
    finally:
        worker.kill()
        worker.wait()
    until(lambda: not inside(temporary))
    assert [left for left in temporary.rglob("*") if not left.is_dir()] == []
    with db.unit_of_work(write=True) as session:
        assert file(session, world.actor(WHO), file_id).status == "running"
        job = session.get_one(JobRun, run_of(file_id))
        assert (job.status, job.attempts, count(IntakeForm, file_id=file_id)) == ("running", 1, 0)
        job.lease_until = job.created_at  # in two minutes it would have lapsed by itself
    assert run_next_job() == run_of(file_id)
    with db.unit_of_work() as session:
        assert file(session, world.actor(WHO), file_id).status == "read"
    assert count(IntakeForm, file_id=file_id) == 1


def run_of(file_id: int) -> int:
    with db.unit_of_work() as session:
        return session.get_one(IntakeFile, file_id).job_id or 0


def test_a_child_that_is_killed_says_try_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    limits = Limits(recogniser=f"{STUB}:recognise")
    with monkeypatch.context() as patched:
        patched.setattr(reading, "read_file", lambda name, raw, meanwhile: read_file(name, raw, limits, meanwhile))
        file_id = drop(world, b"killed", "申报表.txt")
        run_next_job()
    with db.unit_of_work() as session:
        line = file(session, world.actor(WHO), file_id)
    assert (line.status, "请重新上传" in line.message_zh, "again" in line.message_en) == ("failed", True, True)
    assert (count(IntakeForm, file_id=file_id), count(FileContent, sha256=sha256(b"killed").hexdigest())) == (0, 0)
    assert drop(world, b"killed", "申报表.txt") == file_id
    assert run_next_job() is not None
    with db.unit_of_work() as session:
        assert file(session, world.actor(WHO), file_id).status == "read"


@pytest.mark.parametrize("files", [1, 2], ids=["one form", "the same project in two files"])
def test_two_people_confirm_at_once_and_one_draft_is_made(world: World, files: int) -> None:
    name = f"残疾人就业{files}"
    ids = [form_id for number in range(files) for form_id in read(world, form(name, str(10 + number)))]
    for form_id in ids:
        check(world, form_id)
    seen = {form_id: (sheet(form_id).form.version, creating.target_mark(sheet(form_id).target)) for form_id in ids}
    made: list[creating.Made] = []

    def confirm(who: str, form_id: int) -> Any:
        actor = world.actor(who)
        return lambda: made.extend(creating.create_many(actor, {form_id: seen[form_id]}))

    assert race(confirm(WHO, ids[0]), confirm(COLLEAGUE, ids[-1])).results == [None, None]
    [refusal] = [one.refusal for one in made if one.refusal]
    assert refusal.code in (("intake_settled",) if files == 1 else ("intake_target_changed", "duplicate_project"))
    [winner] = [one for one in made if not one.refusal]
    assert count(Declaration, project_name=name) == count(Attachment, owner_id=winner.declaration_id) == 1
    states = sorted(sheet(form_id).form.status for form_id in ids)
    assert states == ["created", "open"][:files]
