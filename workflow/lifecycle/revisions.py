"""open_adjustment: revision n+1 with the same rows (same ``uid``s, so comments and actuals follow)."""

from sqlmodel import select

from workflow import clock
from workflow.documents.assemble import write_document
from workflow.lifecycle.adjustments import keep_grounds
from workflow.lifecycle.case import Case
from workflow.models import Attachment, Declaration
from workflow.review import mark_due

CARRIED = (
    "kind",
    "project_id",
    "task_id",
    "stage",
    "form_profile",
    "region_id",
    "department_id",
    "unit_id",
    "fiscal_year",
    "project_name",
)


def open_revision_of(case: Case) -> None:
    """The copy in drafted, at the filer's desk; ``made["revision"]`` is the new row."""
    old, now = case.row, clock.now()
    new = Declaration(
        **{name: getattr(old, name) for name in CARRIED},
        revision=old.revision + 1,
        supersedes_id=old.id,
        held_since=now,
        created_at=now,
        updated_at=now,
        created_by=case.actor.user_id or None,
    )
    keep_grounds(new, case)
    case.session.add(new)
    case.session.flush()  # the rows below need its id
    write_document(case.session, new, case.document)
    _copy_attachments(case, new)
    mark_due(case.session, [new.id])
    case.made["revision"] = new


def _copy_attachments(case: Case, new: Declaration) -> None:
    query = select(Attachment).where(Attachment.owner_kind == "declaration", Attachment.owner_id == case.row.id)
    for item in case.session.exec(query).all():
        case.session.add(Attachment(**item.model_dump(exclude={"id", "owner_id"}), owner_id=new.id))
