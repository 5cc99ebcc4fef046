"""What stands beside a monitoring report goes over to the one that takes its place: executing bodies and evidence."""

from sqlmodel import Session

from workflow import clock
from workflow.documents.report_content import evidence_of, items_of
from workflow.lifecycle.report_parts import parts_of
from workflow.models import Attachment, MonitoringPart, MonitoringReport


def carry_parts(session: Session, old: MonitoringReport, new: MonitoringReport, *, reached: bool) -> None:
    """The bodies; without ``reached`` only who they are, for a later round."""
    fields = {"name", "position", "budget_fen", "budget_raw"}
    fields |= {"executed_fen", "executed_raw", "actuals"} if reached else set()
    now = clock.now()
    session.add_all(
        MonitoringPart(created_at=now, report_id=new.id, **row.model_dump(include=fields))
        for row in parts_of(session, old.id)
    )


def carry_evidence(session: Session, old: MonitoringReport, new: MonitoringReport) -> None:
    """Files of indicators that are still there; their bytes are stored once."""
    items = {item.indicator_uid: item.id for item in items_of(session, new.id)}
    files = [(uid, file) for uid, file in evidence_of(session, old.id) if uid in items]
    session.add_all(Attachment(**file.model_dump(exclude={"id"}) | {"owner_id": items[uid]}) for uid, file in files)
