"""我的导出: a person's own exports and how far each is."""

from dataclasses import dataclass

from sqlmodel import Session, col, or_, select

from workflow import clock
from workflow.models import JobRun, ListExport
from workflow.permissions import Actor

MOST = 200
"""More than anybody asks for before the first ones expire."""


@dataclass(frozen=True)
class OwnExport:
    """One export with its job."""

    export: ListExport
    status: str
    progress: int
    stopping: bool
    """Somebody asked the running job to stop."""


def own_exports(session: Session, actor: Actor) -> list[OwnExport]:
    """Newest first, without what has expired."""
    query = (
        select(ListExport, JobRun)
        .join(JobRun, col(JobRun.id) == ListExport.job_id)
        .where(
            ListExport.owner_id == actor.user_id,
            or_(col(ListExport.expires_at).is_(None), col(ListExport.expires_at) > clock.now()),
        )
        .order_by(col(ListExport.id).desc())
        .limit(MOST)
    )
    return [OwnExport(row, job.status, job.progress, job.cancel_requested) for row, job in session.exec(query)]
