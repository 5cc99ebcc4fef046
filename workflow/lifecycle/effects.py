"""What a move does besides changing state and desk. One row of ``EFFECTS`` per action, in three phases.

``before``: while the row still stands where it was (snapshots, predecessors). ``columns``: plain column values that
must change together with the state, because CHECKs tie them. ``after``: everything that may query again.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import update
from sqlmodel import col, func, select

from workflow import clock, regional
from workflow.canonical.paths import FORM
from workflow.documents.values import value_at
from workflow.lifecycle import adjustments, approval, reports, signatures, target_tasks
from workflow.lifecycle.cards import write_card
from workflow.lifecycle.case import Case
from workflow.lifecycle.facts import file_kind, return_order, unsent_comments
from workflow.lifecycle.letters import effects as letters
from workflow.lifecycle.paper import add_paper_signature, keep_scan
from workflow.lifecycle.review_sheets import keep_sheet
from workflow.lifecycle.revisions import open_revision_of
from workflow.lifecycle.snapshots import store_snapshot
from workflow.lifecycle.special import keep_special_approval
from workflow.models import (
    Comment,
    Declaration,
    ReturnOrder,
    ReviewOpinion,
    Submission,
    SuggestedEdit,
    TaskExtension,
    WorkItem,
)
from workflow.regional.table import RETURN_DAYS
from workflow.review import mark_due, mark_next_year
from workflow.types import Grade
from workflow.workdays import workdays_after

Effect = Callable[[Case], None]


@dataclass(frozen=True)
class Effects:
    """The three phases of one action."""

    before: tuple[Effect, ...] = ()
    columns: tuple[Effect, ...] = ()
    after: tuple[Effect, ...] = ()


def keep_snapshot(case: Case) -> None:
    """Freeze the content as it stands; the snapshot's id goes to ``made``.

    Also at send_up: what is printed for signing must be known when its code comes back after a change.
    """
    if isinstance(case.row, Declaration):
        case.made["snapshot_id"] = store_snapshot(case.session, case.document).id


def send_comments(case: Case) -> None:
    """return, decline: the published comments of this desk go out; a general reason is a comment on the whole form."""
    desk = case.came_from.rpartition("/")[2]
    now = clock.now()
    if case.inputs.reason:
        case.session.add(
            Comment(
                created_at=now,
                object_kind=file_kind(case.row),
                object_id=case.row.id,
                round=case.row.round,
                desk=desk,
                path=FORM,
                text=case.inputs.reason,
                old_value=value_at(case.document, FORM) if isinstance(case.row, Declaration) else "",
                author_id=case.actor.user_id,
                on_behalf_of=case.actor.absent_id,
                published_at=now,
                sent_with=case.move.action,
            )
        )
    case.session.exec(
        update(Comment)
        .where(*unsent_comments(case.row, desk))
        .values(sent_with=case.move.action)
        .execution_options(synchronize_session=False)
    )


def set_deadline(case: Case) -> None:
    """return: its own deadline, by default some working days from today."""
    row = case.row
    days = regional.setting(case.session, row.region_id, RETURN_DAYS, row.fiscal_year)
    case.session.add(
        ReturnOrder(
            created_at=clock.now(),
            declaration_id=row.id,
            round=row.round,
            due_on=case.inputs.due_on or workdays_after(clock.business_date(), days),
            reason=case.inputs.reason,
            returned_by=case.actor.user_id,
        )
    )


def count_round(case: Case) -> None:
    """submit: the next round begins, nobody has taken it up."""
    case.row.round += 1
    case.row.taken_by = None


def keep_submission(case: Case) -> None:
    """submit: one row per round with the snapshot that was sent."""
    case.session.add(
        Submission(
            created_at=clock.now(),
            declaration_id=case.row.id,
            round=case.row.round,
            snapshot_id=case.made["snapshot_id"],
            submitted_by=case.actor.user_id,
        )
    )


def write_queue_card(case: Case) -> None:
    """submit: what the file weighs in the reviewer's queue."""
    if isinstance(case.row, Declaration):
        write_card(case.session, case.row, case.document)


def keep_new_edition(case: Case) -> None:
    """sign_changes: another snapshot of the same round; the one that was submitted stays."""
    query = select(func.max(Submission.edition)).where(
        Submission.declaration_id == case.row.id, Submission.round == case.row.round
    )
    case.session.add(
        Submission(
            created_at=clock.now(),
            declaration_id=case.row.id,
            round=case.row.round,
            edition=(case.session.exec(query).one() or 0) + 1,
            snapshot_id=case.made["snapshot_id"],
            submitted_by=case.actor.user_id,
        )
    )


