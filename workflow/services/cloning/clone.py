"""Making the copy: into an empty draft, in the transaction that made the draft or later, while nothing is typed."""

import uuid

from sqlmodel import Session, select

from workflow import clock, regional
from workflow.documents.assemble import SECTIONS, document_of, rows_of, write_document
from workflow.errors import NotFound, RuleFailed
from workflow.lifecycle.evaluations.results import reached_of
from workflow.lifecycle.files import find_declaration
from workflow.lifecycle.record import append_audit
from workflow.models import CarriedValue, Clone, Declaration, DeclarationEdit
from workflow.permissions import Actor
from workflow.services.cloning.carrying import CarriedOver, carry_over
from workflow.services.cloning.results import with_result
from workflow.services.cloning.sources import copied_content, last_years, may_be_copied
from workflow.services.editing.locks import check_desk
from workflow.services.editing.patch import note_author
from workflow.types import Desk


def fill_from(session: Session, actor: Actor, declaration_id: int, source_id: int) -> Declaration:
    """Copy an earlier declaration of the project into its draft; every value it brings waits to be confirmed.

    Raises ``NotFound`` for a source out of sight or of another project, 403/409 where the draft is not this person's,
    ``RuleFailed('draft_not_empty')`` once somebody has typed into it or copied before.
    """
    row = find_declaration(session, actor, declaration_id, lock=True)
    actor = check_desk(session, row, actor)
    source = find_declaration(session, actor, source_id)
    if not may_be_copied(source) or source.project_id != row.project_id or source.id == row.id:
        raise NotFound("no_such_file")
    if not is_untouched(session, row):
        raise RuleFailed("draft_not_empty")
    made = _carried(session, row, source)
    write_document(session, row, made.document)
    _keep_origins(session, row, made)
    session.add_all(CarriedValue(declaration_id=row.id, path=path) for path in made.paths)
    session.add(
        Clone(
            created_at=clock.now(),
            declaration_id=row.id,
            source_id=source.id,
            source_year=source.fiscal_year,
            left_out=list(made.left_out),
            cloned_by=actor.user_id or None,
        )
    )
    note_author(session, row, actor)
    _record(session, actor, row, source, made)
    return row


def offered_source(session: Session, actor: Actor, row: Declaration) -> Declaration | None:
    """Last year's declaration of the project, for a draft that is still empty and held by the filer."""
    if row.project_id is None or row.desk != Desk.filer or not is_untouched(session, row):
        return None
    found = last_years(session, row.project_id, row.fiscal_year)
    return found if found is not None and actor.sees(found) else None


def is_untouched(session: Session, row: Declaration) -> bool:
    """A first draft nobody has typed into, attached to or copied into."""
    typed = select(DeclarationEdit.id).where(DeclarationEdit.declaration_id == row.id).limit(1)
    copied = select(Clone.id).where(Clone.declaration_id == row.id)
    return not (row.round or row.revision > 1 or session.exec(typed).first() or session.exec(copied).first())


def _carried(session: Session, row: Declaration, source: Declaration) -> CarriedOver:
    old = with_result(session, source, copied_content(session, source))
    forms = regional.profile(session, old.form_profile), regional.profile(session, row.form_profile)
    return carry_over(old, forms[0], document_of(session, row), forms[1], lambda: uuid.uuid4().hex[:12],
                      reached_of(session, source))  # fmt: skip


def _keep_origins(session: Session, row: Declaration, made: CarriedOver) -> None:
    for section in SECTIONS.values():
        for item in rows_of(session, section, row.id):
            item.origin_uid = made.origins.get(item.uid, "")


def _record(session: Session, actor: Actor, row: Declaration, source: Declaration, made: CarriedOver) -> None:
    append_audit(
        session,
        actor_id=actor.user_id,
        actor_name=actor.name,
        action="clone",
        object_kind="declaration",
        object_id=row.id,
        details={
            "source": source.id,
            "source_year": source.fiscal_year,
            "values": len(made.paths),
            "left_out": list(made.left_out),
            "version": row.version,
        },
    )
