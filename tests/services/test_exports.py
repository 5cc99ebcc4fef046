"""Long lists written in the background: once, whole or not at all, for who asked, until their time is over."""

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import timedelta

import pytest
from sqlmodel import Session, func, select

from tests.domain import world as worlds
from tests.domain.ticking import Ticking
from tests.domain.world import World
from tests.support.postgres import BOTH
from workflow import clock, db
from workflow.documents.tables import Head, Table
from workflow.errors import NotAllowed, NotFound
from workflow.models import AuditEntry, ExportPart, InboxMessage, JobRun, ListExport
from workflow.permissions import Actor
from workflow.services import exports
from workflow.services.exports import Wanted, delete_expired, export_list, exporting, own_export, parts_of, ready_export
from workflow.services.job_context import LEASE
from workflow.services.job_requests import cancel_job, restart_job
from workflow.services.jobs import MAX_ATTEMPTS, run_next_job
from workflow.types import JobKind, JobState, TableFormat

MANY = 5_000
WANTED = Wanted("numbers", {"upto": str(MANY)}, TableFormat.csv)


class Died(BaseException):
    """What a kill is to the code that runs: nothing after it happens."""


class Numbers:
    """A list of the test: so many rows; something may happen on the way, and it counts how often it is opened."""

    def __init__(self) -> None:
        self.opened = 0
        self.at: dict[int, BaseException] = {}

    def __call__(self, _session: Session, actor: Actor, _key: str, given: Mapping[str, str], _language: str) -> Table:
        self.opened += 1
        return Table("数字", f"数字｜由{actor.name}导出", [Head("数")], self._rows(int(given["upto"])), True)

    def _rows(self, upto: int) -> Iterator[list[str]]:
        for number in range(upto):
            if error := self.at.pop(number, None):
                raise error
            yield [f"第{number}行"]


