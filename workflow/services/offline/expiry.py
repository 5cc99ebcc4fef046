"""Uploads whose time is over: the file and what was read of it go; what was taken over stays in the drafts."""

from sqlmodel import col, delete, select

from workflow import clock
from workflow.db import unit_of_work
from workflow.models import OfflineUpload
from workflow.services.contents import forget_unused

AT_ONCE = 100
"""Uploads of one transaction; the next question takes the rest."""


def delete_expired_uploads() -> int:
    """Answers how many there were."""
    expired = col(OfflineUpload.expires_at) <= clock.now()
    with unit_of_work() as session:
        found = session.exec(select(OfflineUpload.id, OfflineUpload.sha256).where(expired).limit(AT_ONCE)).all()
    if found:
        with unit_of_work(write=True) as session:
            session.exec(delete(OfflineUpload).where(col(OfflineUpload.id).in_([number for number, _ in found])))
            forget_unused(session, (digest for _, digest in found))
    return len(found)
