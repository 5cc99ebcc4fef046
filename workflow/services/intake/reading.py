"""The job that reads one dropped file in its limited child: what it finds commits as one, twice the same as once."""

import logging

from sqlmodel import Session, col, or_, select

from workflow import clock
from workflow.db import unit_of_work
from workflow.documents.intake.child import Outcome, read_file
from workflow.documents.intake.draft import DECLARED
from workflow.documents.intake.reading import FormRead
from workflow.errors import NotFound
from workflow.lifecycle.intake_files import IMPORTS, packed
from workflow.models import FileContent, IntakeFile, IntakeForm, Organisation
from workflow.permissions import load_actor
from workflow.services.contents import forget_unused
from workflow.services.intake.receive import refuse
from workflow.services.job_context import JobContext
from workflow.services.organisations import place_of
from workflow.texts import said
from workflow.types import IntakeStatus, OrganisationKind

log = logging.getLogger(__name__)


def read_dropped(job: JobContext) -> None:
    """Read the file named in the payload; while the child reads, the lease is kept and a cancellation is heard."""
    with unit_of_work() as session:
        found = _waiting(session, job.payload["file_id"])
    if found is None:
        return
    name, content = found
    outcome = read_file(name, content, meanwhile=lambda: _alive(job))
    if outcome.at:
        log.warning("file %s: %s", job.payload["file_id"], outcome.at)
    with unit_of_work(write=True) as session:
        _keep(session, job.payload["file_id"], outcome)
        job.report(session, progress=1, total=1, result={"forms": len(outcome.reading.forms)})


def _waiting(session: Session, file_id: int) -> tuple[str, bytes] | None:
    """Name and bytes; None if an attempt that was taken for dead has finished it meanwhile."""
    row = session.get(IntakeFile, file_id)
    if row is None:
        raise NotFound("no_such_intake")
    if row.finished_at is not None:
        return None
    return row.name, session.exec(select(FileContent.content).where(FileContent.sha256 == row.sha256)).one()


def _alive(job: JobContext) -> None:
    with unit_of_work(write=True) as session:
        job.report(session, progress=0, total=1)


def _keep(session: Session, file_id: int, outcome: Outcome) -> None:
    row = _locked(session, file_id)
    if outcome.trouble:
        refuse(row, outcome.trouble, outcome.reading.problems[0].message, outcome.message_en)
        session.flush()
        _forget(session, row)
        return
    row.reading, row.finished_at = packed(outcome.reading), clock.now()
    units = _units(session, row)
    for number, form in enumerate(outcome.reading.forms):
        session.add(_form(row, number, form, units))


def _locked(session: Session, file_id: int) -> IntakeFile:
    """The row, with those of the same bytes at other units: of two refused at once one must see the other refused."""
    bytes_of_it = select(IntakeFile.sha256).where(IntakeFile.id == file_id).scalar_subquery()
    query = select(IntakeFile).where(IntakeFile.sha256 == bytes_of_it).order_by(col(IntakeFile.id))
    rows = session.exec(query.with_for_update(key_share=True).execution_options(populate_existing=True)).all()
    return next(row for row in rows if row.id == file_id)


def _forget(session: Session, row: IntakeFile) -> None:
    """A refused file leaves no content (it may be a state secret), unless the very bytes are kept elsewhere."""
    forget_unused(session, [row.sha256])


def _units(session: Session, row: IntakeFile) -> dict[str, int]:
    """The units within reach of who gave the file, by both their names: a department's file may hold many forms."""
    actor = load_actor(session, row.uploaded_by or 0)
    query = select(Organisation).where(
        Organisation.kind == OrganisationKind.unit,
        or_(Organisation.parent_id == row.department_id, Organisation.id == row.unit_id),
    )
    units = [unit for unit in session.exec(query) if actor and actor.holds_any(IMPORTS, place_of(unit))]
    return {said(name): unit.id for unit in units for name in (unit.short_name, unit.name) if said(name)}


def _form(row: IntakeFile, number: int, form: FormRead, units: dict[str, int]) -> IntakeForm:
    """At the unit it names, else at the unit the file was given for; a person can give a name to what has none."""
    wanted = form.form_type in DECLARED and bool(form.project_name or form.goals or form.indicators)
    return IntakeForm(
        file_id=row.id,
        number=number,
        region_id=row.region_id,
        department_id=row.department_id,
        unit_id=units.get(said(form.unit), row.unit_id),
        form_type=form.form_type,
        project_name=said(form.project_name)[:200],
        fiscal_year=form.fiscal_year,
        status=IntakeStatus.open if wanted else IntakeStatus.other,
    )
