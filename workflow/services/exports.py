"""Lists as files: a short one at once, a long one by a background job, kept for some days for who asked.

Who opens the list is handed in (``OpenList``), for reading lists is the business of ``workflow.queries``. Every export
is audited: who, which list, which filters, how many rows.
"""

import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import islice
from types import MappingProxyType
from typing import Any, BinaryIO

from sqlalchemy import delete
from sqlmodel import Session, col, select

from workflow import clock, regional
from workflow.db import unit_of_work
from workflow.documents.tables import WRITERS, Table
from workflow.errors import NotAllowed, NotFound
from workflow.lifecycle.record import append_audit
from workflow.models import ExportPart, JobRun, ListExport
from workflow.notifications.outbox import notify
from workflow.permissions import Actor, load_actor
from workflow.regional.table import EXPORT_DAYS
from workflow.services.attachments import Download
from workflow.services.job_context import JobContext
from workflow.services.job_requests import request_job
from workflow.types import ExportFormat, JobKind, JobState, TableFormat

AT_ONCE = 2_000
"""Rows up to which a list is written while the person waits."""
STEP = 2_000
"""Rows after which a job says how far it is."""
PART = 2**20
"""Bytes of one part of a stored file."""
OpenList = Callable[[Session, Actor, str, Mapping[str, str], str], Table]
"""(session, actor, list, what is asked for, language) → the table, its rows read as they are taken."""
MakePaper = Callable[[Session, Actor, Mapping[str, str], str], Download]
"""(session, actor, which, format) → the paper; raises a ``Refusal`` for who does not see it."""
LONGEST_TITLE = 100


@dataclass(frozen=True)
class Wanted:
    """What somebody asked for: a list, as its page was narrowed and ordered, as a file of a kind, in a language."""

    listing: str
    given: Mapping[str, str]
    format: TableFormat
    language: str = "zh"


@dataclass(frozen=True)
class Written:
    """A short list as a file."""

    title: str
    content: bytes


def export_list(actor: Actor, wanted: Wanted, open_list: OpenList) -> Written | None:
    """The file, or None: the list is long, and a job writes it. Raises what opening the list raises."""
    with unit_of_work() as session:
        table = open_list(session, actor, wanted.listing, wanted.given, wanted.language)
        rows = list(islice(table.rows, AT_ONCE + 1))
    if len(rows) > AT_ONCE:
        with unit_of_work(write=True) as session:
            _request(session, actor, wanted, table)
        return None
    out = io.BytesIO()
    WRITERS[wanted.format](replace(table, rows=rows), out)
    with unit_of_work(write=True) as session:
        _audit(session, actor, wanted, table.personal, len(rows))
    return Written(table.title, out.getvalue())


def _request(session: Session, actor: Actor, wanted: Wanted, table: Table) -> None:
    row = ListExport(
        created_at=clock.now(), owner_id=actor.user_id, listing=wanted.listing, given=dict(wanted.given),
        format=wanted.format.value, language=wanted.language, title=table.title, about=table.about,
    )  # fmt: skip
    session.add(row)
    session.flush()  # the job is named after it
    key = f"{JobKind.list_export}:{row.id}"
    row.job_id = request_job(session, JobKind.list_export, key, {"export_id": row.id}, actor.user_id).id


def request_paper(
    session: Session, actor: Actor, paper: str, given: dict[str, str], file_format: str, title: str
) -> ListExport:
    """A paper that takes longer than a person waits, written by a job like a long list."""
    row = ListExport(
        created_at=clock.now(), owner_id=actor.user_id, listing=paper, given=given,
        format=ExportFormat(file_format).value, language="zh", title=title[:LONGEST_TITLE],
    )  # fmt: skip
    session.add(row)
    session.flush()  # the job is named after it
    key = f"{JobKind.list_export}:{row.id}"
    row.job_id = request_job(session, JobKind.list_export, key, {"export_id": row.id}, actor.user_id).id
    return row


def exporting(
    open_list: OpenList, papers: Mapping[str, MakePaper] = MappingProxyType({})
) -> Callable[[JobContext], None]:
    """The job: one file from its first row to its last. One that was killed begins anew; nothing of it was stored."""

    def work(job: JobContext) -> None:
        with unit_of_work() as session:
            row = session.get(ListExport, job.payload["export_id"])
            actor = load_actor(session, row.owner_id) if row else None
        if row is None or row.ready_at is not None:
            return  # expired meanwhile, or an attempt before this one came as far as the end
        if actor is None:
            raise NotAllowed("no_role")
        with tempfile.TemporaryFile(prefix="jixiao-export-") as file:
            if make := papers.get(row.listing):
                written = _paper(file, actor, row, make)
            else:
                written = _write(file, job, actor, row, open_list)
            _store(file, job, row, actor, written)

    return work


@dataclass(frozen=True)
class InFile:
    """What stands in a file that was written: its first line, its rows, whether names and phones are in it."""

    about: str = ""
    rows: int = 0
    personal: bool = False


def _paper(file: BinaryIO, actor: Actor, row: ListExport, make: MakePaper) -> InFile:
    with unit_of_work() as session:
        file.write(make(session, actor, row.given, row.format).content)
    return InFile()


