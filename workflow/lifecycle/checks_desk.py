"""Checks about who holds the file, who sent it and which revision it is: mostly 409 and 403."""

from collections.abc import Collection

from sqlalchemy import exists
from sqlmodel import col, or_, select

from workflow import clock, regional
from workflow.lifecycle.adjustments import APPROVING
from workflow.lifecycle.case import Case
from workflow.lifecycle.checks import Problem, check
from workflow.lifecycle.facts import (
    closing_date,
    file_kind,
    holder_name,
    last_arrival,
    open_revision,
    open_suggestions,
    return_order,
    signatures,
    touched_since_arrival,
)
from workflow.lifecycle.moves import FILER, HEAD, SIGNING, UNIT
from workflow.models import (
    ApprovalDocument,
    DocumentLeftOut,
    FiledBy,
    MonitoringReport,
    ReviewOpinion,
    SelfEvaluation,
    Signature,
    SuggestedEdit,
)
from workflow.permissions import people_at
from workflow.regional.table import SIGNER_MAY_FILE
from workflow.types import Desk, DocumentState, Role

SENT_BY: dict[str, tuple[Role, ...]] = {"send_up": FILER, "sign": HEAD, "sign_on_paper": UNIT}
"""Whose the move was that may be recalled; a head who signs on paper hardly recalls at the screen."""


@check(409)
def sent_from_here(case: Case) -> Problem | None:
    """recall: only what this role and unit sent, not what came by a return."""
    arrival = last_arrival(case)
    sent = arrival is not None and case.actor.holds_any(SENT_BY.get(arrival.action, ()), case.row)
    return None if sent else Problem("not_sent_from_here")


@check(409)
def not_handled_yet(case: Case) -> Problem | None:
    """recall: until the next desk edited, commented or signed."""
    return Problem("already_handled") if touched_since_arrival(case) else None


@check(409)
def never_submitted(case: Case) -> Problem | None:
    """discard: round 0 only."""
    return Problem("was_submitted", {"round": case.row.round}) if case.row.round else None


@check(409)
def first_revision(case: Case) -> Problem | None:
    """discard is for first revisions; an adjustment is cancelled with its reason."""
    return Problem("is_adjustment") if case.row.revision > 1 else None


@check(409)
def is_revision(case: Case) -> Problem | None:
    """cancel_adjustment: revisions only."""
    return None if case.row.revision > 1 else Problem("not_an_adjustment")


@check(409)
def not_taken_up(case: Case) -> Problem | None:
    """withdraw: until somebody of the section has taken the file up."""
    return Problem("taken_up", {"holder": holder_name(case)}) if case.row.taken_by else None


@check(409)
def not_taken_by_other(case: Case) -> Problem | None:
    """Work at the section is done by whoever took the file up; others may take it over first."""
    taken = case.row.taken_by
    mine = taken is None or taken in case.actor.persons
    return None if mine else Problem("taken_by_other", {"holder": holder_name(case)})


@check(409)
def held_or_led(case: Case) -> Problem | None:
    """transfer: by whoever has the file, or by the head of the section."""
    taken, actor = case.row.taken_by, case.actor
    if taken in actor.persons or actor.holds(Role.section_head, case.row):
        return None
    return Problem("taken_by_other", {"holder": holder_name(case)}) if taken else Problem("not_taken")


@check(422)
def to_a_colleague(case: Case) -> Problem | None:
    """transfer: to another reviewer of the section, who neither typed nor signed the file."""
    colleague = case.inputs.colleague_id
    if not colleague:
        return Problem("colleague_missing")
    reviewers = people_at(case.session, [Role.section_reviewer], case.row) - {case.row.taken_by}
    if colleague not in reviewers:
        return Problem("not_a_colleague")
    return Problem("colleague_barred") if typed_or_signed(case, {colleague}) else None


@check(409)
def has_a_deadline(case: Case) -> Problem | None:
    """extend: an adjustment that was not returned is not bound by the window."""
    bound = case.row.revision == 1 or return_order(case.session, case.row)
    return None if bound else Problem("no_deadline")


@check(422)
def later_deadline(case: Case) -> Problem | None:
    """extend: later than the present deadline, and not in the past."""
    due, until = case.inputs.due_on, closing_date(case.session, case.row)
    if due is None:
        return Problem("deadline_missing")
    if due <= until:
        return Problem("extension_not_later", {"closes_on": until.isoformat()})
    return Problem("closes_in_the_past", {"closes_on": due.isoformat()}) if due < clock.business_date() else None


@check(409)
def suggestions_settled(case: Case) -> Problem | None:
    """pass_review: what was suggested is answered, and what was accepted is signed."""
    left = open_suggestions(case.session, case.row)
    return _pending(left) or (Problem("changes_unsigned", {"count": len(left)}) if left else None)


@check(409)
def suggestions_answered(case: Case) -> Problem | None:
    """sign_changes: the head signs once, after the filer has answered everything."""
    return _pending(open_suggestions(case.session, case.row))


def _pending(left: list[SuggestedEdit]) -> Problem | None:
    count = sum(item.answer is None for item in left)
    return Problem("suggestions_pending", {"count": count}) if count else None


@check(409)
def changes_to_sign(case: Case) -> Problem | None:
    """sign_changes: there are accepted edits that nobody has signed."""
    accepted = [item for item in open_suggestions(case.session, case.row) if item.answer]
    return None if accepted else Problem("nothing_to_sign")


@check(409)
def in_force(case: Case) -> Problem | None:
    """Only the revision in force (现行版本) is adjusted, revoked or terminated."""
    return None if case.row.in_force else Problem("not_in_force")


