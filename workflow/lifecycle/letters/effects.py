"""What the moves of an approval document do besides changing its state."""

from typing import TypeVar

from sqlalchemy import update
from sqlmodel import col, select

from workflow import clock
from workflow.lifecycle.case import Case
from workflow.lifecycle.letters import content
from workflow.lifecycle.letters.facts import cosigners, files_hash, left_out
from workflow.lifecycle.letters.numbers import Number, next_place, read_number
from workflow.lifecycle.letters.reach import OF_A_UNIT
from workflow.models import ApprovalDocument, Declaration, DocumentCosigner, DocumentFile, Organisation
from workflow.permissions import DepartmentPlace, people_at
from workflow.types import DocumentState, Role

Locked = TypeVar("Locked", ApprovalDocument, Declaration)


def mark_sent(case: Case) -> None:
    """send_for_signing: who drafted, and what the letter is about."""
    case.row.drafter_id = case.actor.user_id
    case.row.files_hash = files_hash(case.session, case.row)


def ask_cosigners_anew(case: Case) -> None:
    """A letter that is sent again is another letter."""
    case.session.exec(
        update(DocumentCosigner)
        .where(col(DocumentCosigner.document_id) == case.row.id)
        .values(agreed_at=None, agreed_for=None, opinion="")
        .execution_options(synchronize_session=False)
    )


def agree(case: Case) -> None:
    """cosign: the co-signer's word, and whether the leader is next."""
    for item in cosigners(case.session, case.row.id):
        if item.user_id in case.actor.persons:
            item.agreed_at, item.agreed_for = clock.now(), case.actor.absent_id
            item.opinion = case.inputs.opinion


def mark_signed(case: Case) -> None:
    """sign_letter: who, and in whose place."""
    case.row.signed_at, case.row.signed_by = clock.now(), case.actor.user_id
    case.row.signed_for = case.actor.absent_id


def unmark_signed(case: Case) -> None:
    """take_back, send_back: nobody has signed the next wording."""
    case.row.signed_at = case.row.signed_by = case.row.signed_for = None


def mark_numbered(case: Case) -> None:
    """give_number: the typed one, or the next of its series; the service holds the region's row."""
    typed = read_number(case.inputs.document)
    if typed is None:  # checked before: ``number_well_formed``
        return
    place = typed.place or next_place(case.session, case.row.region_id, typed.code, typed.year)
    number = Number(typed.code, typed.year, place)
    case.row.number, case.row.issued_at = str(number), clock.now()
    case.row.number_code, case.row.number_year, case.row.number_place = number.code, number.year, number.place


def freeze(case: Case) -> None:
    """give_number: from here on the letter says this and nothing else."""
    case.session.add(content.freeze(case.session, case.row, case.actor.user_id))


def void_replaced(case: Case) -> None:
    """give_number of a replacing letter: the old one is void, and what is left out is approved no longer."""
    if case.row.voids_id is None:
        return
    old = _locked(case, ApprovalDocument, case.row.voids_id)
    gone = [_locked(case, Declaration, key) for key in sorted(left_out(case.session, case.row.id))]
    case.made["follow"] = [(old, "void"), *((row, "revoke_approval") for row in gone)]


def _locked(case: Case, table: type[Locked], key: int) -> Locked:
    query = select(table).where(table.id == key).with_for_update(key_share=True)
    return case.session.exec(query.execution_options(populate_existing=True)).one()


def mark_sealed(case: Case) -> None:
    """seal: who recorded it."""
    case.row.sealed_at, case.row.sealed_by = clock.now(), case.actor.user_id


def mark_forwarded(case: Case) -> None:
    """forward: the department's number."""
    case.row.forward_number = str(read_number(case.inputs.document))
    case.row.forwarded_at, case.row.forwarded_by = clock.now(), case.actor.user_id


def draft_replacement(case: Case) -> None:
    """replace: a new draft that will void this letter when it is numbered."""
    old, now = case.row, clock.now()
    new = ApprovalDocument(
        created_at=now,
        updated_at=now,
        held_since=now,
        region_id=old.region_id,
        batch_id=old.batch_id,
        department_id=old.department_id,
        leader_id=old.leader_id,
        voids_id=old.id,
        reason=case.inputs.reason,
    )
    case.session.add(new)
    case.session.flush()  # the page goes to its id
    case.made["document"] = new


def tell(case: Case) -> None:
    """Whose turn it is: people by name, not everybody of a role."""
    row, state = case.row, case.row.state
    place = DepartmentPlace(row.region_id, row.department_id)
    if case.move.action == "forward":
        case.made["told"] = _people_of_units(case, below=True)
    if state == case.came_from:
        return
    if state == DocumentState.cosigning:
        case.made["told"] = {item.user_id for item in cosigners(case.session, row.id)}
    elif state == DocumentState.signing:
        case.made["told"] = {row.leader_id}
    elif state in (DocumentState.drafting, DocumentState.numbering):
        case.made["told"] = {row.drafter_id}
    elif state in (DocumentState.issued, DocumentState.voided):
        units = _people_of_units(case, below=None if state == DocumentState.voided else False)
        case.made["told"] = people_at(case.session, [Role.department_reviewer], place) | units


def _people_of_units(case: Case, *, below: bool | None) -> set[int]:
    """Filers and heads of the letter's units: those the department forwards to, its own level, or (None) all."""
    query = select(Organisation).join(DocumentFile, col(DocumentFile.unit_id) == Organisation.id)
    query = query.where(DocumentFile.document_id == case.row.id).distinct()
    if below is not None:
        query = query.where(col(Organisation.own_level).is_(not below))
    return {
        person
        for unit in case.session.exec(query)
        for person in people_at(
            case.session, OF_A_UNIT, DepartmentPlace(case.row.region_id, case.row.department_id, unit.id)
        )
    }
