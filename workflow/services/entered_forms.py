"""A form that makes something new counts once: a double click, a reload or a retried request enters nothing twice.

The digest is stored in the transaction that enters: of two at the same moment the second waits for the first, and may
go on only where the first was refused.
"""

from datetime import timedelta

from sqlmodel import Session, col, delete

from workflow import clock
from workflow.db import insert_once, unit_of_work
from workflow.errors import Conflict
from workflow.models import EnteredForm

KEPT = timedelta(days=7)
"""How long a page may lie open in a browser before its form is sent once more."""


def enter_once(session: Session, digest: str) -> None:
    """Raises ``Conflict`` for a form that was entered before. Needs ``unit_of_work(write=True)``."""
    if not insert_once(session, EnteredForm, created_at=clock.now(), digest=digest):
        raise Conflict("form_already_entered")


def delete_old_digests() -> int:
    """What no browser will send again; how many were deleted."""
    old = delete(EnteredForm).where(col(EnteredForm.created_at) < clock.now() - KEPT)
    with unit_of_work(write=True) as session:
        return int(session.exec(old).rowcount)