@check(409)
def no_open_revision(case: Case) -> Problem | None:
    """One open revision per project and year; nothing ends under it."""
    other = open_revision(case.session, case.row)
    return Problem("revision_open", {"revision": other.revision}) if other else None


@check(409)
def no_report_submitted(case: Case) -> Problem | None:
    """revoke_approval: not once a report or a self-evaluation was submitted, also if it was returned since."""
    found = case.session.exec(
        select(MonitoringReport.id).where(
            MonitoringReport.declaration_id == case.row.id, col(MonitoringReport.first_submitted_at).is_not(None)
        )
    ).first()
    if found:
        return Problem("report_submitted")
    evaluated = case.session.exec(
        select(SelfEvaluation.id).where(
            SelfEvaluation.declaration_id == case.row.id, col(SelfEvaluation.first_submitted_at).is_not(None)
        )
    ).first()
    return Problem("evaluation_submitted") if evaluated else None


@check(409)
def superseded_nothing(case: Case) -> Problem | None:
    """revoke_approval: an approved adjustment is undone by another adjustment."""
    return Problem("superseded_something") if case.row.supersedes_id else None


@check(409)
def not_issued(case: Case) -> Problem | None:
    """revoke_approval: after issue only a new document voids the old one."""
    number = case.session.exec(
        select(ApprovalDocument.number).where(
            ApprovalDocument.batch_id == case.row.approval_batch_id,
            ApprovalDocument.department_id == case.row.department_id,
            col(ApprovalDocument.issued_at).is_not(None),
            ApprovalDocument.state != DocumentState.voided,
            ~exists().where(
                col(DocumentLeftOut.document_id) == ApprovalDocument.id,
                col(DocumentLeftOut.declaration_id) == case.row.id,
            ),
        )
    ).first()
    return Problem("document_issued", {"number": number}) if number else None


@check(403)
def signer_not_filer(case: Case) -> Problem | None:
    """Author ≠ checker in the unit; the department's traced edits before its own signature are the exception."""
    if regional.setting(case.session, case.row.region_id, SIGNER_MAY_FILE, case.row.fiscal_year):
        return None
    return Problem("signer_is_filer") if typed_in(case, case.actor.persons) else None


def typed_in(case: Case, persons: Collection[int]) -> bool:
    """Whether one of them typed in the file; at the department its own traced edits do not count."""
    query = select(FiledBy).where(
        FiledBy.object_kind == file_kind(case.row),
        FiledBy.object_id == case.row.id,
        col(FiledBy.user_id).in_(persons),
    )
    at_department = case.row.desk == Desk.department
    return any(not (item.department_trace and at_department) for item in case.session.exec(query))


@check(403)
def not_author_or_signer(case: Case) -> Problem | None:
    """In finance nobody reviews, clears or approves what he typed or signed."""
    return Problem("own_work") if typed_or_signed(case, case.actor.persons) else None


def typed_or_signed(case: Case, persons: Collection[int]) -> bool:
    """Whether one of them typed in the file or ever signed it, or somebody did in his name; one statement."""
    kind, row = file_kind(case.row), case.row
    typed = select(FiledBy.id).where(
        FiledBy.object_kind == kind, FiledBy.object_id == row.id, col(FiledBy.user_id).in_(persons)
    )
    signed = select(Signature.id).where(
        Signature.object_kind == kind,
        Signature.object_id == row.id,
        or_(col(Signature.user_id).in_(persons), col(Signature.on_behalf_of).in_(persons)),
    )
    return bool(case.session.exec(select(or_(typed.exists(), signed.exists()))).one())


@check(403)
def not_reviewer(case: Case) -> Problem | None:
    """Who passed the review neither clears nor approves it."""
    return Problem("own_review") if _decided(case, "pass_review", case.row.reviewed_by) else None


@check(403)
def not_proposer(case: Case) -> Problem | None:
    """Who proposed a refusal does not decide it."""
    return Problem("own_proposal") if _decided(case, "propose_refusal", case.row.refusal_proposed_by) else None


def _decided(case: Case, action: str, decider: int | None) -> bool:
    """Whether the actor, or whom he acts for, took this decision or had it taken in his name."""
    if decider is None:
        return False
    query = select(ReviewOpinion.on_behalf_of).where(
        ReviewOpinion.declaration_id == case.row.id, ReviewOpinion.action == action
    )
    last = case.session.exec(query.order_by(col(ReviewOpinion.id).desc()).limit(1)).first()
    return not case.actor.persons.isdisjoint({decider, last})


@check(422)
def by_last_signature(case: Case) -> Problem | None:
    """submit happens by the last required signature, never by itself."""
    return None if case.via in SIGNING else Problem("submit_by_signing")


@check(422)
def by_accepted_report(case: Case) -> Problem | None:
    """accept_monitoring happens when a report is accepted."""
    return None if case.via == "accept" else Problem("monitored_by_report")


@check(422)
def by_superseding_approval(case: Case) -> Problem | None:
    """carry_over_monitoring follows the approval of a revision whose predecessor was monitored."""
    return None if case.via in APPROVING else Problem("carried_over_by_approval")


@check(422)
def unit_signature_holds(case: Case) -> Problem | None:
    """The department signs only on top of a unit signature that still holds (no amount or target changed)."""
    standing = [item for item in signatures(case) if item.desk == Desk.head]
    if not standing:
        return Problem("unit_signature_missing")
    changed = standing[-1].changed
    return Problem("unit_signature_void", {"paths": changed}, changed[0]) if changed else None
