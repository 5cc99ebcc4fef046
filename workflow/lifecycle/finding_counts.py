"""What the rules found in a file as it was submitted, counted by rule: what the statistics of the review add up."""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import delete
from sqlmodel import Session, col, select

from workflow.canonical import Declaration as Document
from workflow.canonical import content_hash
from workflow.models import Declaration, SubmittedFinding, Waiver
from workflow.review import check_row
from workflow.review.results import wider_of
from workflow.rules import Finding
from workflow.types import State

AT_FINANCE = frozenset({State.submitted, State.finance_reviewed})


def count_findings(session: Session, row: Declaration, document: Document, form: Sequence[Finding]) -> None:
    """Store the counts anew: what the form rules found (``form``) and what the last wider check found in it."""
    found = [*form, *wider_of(session, row.id, content_hash(document)).findings]
    query = select(Waiver.finding_key).where(Waiver.declaration_id == row.id, col(Waiver.withdrawn_at).is_(None))
    waived = set(session.exec(query))
    explained = Counter(item.rule for item in found if item.key in waived)
    session.exec(delete(SubmittedFinding).where(col(SubmittedFinding.declaration_id) == row.id))
    session.add_all(
        SubmittedFinding(declaration_id=row.id, rule=rule, findings=count, explained=explained[rule])
        for rule, count in Counter(item.rule for item in found).items()
    )


def recount_findings(session: Session, row: Declaration, document: Document) -> None:
    """The wider check came back while the file lies at finance, in the content that was submitted."""
    if row.state in AT_FINANCE:
        count_findings(session, row, document, check_row(session, row, document))