def settle_suggestions(case: Case) -> None:
    """Suggested edits that are still open end here: signed, or the file has left the section."""
    case.session.exec(
        update(SuggestedEdit)
        .where(col(SuggestedEdit.declaration_id) == case.row.id, col(SuggestedEdit.settled_at).is_(None))
        .values(settled_at=clock.now(), settled_by=case.move.action)
        .execution_options(synchronize_session=False)
    )


def take(case: Case) -> None:
    """The actor holds the file among the reviewers of the section."""
    case.row.taken_by = case.actor.seat


def hand_over(case: Case) -> None:
    """transfer: the colleague has it now; who had it is told."""
    case.made["had_it"], case.row.taken_by = case.row.taken_by, case.inputs.colleague_id


def extend_deadline(case: Case) -> None:
    """extend: of a returned file its own deadline moves, else the unit gets a later closing date of the task."""
    row, until, order = case.row, case.inputs.due_on, return_order(case.session, case.row)
    assert until is not None  # noqa: S101 - later_deadline has looked
    if order:
        order.due_on = until
        return
    case.session.add(
        TaskExtension(
            created_at=clock.now(),
            task_id=row.task_id,
            unit_id=row.unit_id,
            closes_on=until,
            reason=case.inputs.reason,
            granted_by=case.actor.user_id or None,
        )
    )


def forget_review(case: Case) -> None:
    """The file leaves finance review: whoever reviewed, proposed or cleared did so for the old content."""
    case.row.taken_by = case.row.reviewed_by = case.row.cleared_by = case.row.refusal_proposed_by = None


def mark_reviewed(case: Case) -> None:
    """pass_review."""
    case.row.reviewed_by, case.row.taken_by = case.actor.user_id, case.actor.seat


def mark_proposed(case: Case) -> None:
    """propose_refusal."""
    case.row.refusal_proposed_by, case.row.taken_by = case.actor.user_id, case.actor.seat


def unmark_proposed(case: Case) -> None:
    """reject_refusal: back to the section's reviewer."""
    case.row.refusal_proposed_by = None


def mark_cleared(case: Case) -> None:
    """clear."""
    case.row.cleared_by = case.actor.user_id


def keep_opinion(case: Case) -> None:
    """The written opinion and grade; a proposed refusal is grade 差."""
    refusal = case.move.action == "propose_refusal"
    case.session.add(
        ReviewOpinion(
            created_at=clock.now(),
            declaration_id=case.row.id,
            round=case.row.round,
            action=case.move.action,
            grade=Grade.poor if refusal else case.inputs.grade,
            opinion=case.inputs.opinion or case.inputs.reason,
            author_id=case.actor.user_id,
            on_behalf_of=case.actor.absent_id,
        )
    )


def end_by_action(case: Case) -> None:
    """terminated: which action ended it."""
    case.row.terminated_by = case.move.action
    case.row.in_force = False


def ask(case: Case) -> None:
    """request_return: a work item for the desk that holds the file."""
    case.session.add(
        WorkItem(
            created_at=clock.now(),
            declaration_id=case.row.id,
            action=case.move.action,
            reason=case.inputs.reason,
            asked_by=case.actor.user_id,
        )
    )


def close_work_items(case: Case) -> None:
    """The file went back or was decided: what was asked is done."""
    case.session.exec(
        update(WorkItem)
        .where(col(WorkItem.declaration_id) == case.row.id, col(WorkItem.done_at).is_(None))
        .values(done_at=clock.now())
        .execution_options(synchronize_session=False)
    )


def look_again(case: Case) -> None:
    """What others were held against changed: next year's declaration, and the siblings."""
    mark_next_year(case.session, case.row)
    mark_due(case.session, [case.row.id])


INTO_FORCE = (
    approval.write_ledger,
    target_tasks.close_by_approval,
    close_work_items,
    reports.cancel_of_predecessor,
    look_again,
)

