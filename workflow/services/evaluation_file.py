"""上传填好的自评表: read in the limited child, kept until a person has chosen what of it goes into the open form.

Nothing of the form changes before he confirms; then all that he chose is one save, like typing it.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session, col, delete, select

from workflow import clock, regional
from workflow.db import unit_of_work
from workflow.documents.evaluation_file import KIND, pick_form
from workflow.documents.intake.child import Limits, read_file
from workflow.documents.intake.reading import FormRead, Reading
from workflow.documents.render import DRAFT
from workflow.errors import Conflict, RuleFailed
from workflow.lifecycle.facts import file_kind
from workflow.lifecycle.files import find_evaluation
from workflow.lifecycle.intake_files import packed
from workflow.lifecycle.record import append_audit
from workflow.models import Declaration, EvaluationFile, EvaluationTask, SelfEvaluation
from workflow.permissions import Actor
from workflow.regional.table import OFFLINE_DAYS
from workflow.services.attachments import plain_name
from workflow.services.evaluation_comparing import Comparison, compare
from workflow.services.evaluations import fill_evaluation, require_editor
from workflow.services.reports import Filled

READING = Limits(seconds=60, cpu_seconds=50)


@dataclass(frozen=True)
class FileRead:
    """A file on its way in, read; only ``read_evaluation_file`` makes one."""

    name: str
    digest: str
    reading: Reading


@dataclass(frozen=True)
class Waiting:
    """The open form, and what the file that waits would change (None: there is none)."""

    row: SelfEvaluation
    project_name: str
    task: EvaluationTask
    found: Comparison | None


def read_evaluation_file(name: str, content: bytes) -> FileRead:
    """Before any transaction; raises ``RuleFailed`` whose sentence names the file and the reason."""
    name = plain_name(name) or "file"
    outcome = read_file(name, content, READING)
    if outcome.trouble:
        raise RuleFailed("evaluation_file_unreadable", zh=outcome.reading.problems[0].message, en=outcome.message_en)
    return FileRead(name, hashlib.sha256(content).hexdigest(), outcome.reading)


def receive(session: Session, actor: Actor, evaluation_id: int, file: FileRead) -> EvaluationFile:
    """Keep what was read beside the form; the file that waited before goes.

    Raises ``NotFound``, ``NotAllowed``, ``WrongState``, or ``RuleFailed`` for a file without a form of this project.
    """
    row, actor = _at_desk(session, actor, evaluation_id)
    name = session.get_one(Declaration, row.declaration_id).project_name
    form = pick_form(file.reading.forms, name, whole=row.project_id is None)
    if form is None:
        raise RuleFailed("evaluation_file_no_form", name=file.name, project=name, count=_count(file.reading.forms))
    drop(session, row)
    days = int(regional.setting(session, row.region_id, OFFLINE_DAYS, clock.business_date().year))
    made = EvaluationFile(
        created_at=clock.now(),
        expires_at=clock.now() + timedelta(days=days),
        evaluation_id=row.id,
        uploaded_by=actor.user_id or None,
        name=file.name,
        digest=file.digest,
        reading=packed(_only(file.reading, form)),
    )
    session.add(made)
    _record(session, actor, row, made, "receive_evaluation_file")
    return made


def waiting(session: Session, actor: Actor, evaluation_id: int) -> Waiting:
    """For who may fill the form in now; raises ``NotFound``, ``NotAllowed`` or ``WrongState``."""
    row, _actor = _at_desk(session, actor, evaluation_id)
    file, name = _of(session, row), session.get_one(Declaration, row.declaration_id).project_name
    found = compare(session, row, name, file) if file else None
    return Waiting(row, name, session.get_one(EvaluationTask, row.task_id), found)


def take(
    session: Session, actor: Actor, evaluation_id: int, file_id: int, version: int, chosen: Iterable[str], *, sure: bool
) -> Filled:
    """Put the chosen places of the file into the form, one save; the file then waits no more.

    ``sure``: a person said that a form of another name is this project's. Raises ``NotFound``, ``NotAllowed``,
    ``WrongState``, ``Conflict`` if form or file are others than he saw, ``RuleFailed``.
    """
    row, actor = _at_desk(session, actor, evaluation_id)
    file = _of(session, row)
    if file is None or file.id != file_id:
        raise Conflict("evaluation_file_changed")
    found = compare(session, row, session.get_one(Declaration, row.declaration_id).project_name, file)
    if found.other and not sure:
        raise RuleFailed("evaluation_file_other_form")
    said = {cell.path: cell.said for cell in found.cells if not cell.same}
    values = {path: said[path] for path in chosen if path in said}
    if not values:
        raise RuleFailed("evaluation_file_nothing_chosen")
    filled = fill_evaluation(session, actor, evaluation_id, version, values)
    _record(session, actor, row, file, "take_evaluation_file")
    drop(session, row)
    return filled


def set_aside(session: Session, actor: Actor, evaluation_id: int) -> None:
    """Take nothing of the file; raises like ``waiting``."""
    row, actor = _at_desk(session, actor, evaluation_id)
    if file := _of(session, row):
        _record(session, actor, row, file, "drop_evaluation_file")
    drop(session, row)


def drop(session: Session, row: SelfEvaluation) -> None:
    """What was read goes."""
    session.exec(delete(EvaluationFile).where(col(EvaluationFile.evaluation_id) == row.id))


def delete_expired_readings() -> int:
    """Files that nobody took over in time; how many there were."""
    over = col(EvaluationFile.expires_at) <= clock.now()
    with unit_of_work() as session:
        found = session.exec(select(EvaluationFile.id).where(over)).all()
    if found:
        with unit_of_work(write=True) as session:
            session.exec(delete(EvaluationFile).where(over))
    return len(found)


def _at_desk(session: Session, actor: Actor, evaluation_id: int) -> tuple[SelfEvaluation, Actor]:
    row = find_evaluation(session, actor, evaluation_id)
    return row, require_editor(actor, row, row.version)


def _of(session: Session, row: SelfEvaluation) -> EvaluationFile | None:
    return session.exec(select(EvaluationFile).where(EvaluationFile.evaluation_id == row.id)).first()


def _count(forms: Sequence[FormRead]) -> int:
    return sum(form.form_type == KIND for form in forms)


def _only(reading: Reading, form: FormRead) -> Reading:
    """One form with what it rests on, by the paths of that form; problems of the whole file stay with it, but for the
    mark that our own papers bear."""
    head = f"forms/{reading.forms.index(form)}/"
    evidence = {path.removeprefix(head): told for path, told in reading.evidence.items() if path.startswith(head)}
    problems = [one for one in reading.problems if one.facts.get("text") != DRAFT]
    return Reading(forms=[form], evidence=evidence, problems=problems)


def _record(session: Session, actor: Actor, row: SelfEvaluation, file: EvaluationFile, action: str) -> None:
    append_audit(
        session,
        actor_id=actor.user_id,
        actor_name=actor.name,
        action=action,
        object_kind=file_kind(row),
        object_id=row.id,
        details={"file": file.name, "digest": file.digest},
    )