def _write(file: BinaryIO, job: JobContext, actor: Actor, row: ListExport, open_list: OpenList) -> InFile:
    """All rows as they were at one moment, whatever is changed while they are read."""
    with unit_of_work() as session:
        if session.get_bind().dialect.name == "postgresql":
            session.connection().exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        table = open_list(session, actor, row.listing, row.given, row.language)
        count = WRITERS[TableFormat(row.format)](replace(table, rows=_told(table.rows, job)), file)
        return InFile(table.about, count, table.personal)


def _told(rows: Iterable[Sequence[Any]], job: JobContext) -> Iterator[Sequence[Any]]:
    """The rows; every ``STEP`` of them extend the lease and ask whether to stop."""
    for number, row in enumerate(rows):
        if number % STEP == 0:
            with unit_of_work(write=True) as session:
                job.report(session, number)
        yield row


def _store(file: BinaryIO, job: JobContext, asked: ListExport, actor: Actor, written: InFile) -> None:
    """File, audit entry and message in one transaction, under the lease of this attempt."""
    export_id = asked.id
    with unit_of_work(write=True) as session:
        session.exec(delete(ExportPart).where(col(ExportPart.export_id) == export_id))
        file.seek(0)
        for position, content in enumerate(iter(lambda: file.read(PART), b"")):
            part = ExportPart(export_id=export_id, position=position, content=content)
            session.add(part)
            session.flush()
            session.expunge(part)  # the next part needs its memory
        row = session.get_one(ListExport, export_id)
        row.rows, row.size, row.about, row.ready_at = written.rows, file.tell(), written.about, clock.now()
        row.expires_at = clock.now() + timedelta(days=_days(session, actor))
        _audit(session, actor, row, written.personal, written.rows, export_id)
        until = clock.local(row.expires_at).date().isoformat()
        what = "ready" if row.format in set(TableFormat) else "paper_ready"
        _tell(session, row, what, {"title": row.title, "rows": f"{written.rows:,}", "until": until})
        job.report(session, written.rows, written.rows)


def _days(session: Session, actor: Actor) -> int:
    """For how long a file is kept, as the region of the person sets it."""
    region = actor.grants[0].region_id if actor.grants else 0
    return int(regional.setting(session, region, EXPORT_DAYS, clock.business_date().year))


def _audit(
    session: Session, actor: Actor, wanted: Wanted | ListExport, personal: bool, count: int, export_id: int = 0
) -> None:
    append_audit(
        session,
        actor_id=actor.user_id,
        actor_name=actor.name,
        action="export_list",
        object_kind="list_export",
        object_id=export_id,
        details={
            "list": wanted.listing,
            "filters": {key: value for key, value in wanted.given.items() if value},
            "format": str(wanted.format),
            "rows": count,
            "personal": personal,
        },
    )


def _tell(session: Session, row: ListExport, what: str, facts: dict[str, Any]) -> None:
    notify(
        session,
        {row.owner_id},
        template=f"list_export.{what}",
        key=f"list_export:{row.id}:{what}:{clock.now().isoformat()}",
        object_kind="list_export",
        object_id=row.id,
        facts=facts,
    )


def tell_failed(session: Session, job: JobRun) -> None:
    """Whoever asked learns that the file will not come, and why."""
    row = session.get(ListExport, job.payload["export_id"])
    if row is not None and job.status == JobState.failed:
        _tell(session, row, "failed", {"title": row.title})


# --- what became of it ----------------------------------------------------------------------------------------------


def own_export(session: Session, actor: Actor, export_id: int) -> ListExport:
    """An export of the actor's own; raises ``NotFound`` for everybody else's and for what has expired."""
    row = session.exec(
        select(ListExport).where(ListExport.id == export_id, ListExport.owner_id == actor.user_id)
    ).first()
    if row is None or (row.expires_at is not None and row.expires_at <= clock.now()):
        raise NotFound("no_such_export")
    return row


def ready_export(session: Session, actor: Actor, export_id: int) -> ListExport:
    """The same, with its file; raises ``NotFound`` while it is being written."""
    row = own_export(session, actor, export_id)
    if row.ready_at is None:
        raise NotFound("no_such_export")
    return row


def parts_of(export_id: int) -> Iterator[bytes]:
    """The file piece by piece, each in a transaction of its own: a slow line keeps none of them open."""
    position = 0
    while True:
        with unit_of_work() as session:
            query = select(ExportPart.content).where(ExportPart.export_id == export_id, ExportPart.position == position)
            content = session.exec(query).first()
        if content is None:
            return
        yield content
        position += 1


def remove_export(session: Session, actor: Actor, export_id: int) -> None:
    """Delete an export that is no longer wanted, before its time."""
    _delete(session, [own_export(session, actor, export_id).id])


def delete_expired() -> int:
    """Files whose time is over; answers how many there were."""
    with unit_of_work() as session:
        expired = col(ListExport.expires_at) <= clock.now()
        ids = list(session.exec(select(ListExport.id).where(expired).limit(100)))
    if ids:
        with unit_of_work(write=True) as session:
            _delete(session, ids)
    return len(ids)


def _delete(session: Session, ids: Sequence[int]) -> None:
    session.exec(delete(ExportPart).where(col(ExportPart.export_id).in_(ids)))
    session.exec(delete(ListExport).where(col(ListExport.id).in_(ids)))
