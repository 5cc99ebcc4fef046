"""Who works with dropped files: the filers of the unit, and the reviewers of its department."""

import zlib
from typing import Any

from sqlalchemy import ColumnElement, exists, false, or_
from sqlmodel import Session, col, select

from workflow.documents.intake.reading import Reading
from workflow.errors import NotFound
from workflow.models import IntakeFile, IntakeForm
from workflow.permissions import Actor, reach_clause
from workflow.types import Role

IMPORTS = (Role.filer, Role.department_reviewer)
"""Both check what was read; a new declaration is the filer's to make."""


def in_reach(actor: Actor, model: Any) -> ColumnElement[bool]:
    """The WHERE clause of the files or forms of the actor's units."""
    clauses = [reach_clause(model, grant) for grant in actor.grants if grant.role in IMPORTS]
    return or_(false(), *clauses)


def file_in_reach(actor: Actor) -> ColumnElement[bool]:
    """A department's file is also seen by the units whose forms are in it."""
    own = exists().where(col(IntakeForm.file_id) == col(IntakeFile.id), in_reach(actor, IntakeForm))
    return or_(in_reach(actor, IntakeFile), own)


def find_file(session: Session, actor: Actor, file_id: int, *, lock: bool = False) -> IntakeFile:
    """The file; with ``lock`` only one's own, to be changed. Raises ``NotFound``."""
    scope = in_reach(actor, IntakeFile) if lock else file_in_reach(actor)
    found: IntakeFile = _found(session, select(IntakeFile).where(IntakeFile.id == file_id, scope), lock)
    return found


def find_form(session: Session, actor: Actor, form_id: int, *, lock: bool = False) -> IntakeForm:
    """The form; raises ``NotFound``."""
    query = select(IntakeForm).where(IntakeForm.id == form_id, in_reach(actor, IntakeForm))
    found: IntakeForm = _found(session, query, lock)
    return found


def unpacked(row: IntakeFile) -> Reading:
    """What was read of a file."""
    return Reading.model_validate_json(zlib.decompress(row.reading)) if row.reading else Reading()


def packed(reading: Reading) -> bytes:
    """As the column keeps it."""
    return zlib.compress(reading.model_dump_json().encode())


def _found(session: Session, query: Any, lock: bool) -> Any:
    if lock:
        query = query.with_for_update(key_share=True).execution_options(populate_existing=True)
    row = session.exec(query).first()
    if row is None:
        raise NotFound("no_such_intake")
    return row
