"""What stands beside a monitoring report: its executing bodies with their sums, and its evidence."""

from dataclasses import dataclass

from sqlmodel import Session

from workflow.documents.report_content import evidence_of
from workflow.execution.parts import Together
from workflow.lifecycle.report_parts import parts_of, sums_of
from workflow.models import Attachment, MonitoringPart
from workflow.permissions import Actor
from workflow.queries.report_course import declared_bodies
from workflow.queries.report_page import ReportView, report_view


@dataclass(frozen=True)
class PartsView:
    """``bodies`` are those of the declaration: what an empty table begins with."""

    report: ReportView
    parts: list[MonitoringPart]
    sums: dict[str, Together]
    bodies: list[str]


@dataclass(frozen=True)
class EvidenceView:
    """(uid of the indicator, file), in form order."""

    report: ReportView
    files: list[tuple[str, Attachment]]


def parts_view(session: Session, actor: Actor, report_id: int) -> PartsView:
    """Raises ``NotFound`` outside the actor's scope."""
    found = report_view(session, actor, report_id)
    bodies = declared_bodies(session, found.declaration.id)
    return PartsView(found, parts_of(session, report_id), sums_of(session, found.report), bodies)


def evidence_view(session: Session, actor: Actor, report_id: int) -> EvidenceView:
    """Raises ``NotFound`` outside the actor's scope."""
    return EvidenceView(report_view(session, actor, report_id), evidence_of(session, report_id))


def counts_beside(session: Session, report_id: int) -> tuple[int, int]:
    """How many executing bodies and files there are."""
    return len(parts_of(session, report_id)), len(evidence_of(session, report_id))
