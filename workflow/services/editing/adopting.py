"""采用: the wording a finding suggests goes into its cell, in one click and one undo."""

from sqlmodel import Session

from workflow.canonical import Declaration
from workflow.canonical.document import Indicator
from workflow.canonical.paths import Path, parse
from workflow.documents.assemble import document_of
from workflow.errors import RuleFailed
from workflow.permissions import Actor
from workflow.review import check_row
from workflow.rules import Finding
from workflow.services.editing.changes import Change, Done
from workflow.services.editing.fields import reader
from workflow.services.editing.patch import known_batch, patch_of


def adoptable(finding: Finding) -> bool:
    """Whether the suggestion can stand in the cell just as it is."""
    read = reader(parse(finding.path))
    if not finding.is_value or read is None:
        return False
    try:
        read(finding.suggestion)
    except ValueError:
        return False
    return True


def adopt(session: Session, actor: Actor, declaration_id: int, finding_key: str, batch: str = "") -> Done:
    """Write the suggestion of a finding of the form as it stands now; the same indicator elsewhere gets it, too.

    Raises 404, 403 or 409 where the draft is not this person's to edit, ``RuleFailed('finding_gone')``.
    """
    patch = patch_of(session, actor, declaration_id, batch)
    if known_batch(session, patch.declaration, actor, batch):
        return Done(patch.declaration, batch=batch, again=True)
    document = document_of(session, patch.declaration)
    found = [item for item in check_row(session, patch.declaration, document) if item.key == finding_key]
    if not found or not adoptable(found[0]):
        raise RuleFailed("finding_gone")
    changes = [
        Change("set", str(place), patch.cells.text(place), found[0].suggestion)
        for place in places_of(document, found[0].path)
    ]
    results = patch.apply_all(changes)
    patch.finish()
    return Done(patch.declaration, tuple(results), patch.batch if patch.records else "")


def places_of(document: Declaration, path: str) -> list[Path]:
    """The cell; for a target also those of the rows that carry the same names and target (the long-term and the annual
    table mostly repeat each other, and a finding speaks of all of them once)."""
    cell = parse(path)
    own = next((row for row in document.indicators if row.uid == cell.uid), None)
    if (cell.section, cell.field) != ("indicators", "target") or own is None:
        return [cell]
    alike = [row for row in document.indicators if (*_names(row), row.target) == (*_names(own), own.target)]
    return [cell, *(Path("indicators", row.uid, "target") for row in alike if row is not own)]


def _names(row: Indicator) -> tuple[str, str, str]:
    return row.level1, row.level2, row.level3
