"""The checks that the table of moves of an approval document names."""

from sqlmodel import col, select

from workflow.lifecycle.case import Case
from workflow.lifecycle.checks import Problem, check
from workflow.lifecycle.letters.facts import cosigners, files_hash, files_of, left_out, replacement_of
from workflow.lifecycle.letters.numbers import LONGEST, read_number
from workflow.models import ApprovalDocument, Declaration, UserAccount
from workflow.types import State


@check(409)
def files_as_sent(case: Case) -> Problem | None:
    """Nothing was approved into the letter or revoked out of it since it was sent for signing."""
    same = case.row.files_hash == files_hash(case.session, case.row)
    return None if same else Problem("letter_files_changed")


@check(403)
def named_cosigner(case: Case) -> Problem | None:
    """cosign, send_back: only who was named, or his stand-in."""
    named = {item.user_id for item in cosigners(case.session, case.row.id)}
    return None if named & case.actor.persons else Problem("not_named_cosigner")


@check(409)
def not_cosigned_yet(case: Case) -> Problem | None:
    """cosign: once each."""
    mine = [item for item in cosigners(case.session, case.row.id) if item.user_id in case.actor.persons]
    return Problem("cosigned_already") if mine and all(item.agreed_at for item in mine) else None


@check(403)
def named_leader(case: Case) -> Problem | None:
    """sign_letter, send_back: only the leader whom the draft names, or his stand-in."""
    if case.row.leader_id in case.actor.persons:
        return None
    leader = case.session.get(UserAccount, case.row.leader_id)
    return Problem("not_named_leader", {"leader": leader.name if leader else ""})


@check(403)
def leader_not_drafter(case: Case) -> Problem | None:
    """Author ≠ signer."""
    return Problem("leader_drafted") if case.row.drafter_id in case.actor.persons else None


@check(409)
def left_out_still_approved(case: Case) -> Problem | None:
    """give_number: what the letter leaves out can still be revoked."""
    for declaration_id in left_out(case.session, case.row.id):
        row = case.session.get_one(Declaration, declaration_id, populate_existing=True)
        if row.state != State.approved:
            return Problem("left_out_moved_on", {"project_name": row.project_name})
    return None


@check(422)
def number_well_formed(case: Case) -> Problem | None:
    """give_number: 机关代字〔年份〕序号号."""
    number = read_number(case.inputs.document)
    fits = number is not None and len(str(number)) <= LONGEST
    return None if fits else Problem("number_malformed", {"raw": case.inputs.document})


@check(422)
def number_free(case: Case) -> Problem | None:
    """give_number: no other letter of the region has it, voided ones included. What was typed stays on the page."""
    number = read_number(case.inputs.document)
    if number is None or not number.place:
        return None
    query = select(ApprovalDocument.id).where(
        ApprovalDocument.region_id == case.row.region_id, ApprovalDocument.number == str(number)
    )
    taken = case.session.exec(query).first()
    return Problem("number_taken", {"number": str(number)}) if taken else None


@check(422)
def letter_worded(case: Case) -> Problem | None:
    """send_for_signing: a title and a body."""
    return None if case.row.title.strip() and case.row.body.strip() else Problem("letter_without_words")


@check(422)
def letter_has_files(case: Case) -> Problem | None:
    """send_for_signing: something is approved, or (a replacing letter) something is taken back."""
    full = files_of(case.session, case.row) or left_out(case.session, case.row.id)
    return None if full else Problem("letter_without_files")


@check(422)
def worded_for_these_files(case: Case) -> Problem | None:
    """send_for_signing: nothing was approved into the batch or revoked out of it since the words were saved."""
    same = case.row.files_hash == files_hash(case.session, case.row)
    return None if same else Problem("letter_words_outdated")


@check(422)
def signer_named(case: Case) -> Problem | None:
    """send_for_signing: who shall sign, and it is not who drafted."""
    if case.row.leader_id is None:
        return Problem("leader_not_named")
    return Problem("leader_is_drafter") if case.row.leader_id in case.actor.persons else None


@check(409)
def not_forwarded_yet(case: Case) -> Problem | None:
    """forward: once."""
    if case.row.forwarded_at is None:
        return None
    return Problem("forwarded_already", {"number": case.row.forward_number})


@check(422)
def forward_number_well_formed(case: Case) -> Problem | None:
    """forward: the department's own number."""
    number = read_number(case.inputs.document)
    return None if number and number.place else Problem("number_malformed", {"raw": case.inputs.document})


@check(422)
def forward_number_free(case: Case) -> Problem | None:
    """forward: the department gave it to no other letter."""
    query = select(ApprovalDocument.id).where(
        ApprovalDocument.department_id == case.row.department_id,
        col(ApprovalDocument.forward_number) == str(read_number(case.inputs.document)),
    )
    taken = case.session.exec(query).first()
    return Problem("number_taken", {"number": str(read_number(case.inputs.document))}) if taken else None


@check(409)
def no_replacement_open(case: Case) -> Problem | None:
    """replace: one replacing letter at a time."""
    return Problem("replacement_open") if replacement_of(case.session, case.row.id) else None


@check(409)
def is_replacement(case: Case) -> Problem | None:
    """discard_draft: the first letter of a batch is always needed."""
    return None if case.row.voids_id else Problem("not_a_replacement")