DECLARATION_EFFECTS: dict[str, Effects] = {
    "send_up": Effects(before=(keep_snapshot,)),
    "recall": Effects(after=(signatures.void_senders_signature,)),
    "decline": Effects(after=(send_comments, signatures.void_signatures)),
    "sign": Effects(before=(keep_snapshot,), after=(signatures.add_signature,)),
    "sign_on_paper": Effects(before=(keep_snapshot, keep_scan), after=(add_paper_signature,)),
    "submit": Effects(
        before=(keep_snapshot,),
        columns=(count_round, adjustments.mark_small),
        after=(keep_submission, write_queue_card, adjustments.tell_who_files),
    ),
    "discard": Effects(columns=(end_by_action,), after=(look_again,)),
    "take_up": Effects(columns=(take,)),
    "transfer": Effects(columns=(hand_over,)),
    "extend": Effects(after=(extend_deadline,)),
    "withdraw": Effects(after=(signatures.void_signatures, close_work_items, settle_suggestions)),
    "request_return": Effects(after=(ask,)),
    "return": Effects(
        columns=(forget_review,),
        after=(send_comments, set_deadline, signatures.void_if_back_at_filer, close_work_items, settle_suggestions),
    ),
    "pass_review": Effects(columns=(mark_reviewed,), after=(keep_opinion, keep_sheet)),
    "sign_changes": Effects(
        before=(keep_snapshot,), after=(signatures.add_signature_of_changes, keep_new_edition, settle_suggestions)
    ),
    "propose_refusal": Effects(columns=(mark_proposed,), after=(keep_opinion,)),
    "refuse": Effects(columns=(end_by_action,), after=(close_work_items, settle_suggestions, look_again)),
    "reject_refusal": Effects(columns=(unmark_proposed,)),
    "send_to_review": Effects(columns=(forget_review,)),
    "clear": Effects(columns=(mark_cleared,)),
    "approve_specially": Effects(after=(keep_special_approval,)),
    "approve": Effects(
        before=(keep_snapshot, approval.join_batch, approval.lift_predecessor),
        columns=(approval.mark_approved,),
        after=INTO_FORCE,
    ),
    "revoke_approval": Effects(
        before=(approval.write_counter_entry,),
        columns=(approval.unmark_approved,),
        after=(reports.cancel_open, look_again),
    ),
    "terminate": Effects(columns=(end_by_action,), after=(target_tasks.lapse, reports.cancel_open, look_again)),
    "open_adjustment": Effects(after=(open_revision_of, target_tasks.answer_by_adjustment)),
    "amend_adjustment": Effects(columns=(adjustments.amend_grounds,), after=(look_again,)),
    "file_adjustment": Effects(
        before=(keep_snapshot, approval.lift_predecessor), columns=(approval.mark_approved,), after=INTO_FORCE
    ),
    "demand_review": Effects(columns=(adjustments.demand_review,)),
    "cancel_adjustment": Effects(columns=(end_by_action,), after=(look_again,)),
}

REPORT_EFFECTS: dict[str, Effects] = {
    "recall": Effects(after=(signatures.void_senders_signature,)),
    "decline": Effects(after=(send_comments, signatures.void_signatures)),
    "sign": Effects(after=(signatures.add_signature,)),
    "submit": Effects(columns=(reports.count_round,)),
    "return": Effects(after=(send_comments, signatures.void_if_back_at_filer)),
    "accept": Effects(after=(reports.confirm_declaration,)),
    "cancel": Effects(columns=(reports.note_why_cancelled,)),
}

EVALUATION_EFFECTS: dict[str, Effects] = {
    **{name: REPORT_EFFECTS[name] for name in ("recall", "decline", "sign", "submit", "return", "cancel")},
}
"""A self-evaluation moves like a report; accepting it leaves the declaration to ``accept_evaluation``."""

DOCUMENT_EFFECTS: dict[str, Effects] = {
    "send_for_signing": Effects(columns=(letters.mark_sent,), after=(letters.ask_cosigners_anew, letters.tell)),
    "cosign": Effects(after=(letters.agree, letters.tell)),
    "send_back": Effects(after=(letters.tell,)),
    "take_back": Effects(columns=(letters.unmark_signed,)),
    "sign_letter": Effects(columns=(letters.mark_signed,), after=(letters.tell,)),
    "give_number": Effects(columns=(letters.mark_numbered,), after=(letters.freeze, letters.void_replaced)),
    "seal": Effects(columns=(letters.mark_sealed,), after=(letters.tell,)),
    "forward": Effects(columns=(letters.mark_forwarded,), after=(letters.tell,)),
    "replace": Effects(after=(letters.draft_replacement,)),
    "void": Effects(after=(letters.tell,)),
}
