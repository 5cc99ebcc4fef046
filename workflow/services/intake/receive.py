"""A file arrives: its bytes are kept, a row stands, a job will read it. Nothing is read in the request."""

import hashlib
from dataclasses import dataclass

from sqlmodel import Session, col, select

from workflow import clock
from workflow.db import insert_once
from workflow.documents.intake.child import refused
from workflow.documents.intake.readers.found import MOST_BYTES
from workflow.documents.intake.readers.words import Unreadable
from workflow.errors import NotAllowed, NotFound, WrongState
from workflow.lifecycle.files import keep_content
from workflow.lifecycle.intake_files import IMPORTS, find_file
from workflow.lifecycle.record import append_audit
from workflow.models import IntakeFile, JobRun, Organisation
from workflow.permissions import Actor
from workflow.services.attachments import plain_name
from workflow.services.job_requests import ENDED_BADLY, request_job, stop
from workflow.services.organisations import place_of
from workflow.types import JobKind, JobState, OrganisationKind


@dataclass(frozen=True)
class Dropped:
    """A file on its way in; ``refusal`` is why nothing of it is kept (empty, too large)."""

    name: str
    content: bytes
    sha256: str
    refusal: Unreadable | None = None


def dropped(name: str, content: bytes) -> Dropped:
    """Name and size before any transaction, so no file keeps other writers waiting."""
    name, digest = plain_name(name), hashlib.sha256(content).hexdigest()
    if not content:
        return Dropped(name, b"", digest, Unreadable("file_empty", name))
    if len(content) > MOST_BYTES:
        return Dropped(name, b"", digest, Unreadable("file_too_large", name, most=MOST_BYTES // 2**20))
    return Dropped(name, content, digest)


def receive(session: Session, actor: Actor, unit_id: int, file: Dropped) -> tuple[IntakeFile, bool]:
    """The row of these bytes at this unit, and whether it is new. What ended badly before is read again.

    Raises ``NotFound('no_such_unit')``, ``NotAllowed``.
    """
    unit = session.get(Organisation, unit_id)
    if unit is None or unit.kind != OrganisationKind.unit or not actor.sees(place_of(unit)):
        raise NotFound("no_such_unit")
    place = place_of(unit)
    if not actor.holds_any(IMPORTS, place):
        raise NotAllowed("no_role")
    fresh = insert_once(
        session,
        IntakeFile,
        created_at=clock.now(),
        region_id=place.region_id,
        department_id=place.department_id,
        unit_id=place.unit_id,
        uploaded_by=actor.user_id or None,
        name=file.name,
        sha256=file.sha256,
        size=len(file.content),
    )
    query = select(IntakeFile).where(IntakeFile.unit_id == unit_id, IntakeFile.sha256 == file.sha256)
    row = session.exec(query.with_for_update(key_share=True).execution_options(populate_existing=True)).one()
    if fresh:
        _record(session, actor, row, "receive_intake")
    if file.refusal:
        refuse(row, refused(file.refusal).trouble, file.refusal.message_zh, file.refusal.message_en)
    elif fresh or row.trouble or _ended_badly(session, row):
        keep_content(session, file.sha256, file.content)
        row.name, row.size = file.name, len(file.content)
        _ask(session, actor, row)
    return row, fresh


def stop_reading(session: Session, actor: Actor, file_id: int) -> IntakeFile:
    """Cancel: at once if it waits, within seconds if it is being read; raises ``WrongState`` once it has ended."""
    row = find_file(session, actor, file_id, lock=True)
    stop(_job(session, row))
    _record(session, actor, row, "stop_intake")
    return row


def read_again(session: Session, actor: Actor, file_id: int) -> IntakeFile:
    """Once more what was cancelled or interrupted; raises ``WrongState`` for what is read or still waits."""
    row = find_file(session, actor, file_id, lock=True)
    job = _job(session, row)
    if row.finished_at is not None or job.status not in ENDED_BADLY:
        raise WrongState("job_not_ended", status=job.status)
    _ask(session, actor, row)
    return row


def refuse(row: IntakeFile, code: str, zh: str, en: str) -> None:
    """The file gives no form: the reason, in both languages."""
    row.trouble, row.message_zh, row.message_en, row.finished_at = code, zh, en, clock.now()


def _ask(session: Session, actor: Actor, row: IntakeFile) -> None:
    """A job of its own for each run: the key of an earlier one is taken."""
    row.runs += 1
    row.trouble, row.message_zh, row.message_en, row.finished_at = "", "", "", None
    row.job_id = request_job(
        session, JobKind.intake, f"intake:{row.id}:{row.runs}", {"file_id": row.id}, actor.user_id
    ).id


def _job(session: Session, row: IntakeFile) -> JobRun:
    query = select(JobRun).where(JobRun.id == row.job_id).with_for_update(key_share=True)
    job = session.exec(query.execution_options(populate_existing=True)).first()
    if job is None:
        raise WrongState("job_finished", status=JobState.failed)
    return job


def _ended_badly(session: Session, row: IntakeFile) -> bool:
    ended = select(JobRun.id).where(JobRun.id == row.job_id, col(JobRun.status).in_(ENDED_BADLY))
    return row.finished_at is None and session.exec(ended).first() is not None


def _record(session: Session, actor: Actor, row: IntakeFile, action: str) -> None:
    append_audit(
        session,
        actor_id=actor.user_id,
        actor_name=actor.acting(IMPORTS, row).name,
        action=action,
        object_kind="intake_file",
        object_id=row.id,
        details={"file": row.name, "sha256": row.sha256},
    )