@pytest.fixture(scope="module", params=BOTH)
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Shared by the tests of this file: each makes its own exports and ends its jobs."""
    with worlds.filled_database(request.param, tmp_path_factory.mktemp("world"), request) as url:
        yield worlds.open_world(url)


@pytest.fixture
def numbers() -> Numbers:
    return Numbers()


@pytest.fixture(autouse=True)
def ticking() -> Iterator[Ticking]:
    source = Ticking()
    clock.set_source(source)
    yield source
    clock.set_source(None)


def ask(world: World, numbers: Numbers) -> ListExport:
    assert export_list(world.actor("treasury"), WANTED, numbers) is None
    with db.unit_of_work() as session:
        return session.exec(select(ListExport).order_by(ListExport.id.desc())).first()  # type: ignore[attr-defined, return-value]


def work(numbers: Numbers) -> int | None:
    return run_next_job(jobs={JobKind.list_export: exporting(numbers)})


def job_of(row: ListExport) -> JobRun:
    with db.unit_of_work() as session:
        return session.get_one(JobRun, row.job_id)


def count(model: type, **where: object) -> int:
    with db.unit_of_work() as session:
        query = select(func.count()).select_from(model).filter_by(**where)
        return session.exec(query).one()


def lines(row: ListExport) -> list[str]:
    text = b"".join(parts_of(row.id)).decode("utf-8-sig")
    return [line[0] for line in csv.reader(io.StringIO(text))]


def test_a_long_list_is_written_whole_and_in_order(
    world: World, numbers: Numbers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "PART", 10_000)
    row = ask(world, numbers)
    told, audited = count(InboxMessage, template="list_export.ready"), count(AuditEntry, action="export_list")
    work(numbers)
    assert lines(row)[2:] == [f"第{number}行" for number in range(MANY)]
    assert count(ExportPart, export_id=row.id) > 1
    with db.unit_of_work() as session:
        done = ready_export(session, world.actor("treasury"), row.id)
        with pytest.raises(NotFound):
            own_export(session, world.actor("performance_a"), row.id)
    assert (done.rows, job_of(row).status, job_of(row).progress) == (MANY, JobState.done, MANY)
    assert count(InboxMessage, template="list_export.ready") == told + 1
    assert count(AuditEntry, action="export_list") == audited + 1


def test_a_worker_that_dies_leaves_nothing_and_the_next_one_begins_anew(
    world: World, numbers: Numbers, ticking: Ticking
) -> None:
    row = ask(world, numbers)
    numbers.at[3_000] = Died()
    with pytest.raises(Died):
        work(numbers)
    assert (job_of(row).status, job_of(row).progress, count(ExportPart, export_id=row.id)) == ("running", 2_000, 0)
    assert work(numbers) is None, "its lease still holds"
    ticking.forward(1)
    work(numbers)
    assert len(lines(row)) == MANY + 2
    opened = numbers.opened
    again = exporting(numbers)
    with db.unit_of_work(write=True) as session:  # killed between the file and the end of the job
        job = session.get_one(JobRun, row.job_id)
        job.status, job.lease_until = JobState.running.value, clock.now() - LEASE
    assert again is not None
    work(numbers)
    assert (numbers.opened, count(ExportPart, export_id=row.id)) == (opened, 1), "the file that stands is enough"
    assert job_of(row).status == JobState.done


def test_stopping_and_beginning_again(world: World, numbers: Numbers) -> None:
    row, me = ask(world, numbers), world.actor("treasury")
    with db.unit_of_work(write=True) as session:
        cancel_job(session, me, row.job_id or 0)
    assert work(numbers) is None
    with db.unit_of_work(write=True) as session:
        restart_job(session, me, row.job_id or 0).cancel_requested = True
    work(numbers)
    assert (job_of(row).status, count(ExportPart, export_id=row.id)) == (JobState.cancelled, 0)
    with db.unit_of_work(write=True) as session:
        restart_job(session, me, row.job_id or 0)
    work(numbers)
    assert len(lines(row)) == MANY + 2


def test_what_fails_is_told_once_and_leaves_no_file(world: World, numbers: Numbers, ticking: Ticking) -> None:
    told = count(InboxMessage, template="list_export.failed")
    row = ask(world, numbers)
    numbers.at[10] = NotAllowed("no_role")
    work(numbers)
    assert (job_of(row).status, count(ExportPart, export_id=row.id)) == (JobState.failed, 0)
    assert count(InboxMessage, template="list_export.failed") == told + 1
    other = ask(world, numbers)
    for _attempt in range(MAX_ATTEMPTS):
        numbers.at[10] = Died()
        with pytest.raises(Died):
            work(numbers)
        ticking.forward(1)
    work(numbers)
    assert (job_of(other).status, job_of(other).error) == (JobState.failed, "gave_up")
    assert count(InboxMessage, template="list_export.failed") == told + 2


def test_files_are_deleted_after_their_time(world: World, numbers: Numbers, ticking: Ticking) -> None:
    row = ask(world, numbers)
    work(numbers)
    delete_expired()
    with db.unit_of_work() as session:
        kept = session.get_one(ListExport, row.id)
        assert kept.expires_at is not None
        assert timedelta(days=7) - timedelta(minutes=5) < kept.expires_at - clock.now() <= timedelta(days=7)
    ticking.forward(7)
    with db.unit_of_work() as session, pytest.raises(NotFound):
        ready_export(session, world.actor("treasury"), row.id)
    assert delete_expired() >= 1
    assert (count(ListExport, id=row.id), count(ExportPart, export_id=row.id)) == (0, 0)


def test_a_short_list_comes_at_once_and_is_on_record(world: World, numbers: Numbers) -> None:
    audited = count(AuditEntry, action="export_list")
    wanted = Wanted("numbers", {"upto": str(exports.AT_ONCE)}, TableFormat.csv)
    found = export_list(world.actor("treasury"), wanted, numbers)
    assert found is not None
    assert len(list(csv.reader(io.StringIO(found.content.decode("utf-8-sig"))))) == exports.AT_ONCE + 2
    assert count(AuditEntry, action="export_list") == audited + 1
